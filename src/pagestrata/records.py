"""The records of a dataset: the only place where a field is declared.

Every other schema (Arrow, JSON Schema, Hugging Face features, the card's field tables) is derived from these models by
`pagestrata.schema`. A field added here is a change of `SCHEMA_VERSION`. Offsets are Unicode code points into `Page.text`,
end exclusive. A missing value is None; an empty string is never a value of an optional field.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION: Final = "1.0.0"


class Role(StrEnum):
    """What a block of an article is."""

    TITLE = "title"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATE = "date"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    CODE = "code"
    TABLE = "table"
    CAPTION = "caption"
    AUTHOR_BIO = "author_bio"


BODY_ROLES = frozenset({Role.STANDFIRST, Role.HEADING, Role.PARAGRAPH, Role.LIST_ITEM, Role.QUOTE, Role.CODE, Role.TABLE, Role.CAPTION})


class Category(StrEnum):
    """What a stretch of boilerplate is there for."""

    NAVIGATION = "navigation"
    MASTHEAD = "masthead"
    PAGE_DATE = "page_date"
    WIDGET = "widget"
    ADVERTISEMENT = "advertisement"
    RELATED = "related"
    SUBSCRIPTION = "subscription"
    COMMENT_HEADING = "comment_heading"
    COMMENT_CONTROLS = "comment_controls"
    COMMENT_FORM = "comment_form"
    COMMENT_POLICY = "comment_policy"
    COMMENT_NOTICE = "comment_notice"
    LEGAL = "legal"
    ABOUT = "about"
    DONATION = "donation"
    OTHER = "other"


class Kind(StrEnum):
    """What a reader's contribution is."""

    COMMENT = "comment"
    POST = "post"
    ANSWER = "answer"
    PINGBACK = "pingback"


class PageType(StrEnum):
    """What a page is for: an article, a forum or Q&A thread whose posts are the content, or neither."""

    ARTICLE = "article"
    THREAD = "thread"
    OTHER = "other"


class LanguageSource(StrEnum):
    """Where a language code comes from: the text itself, or the page it stands on."""

    DETECTED = "detected"
    INHERITED = "inherited"


class EncodingSource(StrEnum):
    """How the character encoding of a page was settled."""

    GIVEN = "given"  # the text came as characters: from JSON, or by a call
    BOM = "bom"  # a byte order mark
    UTF_8 = "utf_8"  # the bytes are valid UTF-8
    DECLARED = "declared"  # the input names it
    DETECTED = "detected"  # a detector's guess


Offset = Annotated[int, Field(ge=0)]
Probability = Annotated[float, Field(ge=0.0, le=1.0)]
WallClock = Annotated[datetime, Field(json_schema_extra={"x-clock": "wall"})]
Instant = Annotated[datetime, Field(json_schema_extra={"x-clock": "utc"})]
Present = Annotated[str, Field(min_length=1)]


