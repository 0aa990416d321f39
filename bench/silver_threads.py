"""Comments of the silver pages: read from the DOM by the names that comment systems give their elements.

Records in the form of the comment gold. Every text of a comment is marked by characters of the private use area before the
page is rendered, and the marks are taken off the text again, so that every place is that of the rendering. What is known of
comment systems is in the tables here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import DOMNode, ElementNode, HTMLTree, NodeType

from gold import Gold
from pagestrata.parse.dates import find_times
from pagestrata.parse.dates.relative import find_ago

COMMENT = (
    "li.comment", "li.pingback", "li.trackback", "article.comment", "div.comment", "dt.comment", "dd.comment", "[itemprop='comment']",
    "[itemtype$='schema.org/Comment']", "[itemtype$='schema.org/UserComments']", "li.comment-item", "div.comment-item",
    "div.wpd-comment", "section.user-post", "div[id^='comment-shell']",
)  # fmt: skip
"""Elements that are a comment each, beside those that bear the number of one (`id="comment-7"`)."""

CONTENT = (
    ".comment-content", ".comment_content", ".comment-text", ".comment_text", ".commenttext", ".comment__content", ".comment__body",
    ".comment__text", "[itemprop='text']", "[itemprop='commentText']", ".wpd-comment-text", ".comment-entry", ".comment-copy",
    ".comment-message", ".comment_body", ".comcontent", ".commentcontent", ".comment-block", ".card-body", ".comment-body",
    ".commentbody", ".entry-content", ".text", ".body", ".content",
)  # fmt: skip
"""What the user wrote; the first of these that the comment has."""

AUTHOR = (
    ".fn", "[itemprop='author'] [itemprop='name']", ".comment-author-name", ".comment-author__name", ".comment__author-name",
    ".comment-meta__name", ".comment-author-link", ".wpd-comment-author", ".comment_author", ".comment-author", ".comment__author",
    ".comauth", ".comment-user", ".bigusername", "[itemprop='creator']", "[itemprop='author']", "cite", ".author", ".comment-name",
    ".username", ".user-name", ".name", ".comment-meta strong", ".commentmeta strong", ".comment-submitted span", ".media-body > a",
    "strong", "b", "h6", "h5", "h4", "h3",
)  # fmt: skip
"""Who wrote it."""

DATE = (
    "time", "[itemprop='dateCreated']", "[itemprop='datePublished']", "[itemprop='commentTime']", ".comment-date", ".comment_date",
    ".comment__date", ".comment-meta__date", ".comdate", ".comment-time", ".comment_time", ".comment-metadata a",
    ".comment-meta a[href*='#comment']", ".commentmetadata a", ".comment-permalink", ".wpd-comment-date",
    ".comment-metadata", ".commentmetadata",
    ".comment-meta", ".commentmeta", ".date", "small", ".text-muted", ".smaller", ".thead", "h4 span",
)  # fmt: skip
"""When."""

AROUND = re.compile(
    r"(?:^|[\s_-])(?:meta|metadata|commentmetadata|reply|respond|author|avatar|vcard|says|rating|stars|date|time|footer|header|"
    r"actions?|links?|likes?|votes?|awaiting[\w-]*|commrep|cmstr-out|edit|share|report|screen[\w-]*)(?=$|[\s_-])"
)
"""In classes of elements whose text no user wrote."""

NESTING = re.compile(r"(?:^|[\s_-])(?:children|replies|nested|child|thread)(?=$|[\s_-])")
"""In classes of elements that hold the answers to a comment."""

OPEN, CLOSE, ZERO = "\ue000", "\ue001", 0xE010
_MARK = re.compile("\ue000([\ue010-\ue019]+)|\ue001")
_NUMBER = re.compile(r"^(?:li-|div-)?comment-?(\d+)$")
_PINGBACK = re.compile(r"(?:^|\s)(?:pingback|trackback)(?=$|\s)")
_LONGEST = 400_000  # characters
_UNSEEN = ("script", "style", "noscript", "template", "textarea", "button", "option", "select", "svg", "iframe")
_MAY = re.compile(r"""comment-?\d|class=["'][^"']*\bcomment|schema.org/(?:User)?Comment|user-post""", re.IGNORECASE)
_STAMP = re.compile(r"\d{4}-\d\d-\d\d")
_MOST = 0.8  # share of the comments of a page that must have an author, and a date where one has

Places = dict[int, tuple[int, int]]
"""Span of each text in the rendering, by its number."""


@dataclass(slots=True, eq=False)
class Element:
    """An element, by what the tables say of it: ranks of the selectors that it matches, -1 where none does."""

    tag: str
    names: str
    is_comment: bool
    number: str
    content: int
    author: int
    date: int
    stamp: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A text node, or an image with an alternative text, and the elements around it, the outermost first."""

    node: DOMNode
    around: tuple[Element, ...]


def _rank(node: ElementNode, selectors: Sequence[str]) -> int:
    return next((rank for rank, selector in enumerate(selectors) if node.matches(selector)), -1)


def _element(node: ElementNode, *, inside: bool) -> Element:
    names = f"{node.getattr('class') or ''} {node.getattr('id') or ''}".lower()
    found = _NUMBER.search(node.getattr("id") or "")
    number = found.group(1) if found else ""
    is_comment = bool(number) or _rank(node, COMMENT) >= 0
    content, author, date = (_rank(node, table) for table in (CONTENT, AUTHOR, DATE)) if inside or is_comment else (-1, -1, -1)
    stamp = node.getattr("datetime") or node.getattr("content") or ""
    return Element(node.tag or "", names, is_comment, number, content, author, date, stamp)


def texts_below(node: DOMNode, around: tuple[Element, ...] = ()) -> Iterator[Text]:
    """The texts below a node that say something, in order."""
    inside = any(element.is_comment for element in around)
    for child in node.child_nodes:
        if child.type == NodeType.TEXT and (child.value or "").strip():
            yield Text(child, around)
        elif isinstance(child, ElementNode) and child.tag == "img" and (child.getattr("alt") or "").strip():
            yield Text(child, (*around, _element(child, inside=inside)))
        elif isinstance(child, ElementNode) and child.tag not in _UNSEEN:
            yield from texts_below(child, (*around, _element(child, inside=inside)))


def mark(texts: Sequence[Text]) -> None:
    """Put marks around each text, with its number."""
    for number, text in enumerate(texts):
        digits = "".join(chr(ZERO + int(digit)) for digit in str(number))
        image = text.node if isinstance(text.node, ElementNode) else None
        said = (image.getattr("alt") if image is not None else text.node.value) or ""
        bare = said.strip()
        marked = said.replace(bare, f"{OPEN}{digits}{bare}{CLOSE}", 1)
        if image is not None:
            image.setattr("alt", marked)
        else:
            text.node.value = marked


def unmark(rendered: str) -> tuple[str, Places]:
    """The rendering without marks, and where in it the texts stand."""
    places: Places = {}
    pieces, size, at, open_at = [], 0, 0, (-1, 0)
    for found in _MARK.finditer(rendered):
        pieces.append(rendered[at : found.start()])
        size += found.start() - at
        at = found.end()
        if found.group(1):
            open_at = int("".join(str(ord(digit) - ZERO) for digit in found.group(1))), size
        else:
            places[open_at[0]] = open_at[1], size
    return "".join([*pieces, rendered[at:]]), places


def owners(texts: Sequence[Text]) -> list[tuple[Element, ...]]:
    """For each text the comments that it stands in, the outermost first; elements that are one comment together count once."""
    first_number: dict[Element, str] = {}
    for text in texts:
        for depth, element in enumerate(text.around):
            if element.is_comment and not first_number.get(element):
                inner = next((e.number for e in text.around[depth:] if e.number), "")
                first_number[element] = inner
    found = []
    term: Element | None = None
    terms: dict[Element, Element | None] = {}
    for text in texts:
        held: list[Element] = []
        nests = True
        for element in text.around:
            if element.is_comment and element.tag == "dt":
                term = element
            if element.is_comment and element.tag == "dd" and (of := terms.setdefault(element, term)):
                held.append(of)
            elif element.is_comment and (not held or (first_number[element] != first_number[held[-1]] if first_number[element] else nests)):
                held.append(element)
                nests = False
            elif element.tag in ("ol", "ul") or NESTING.search(element.names):
                nests = True
        found.append(tuple(held))
    return found


def _below(text: Text, comment: Element) -> tuple[Element, ...]:
    """The elements between a comment, or the definition that follows its term, and one of its texts."""
    if comment in text.around:
        return text.around[text.around.index(comment) + 1 :]
    last = max(i for i, element in enumerate(text.around) if element.tag == "dd")
    return text.around[last + 1 :]


def _best(own: Sequence[tuple[int, Text]], comment: Element, kind: str) -> tuple[Element, list[int]] | None:
    """The element of the comment that ranks first for a kind, and the numbers of its texts."""
    ranked = [(getattr(e, kind), e) for _, text in own for e in _below(text, comment) if getattr(e, kind) >= 0]
    if not ranked:
        return None
    best = min(ranked, key=lambda pair: pair[0])[1]
    return best, [number for number, text in own if best in text.around]


def _wrote_nobody(element: Element) -> bool:
    """Whether what an element holds is not of the comment's body; an image there is, but for that of its author."""
    if element.tag == "img":
        return "avatar" in element.names or "photo" in element.names
    return bool(AROUND.search(element.names)) or element.author >= 0 or element.tag in ("time", "h2", "h3", "h4", "cite", "form")


def _printed(own: Sequence[tuple[int, Text]], rendered: str, places: Places) -> tuple[int, int] | None:
    """Where the first short text that prints a date stands."""
    for number, _ in own:
        text = rendered[slice(*places[number])]
        if len(text) < 60 and (any(find_times(text, day_first=first) for first in (True, False)) or find_ago(text.lower())):
            return places[number]
    return None


def read_comment(own: Sequence[tuple[int, Text]], comment: Element) -> dict[str, Any] | None:
    """Which texts are a comment's body, author and date; None where nobody wrote anything."""
    content = _best(own, comment, "content")
    inside = content[0] if content else comment
    written = [
        number for number, text in own
        if (inside in text.around or (not content and comment.tag == "dt")) and not any(_wrote_nobody(e) for e in _below(text, inside))
        and (content or any(e.tag in ("p", "ul", "ol", "blockquote", "pre") for e in _below(text, comment)))
    ]  # fmt: skip
    if not any(number in written and text.node.type == NodeType.TEXT for number, text in own):
        return None
    others = [(number, text) for number, text in own if not written[0] <= number <= written[-1]]
    author, date = _best([pair for pair in others if pair[1].node.type == NodeType.TEXT], comment, "author"), _best(others, comment, "date")
    return {"body": written, "author": author, "date": date}


def _strip(text: str, start: int, end: int, marks: str = " \t\n:,·|-–") -> tuple[int, int]:
    while start < end and text[start] in marks:
        start += 1
    while end > start and text[end - 1] in marks:
        end -= 1
    return start, end


def _when(
    date: tuple[Element, list[int]] | None, own: Sequence[tuple[int, Text]], body: Sequence[int], rendered: str, places: Places
) -> tuple[int, int]:
    """Where the date stands: in the element that the tables name, else in the first text around the body that prints one."""
    numbers = [number for number in (date[1] if date else []) if any(map(str.isdigit, rendered[slice(*places[number])]))]
    named = (places[numbers[0]][0], places[numbers[-1]][1]) if numbers else (0, 0)
    if 0 < named[1] - named[0] < 60:
        return named
    return _printed([pair for pair in own if not body[0] <= pair[0] <= body[-1]], rendered, places) or (0, 0)


def read_comments(texts: Sequence[Text], places: Places, rendered: str) -> list[Gold]:
    """Comments in the form of the gold."""
    held = owners(texts)
    own: dict[Element, list[tuple[int, Text]]] = {}
    parents: dict[Element, Element | None] = {}
    for number, (text, chain) in enumerate(zip(texts, held, strict=True)):
        if chain and number in places:
            own.setdefault(chain[-1], []).append((number, text))
            parents[chain[-1]] = chain[-2] if len(chain) > 1 else None
    found: list[Gold] = []
    index: dict[Element, int] = {}
    for comment, mine in own.items():
        read = read_comment(mine, comment)
        if read is None:
            continue
        start, end = places[mine[0][0]][0], max(places[number][1] for number, _ in mine)
        body_start, body_end = places[read["body"][0]][0], places[read["body"][-1]][1]
        above = parents[comment]
        parent = index.get(above) if above else None
        record: Gold = {
            "kind": "pingback" if _PINGBACK.search(comment.names) else "comment",
            "start": start, "end": end,
            "body_start": body_start, "body_end": body_end, "body": rendered[body_start:body_end],
            "author": None, "author_start": None, "author_end": None,
            "date_text": None, "date_start": None, "date_end": None, "date_iso": None,
            "parent": parent, "depth": found[parent]["depth"] + 1 if parent is not None else 0,
        }  # fmt: skip
        if read["author"]:
            lo, hi = _strip(rendered, *places[read["author"][1][0]])
            if lo < hi:
                record |= {"author": rendered[lo:hi], "author_start": lo, "author_end": hi}
        lo, hi = _when(read["date"], mine, read["body"], rendered, places)
        if lo < hi:
            stamp = read["date"][0].stamp[:19] if read["date"] else ""
            record |= {"date_text": rendered[lo:hi], "date_start": lo, "date_end": hi, "date_iso": stamp if _STAMP.match(stamp) else None}
        index[comment] = len(found)
        found.append(record)
    return found


def _well_read(comments: Sequence[Gold]) -> bool:
    """Whether the tables fit the page: most comments have an author, and a date where any has one."""
    authors, dates = (sum(comment[key] is not None for comment in comments) for key in ("author", "date_text"))
    if not dates and len(comments) < 3:
        return False
    return authors > 0 and authors >= _MOST * len(comments) and (not dates or dates >= _MOST * len(comments))


def render(page: str | HTMLTree) -> str:
    """The page as plain text, the way the gold pages were made."""
    return str(extract_plain_text(page, preserve_formatting=True, list_bullets=True, alt_texts=True, links=False, form_fields=False))


def read_page(html: str, plain: str) -> list[Gold]:
    """Comments of a page, in the form of the comment gold.

    Args:
        html: the page.
        plain: its rendering by `render`, in which the places are.

    Returns:
        The comments in their order; none where the page has none, or where the tables do not fit it.
    """
    if not plain.strip() or len(plain) > _LONGEST or OPEN in plain or not _MAY.search(html):
        return []
    tree = HTMLTree.parse(html)
    texts = list(texts_below(tree.body)) if tree.body is not None else []
    if not any(element.is_comment for text in texts for element in text.around):
        return []
    mark(texts)
    rendered, places = unmark(render(tree))
    comments = read_comments(texts, places, plain) if rendered == plain else []
    return comments if _well_read(comments) else []
