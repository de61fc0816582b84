"""What somebody formatted becomes rich text in which nothing is parsed, within the length it is given."""

from typing import Any

import pytest

from bot.messages.blocks import length_of, quotation, quotations
from bot.texts.rich_text import written
from tests.fake_slack.check import check_blocks


def drawn(text: str, *, limit: int = 3000) -> list[dict[str, Any]]:
    block = quotation(text, limit=limit).to_dict()
    check_blocks([block])
    elements: list[dict[str, Any]] = block["elements"]
    return elements


def lines(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(elements)}


def text(words: str, *styles: str) -> dict[str, Any]:
    return {"type": "text", "text": words, **({"style": dict.fromkeys(styles, True)} if styles else {})}


@pytest.mark.parametrize(
    ("typed", "elements"),
    [
        ("*a* :wave::skin-tone-2:", [
            lines(text("a", "bold"), text(" "), {"type": "emoji", "name": "wave", "skin_tone": 2})]),
        ("see https://a.example.", [
            lines(text("see "), {"type": "link", "url": "https://a.example"}, text("."))]),
        ("• a\n• b\n    ◦ c", [
            {"type": "rich_text_list", "style": "bullet", "elements": [lines(text("a")), lines(text("b"))]},
            {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [lines(text("c"))]}]),
        ("1. a\n2. b\n5. c", [
            {"type": "rich_text_list", "style": "ordered", "elements": [lines(text("a")), lines(text("b"))]},
            {"type": "rich_text_list", "style": "ordered", "offset": 4, "elements": [lines(text("c"))]}]),
        ("> q", [{"type": "rich_text_quote", "elements": [text("q")]}]),
        ("```<@U1> *x*```", [{"type": "rich_text_preformatted", "elements": [text("<@U1> *x*")]}]),
        ("`<!channel>`", [lines(text("<!channel>", "code"))]),
    ],
)  # fmt: skip
def test_each_form_has_its_element(typed: str, elements: list[dict[str, Any]]) -> None:
    assert drawn(typed) == elements


def test_without_formatting_it_stays_plain_text() -> None:
    text = {"type": "plain_text", "text": "2*3 :fire:\nx", "emoji": True}

    assert quotation("2*3 :fire:\nx").to_dict() == {"type": "section", "text": text}


def test_of_too_many_pieces_the_words_are_shown() -> None:
    [*sections] = [one.to_dict() for one in quotations("- *a*\n" * 600, limit=12_000)]

    assert {one["type"] for one in sections} == {"section"}
    assert "\n".join(one["text"]["text"] for one in sections) == "\n".join(["• a"] * 600)


@pytest.mark.parametrize(
    ("typed", "limit", "read"),
    [
        ("*aaaa* bbbb cccc", 12, "aaaa bbbb…"),
        ("*aaaaaa* b", 4, "aa…"),
        ("• aaaa\n• bbbb\n• cccc", 15, "• aaaa\n• bbbb\n• …"),
        ("a https://a.example/long", 10, "a …"),
        ("```" + "<" * 9 + "```", 22, "<<<<<…"),
    ],
)
def test_what_is_too_long_is_cut_visibly(typed: str, limit: int, read: str) -> None:
    [block] = [one.to_dict() for one in quotations(typed, limit=limit)]
    check_blocks([block])
    assert written(block) == read
    assert length_of([block]) <= limit


def test_what_turns_the_direction_is_left_out() -> None:
    assert drawn("*a* \u202eb") == [lines(text("a", "bold"), text(" b"))]
