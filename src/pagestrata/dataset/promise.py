"""The library's promise, as a check: nothing is lost or invented.

The union of article blocks, comment spans and boilerplate spans covers every non-space character of a page exactly once,
and every text is the text of its span. It is checked on each page at each build, and again by `check`.
"""

from __future__ import annotations

import hashlib

from pagestrata.records import BODY_ROLES, Article, Boilerplate, Comment, Page, ParsedPage


def _spans(parsed: ParsedPage) -> list[tuple[int, int, str]]:
    blocks = parsed.article.blocks if parsed.article is not None else ()
    spans = [(block.start, block.end, f"article block {i}") for i, block in enumerate(blocks)]
    spans += [(comment.start, comment.end, f"comment {comment.comment_id}") for comment in parsed.comments]
    spans += [(segment.start, segment.end, f"boilerplate {segment.boilerplate_id}") for segment in parsed.boilerplate]
    return sorted(spans)


def _tiling(parsed: ParsedPage) -> list[str]:
    text = parsed.page.text
    faults = []
    reached, before = 0, "the start of the page"
    for start, end, name in [*_spans(parsed), (len(text), len(text), "the end of the page")]:
        if end < start or end > len(text):
            faults.append(f"{name} has the impossible span {start} to {end}")
            continue
        if start < reached:
            faults.append(f"{name} ({start} to {end}) overlaps {before}, which ends at {reached}")
        elif text[reached:start].strip():
            faults.append(f"text from {reached} to {start} is in no span")
        if end > reached:
            reached, before = end, name
    return faults


def _article(article: Article, page: Page) -> list[str]:
    body = "".join(page.text[block.start : block.end] for block in article.blocks if block.role in BODY_ROLES)
    if "".join(body.split()) != "".join(article.text.split()):
        return [f"article {article.article_id}: text is not the text of its body blocks"]
    return []


def _comment(comment: Comment, page: Page, by_id: dict[str, Comment]) -> list[str]:
    faults = []
    name = f"comment {comment.comment_id}"
    if not comment.start <= comment.body_start < comment.body_end <= comment.end:
        faults.append(f"{name}: the body is not inside the comment")
    if comment.text != page.text[comment.body_start : comment.body_end]:
        faults.append(f"{name}: text is not pages.text[body_start:body_end]")
    parent = by_id.get(comment.parent_id) if comment.parent_id is not None else None
    if comment.parent_id is not None and parent is None:
        faults.append(f"{name}: its parent {comment.parent_id} is no comment of this page")
    elif comment.depth != (parent.depth + 1 if parent is not None else 0):
        faults.append(f"{name}: depth {comment.depth} does not follow from its parent")
    return faults


def _segment(segment: Boilerplate, page: Page) -> list[str]:
    if segment.text != page.text[segment.start : segment.end]:
        return [f"boilerplate {segment.boilerplate_id}: text is not pages.text[start:end]"]
    return []


def _bytes(page: Page) -> list[str]:
    if page.repair is not None:
        return []
    try:
        digest = hashlib.sha256(page.text.encode(page.encoding)).hexdigest()
    except (LookupError, UnicodeError) as error:
        return [f"text cannot be encoded by {page.encoding!r}: {error}"]
    return [] if digest == page.sha256 else ["text does not encode back to the raw bytes"]


def _counts(parsed: ParsedPage) -> list[str]:
    page = parsed.page
    faults = []
    if page.n_chars != len(page.text):
        faults.append(f"n_chars is {page.n_chars}, the text has {len(page.text)}")
    if page.n_comments != len(parsed.comments):
        faults.append(f"n_comments is {page.n_comments}, there are {len(parsed.comments)}")
    for name, records in (("comments", parsed.comments), ("boilerplate", parsed.boilerplate)):
        if [record.position for record in records] != list(range(len(records))):
            faults.append(f"positions of the {name} are not 0 to {len(records) - 1}")
        if [record.start for record in records] != sorted(record.start for record in records):
            faults.append(f"{name} are not in the order of the page")
    return faults


def broken_promises(parsed: ParsedPage) -> tuple[str, ...]:
    """What is wrong with a page's strata.

    Args:
        parsed: a page with its strata, comments and boilerplate in order of position.

    Returns:
        One line for each fault; nothing where the page is covered once and all texts are those of their spans.
    """
    page = parsed.page
    by_id = {comment.comment_id: comment for comment in parsed.comments}
    faults = _bytes(page) + _counts(parsed) + _tiling(parsed)
    if parsed.article is not None:
        faults += _article(parsed.article, page)
    for comment in parsed.comments:
        faults += _comment(comment, page, by_id)
    for segment in parsed.boilerplate:
        faults += _segment(segment, page)
    owned = (*((parsed.article,) if parsed.article is not None else ()), *parsed.comments, *parsed.boilerplate)
    faults += [f"a record says it stands on page {record.page_id}" for record in owned if record.page_id != page.page_id]
    return tuple(faults)
