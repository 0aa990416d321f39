from __future__ import annotations

from typing import Any

from rich.console import Console

from pagestrata import (
    Article,
    Block,
    Boilerplate,
    Category,
    Comment,
    EncodingSource,
    Kind,
    LanguageSource,
    Page,
    PageType,
    ParsedPage,
    Role,
    Source,
)
from pagestrata.parse.page import parse
from pagestrata.view import facts, render, strata, visible

TEXT = "Home | News\n\nSnow again\n\nIt fell all night.\n\nJo says:\nAt last!\nReply\n\nMax says:\nToo much of it.\n"
LANGUAGE: dict[str, Any] = {"language": "en", "language_score": 0.9, "language_source": LanguageSource.DETECTED}


def span(first: str, last: str = "") -> dict[str, Any]:
    start = TEXT.index(first)
    end = TEXT.index(last or first, start) + len(last or first)
    return {"start": start, "end": end}


def comment(position: int, parent: str | None, author: str, body: str, last: str) -> Comment:
    inner = span(body)
    return Comment(
        comment_id=f"c{position}",
        page_id="p",
        position=position,
        kind=Kind.COMMENT,
        parent_id=parent,
        depth=1 if parent else 0,
        author=author,
        author_location=None,
        posted_at=None,
        posted_utc_offset_minutes=None,
        posted_text=None,
        text=body,
        body_start=inner["start"],
        body_end=inner["end"],
        confidence=0.875,
        reason="a header before each",
        **span(f"{author} says:", last),
        **LANGUAGE,
    )


def page() -> ParsedPage:
    article = Article(
        article_id="a",
        page_id="p",
        title="Snow again",
        authors=(),
        published_at=None,
        published_utc_offset_minutes=None,
        published_text=None,
        text="It fell all night.",
        n_words=4,
        confidence=0.96,
        blocks=(Block(role=Role.TITLE, **span("Snow again")), Block(role=Role.PARAGRAPH, **span("It fell all night."))),
        **LANGUAGE,
    )
    menu = Boilerplate(
        boilerplate_id="b",
        page_id="p",
        position=0,
        category=Category.NAVIGATION,
        text="Home | News",
        confidence=1.0,
        reason="bars between words",
        **span("Home | News"),
    )
    raw = Page(
        page_id="p",
        source=Source(file="snow.txt", record=0),
        source_id="snow",
        url=None,
        site=None,
        captured_at=None,
        sha256="0" * 64,
        encoding="utf-8",
        encoding_source=EncodingSource.UTF_8,
        repair=None,
        text=TEXT,
        n_chars=len(TEXT),
        language="en",
        language_score=0.9,
        n_comments=2,
        page_type=PageType.ARTICLE,
    )
    comments = (comment(0, None, "Jo", "At last!", "Reply"), comment(1, "c0", "Max", "Too much of it.", "it."))
    return ParsedPage(page=raw, article=article, comments=comments, boilerplate=(menu,))


def test_strata_stand_in_page_order_and_cover_the_page() -> None:
    found = strata(page())
    assert [(s.label, s.kind, TEXT[s.start : s.end].strip()) for s in found] == [
        ("navigation", "boilerplate", "Home | News"),
        ("title", "title", "Snow again"),
        ("paragraph", "article", "It fell all night."),
        ("comment 1", "comment edge", "Jo says:"),
        ("", "comment", "At last!"),
        ("", "comment edge", "Reply"),
        ("comment 2 to 1", "comment edge", "Max says:"),
        ("", "comment", "Too much of it."),
    ]
    assert "".join("".join(TEXT[s.start : s.end] for s in found).split()) == "".join(TEXT.split())


def test_notes_give_confidence_and_reason_once_for_each_decision() -> None:
    notes = [s.note for s in strata(page())]
    assert notes == ["1.00 bars between words", "0.96", "0.96", "0.88 a header before each", "", "", "0.88 a header before each", ""]


def test_a_page_without_article_or_comments_is_shown() -> None:
    bare = page().model_copy(update={"article": None, "comments": ()})
    assert [s.label for s in strata(bare)] == ["navigation"]
    assert dict(facts(bare)) == {"language": "en (0.90)", "page type": "article", "comments": "2"}


def test_render_prints_labels_beside_the_text_and_colours_on_a_terminal_only() -> None:
    plain, terminal = (
        Console(width=100, color_system=None),
        Console(width=100, force_terminal=True, color_system="standard"),
    )
    with plain.capture() as captured:
        plain.print(render(page()))
    line = next(line for line in captured.get().splitlines() if "fell all night" in line)
    assert line.split() == ["paragraph", "It", "fell", "all", "night.", "0.96"]
    assert "\x1b[" not in captured.get()
    with terminal.capture() as captured:
        terminal.print(render(page()))
    assert "\x1b[" in captured.get()


def test_text_without_spaces_is_broken_not_hidden() -> None:
    text = "港口的灯塔每天晚上都由保管钥匙的人点亮" * 12
    parsed = parse(f"{text}。\n\n{text}。\n")
    assert isinstance(parsed, ParsedPage)
    console = Console(width=60, color_system=None)
    with console.capture() as captured:
        console.print(render(parsed))
    assert captured.get().count("灯塔") >= 20
    assert "…" not in captured.get()


def test_visible_text_has_no_control_characters() -> None:
    assert visible("a\r\nb\rc\td") == "a\nb\nc\td"
    assert visible("\x00\x07\x1b[2J\x7f\x9b") == "\N{REPLACEMENT CHARACTER}" * 3 + "[2J" + "\N{REPLACEMENT CHARACTER}" * 2