class Record(BaseModel):
    """Base of all records: frozen, no unknown fields, no coercion between types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Source(Record):
    """Where a raw page was read: a file, and the number of the record inside it (0 for a file that is one page)."""

    file: Present
    record: Offset


class Page(Record):
    """One raw page, exact to the character."""

    schema_version: Literal["1.0.0"] = SCHEMA_VERSION
    page_id: Present = Field(
        description="Key of the page, a hash of the input's own id, else of its address, else of its text; of a file that is one page, "
        "of its path below the directory that was given, ending included. The same between versions where that is the same."
    )
    source: Source = Field(description="File, and number of the record inside it.")
    source_id: Present = Field(
        description="The input's own id, else its address, the file name without its ending, or the beginning of sha256."
    )
    url: Present | None = Field(description="Address of the page, where the input gives one.")
    site: Present | None = Field(description="Host of the address, without a leading www.")
    captured_at: Instant | None = Field(description="When the page was fetched, where the input says so.")
    sha256: Present = Field(description="SHA-256 of the raw bytes, in hexadecimal.")
    encoding: Present = Field(description="Character encoding by which the raw bytes were read.")
    encoding_source: EncodingSource = Field(
        default=EncodingSource.GIVEN, description="How the encoding was settled: given, bom, utf_8, declared or detected."
    )
    repair: Present | None = Field(description="Which repair decoding made; null where the text encodes back to the raw bytes.")
    text: str = Field(description="The page, exact to the character.")
    n_chars: Offset = Field(description="Length of the text in code points.")
    language: Present = Field(description="ISO 639-1 code of the main language, zh-cn or zh-tw for Chinese, or und.")
    language_score: Probability = Field(description="The detector's score for the language.")
    n_comments: Offset = Field(description="Number of comments, posts, answers and pingbacks on the page.")
    page_type: PageType = Field(description="article, thread or other.")


class Block(Record):
    """One block of an article: its role and its span."""

    role: Role
    start: Offset
    end: Offset


class Article(Record):
    """The article of a page."""

    schema_version: Literal["1.0.0"] = SCHEMA_VERSION
    article_id: Present = Field(description="Key of the article.")
    page_id: Present = Field(description="The page it stands on.")
    title: Present | None = Field(description="Headline, as printed.")
    authors: tuple[Present, ...] = Field(description="Names of the authors, as printed.")
    published_at: WallClock | None = Field(description="When it was published, by the page's own clock.")
    published_utc_offset_minutes: int | None = Field(description="The zone of published_at, where the page prints one.")
    published_text: Present | None = Field(description="The date of publication, as printed.")
    text: str = Field(description="Readable body: the blocks that are neither title, byline, date nor author_bio, a blank line between.")
    blocks: tuple[Block, ...] = Field(
        description="Spans of the page with their roles, in order: a line each, but for programs and tables, which stay whole."
    )
    language: Present = Field(description="ISO 639-1 code of the body's language, zh-cn or zh-tw for Chinese, or und.")
    language_score: Probability = Field(description="The detector's score for the language.")
    language_source: LanguageSource = Field(description="detected, or inherited from the page.")
    n_words: Offset = Field(description="Number of words in text.")
    confidence: Probability = Field(description="Calibrated probability that a line of the body is body.")


class Comment(Record):
    """One contribution of a reader: a comment, a forum post, an answer or a pingback."""

    schema_version: Literal["1.0.0"] = SCHEMA_VERSION
    comment_id: Present = Field(description="Key of the comment.")
    page_id: Present = Field(description="The page it stands on.")
    position: Offset = Field(description="Place among the page's comments, from 0.")
    kind: Kind = Field(description="comment, post, answer or pingback.")
    parent_id: Present | None = Field(description="The comment it replies to; null at the top level.")
    depth: Offset = Field(description="Number of ancestors.")
    author: Present | None = Field(description="Name of the author, as printed.")
    author_location: Present | None = Field(description="Where the author says to be.")
    posted_at: WallClock | None = Field(description="When it was posted, by the page's own clock.")
    posted_utc_offset_minutes: int | None = Field(description="The zone of posted_at, where the page prints one.")
    posted_text: Present | None = Field(description="The time of posting, as printed.")
    text: Present = Field(description="What the author wrote: pages.text[body_start:body_end].")
    start: Offset = Field(description="Start of the whole comment, header included.")
    end: Offset = Field(description="End of the whole comment, footer included.")
    body_start: Offset = Field(description="Start of the body.")
    body_end: Offset = Field(description="End of the body.")
    language: Present = Field(description="ISO 639-1 code of the body's language, zh-cn or zh-tw for Chinese, or und.")
    language_score: Probability = Field(description="The detector's score for the language.")
    language_source: LanguageSource = Field(description="detected, or inherited from the page.")
    confidence: Probability = Field(description="Calibrated probability that the body is a comment's.")
    reason: Present = Field(description="The rule or the model label that decided.")


class Boilerplate(Record):
    """One stretch of a page that is neither article nor comment."""

    schema_version: Literal["1.0.0"] = SCHEMA_VERSION
    boilerplate_id: Present = Field(description="Key of the segment.")
    page_id: Present = Field(description="The page it stands on.")
    position: Offset = Field(description="Place among the page's boilerplate segments, from 0.")
    category: Category = Field(description="What the segment is there for.")
    text: Present = Field(description="pages.text[start:end].")
    start: Offset = Field(description="Start of the segment.")
    end: Offset = Field(description="End of the segment.")
    confidence: Probability = Field(description="Calibrated probability that the segment is boilerplate.")
    reason: Present = Field(description="The rule or the model label that decided.")


class ParsedPage(Record):
    """A page with its strata. Blocks, comment spans and boilerplate spans cover every non-space character once."""

    page: Page
    article: Article | None
    comments: tuple[Comment, ...]
    boilerplate: tuple[Boilerplate, ...]


class Rejection(Record):
    """An input that did not become a page, and why. Offset counts bytes of the file, or None where unknown."""

    code: Present
    source: Source
    source_id: Present | None
    offset: Offset | None
    message: Present
