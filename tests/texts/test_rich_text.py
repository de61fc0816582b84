"""Rich text reads without its formatting as it looks with it."""

from bot.texts.message import Message
from bot.texts.rich_text import has_rich_text, without_rich_text, written

RICH = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "a", "style": {"bold": True}},
                {"type": "emoji", "name": "x"},
                {"type": "link", "url": "https://a.example"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "ordered",
            "offset": 2,
            "indent": 1,
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "b"}]}],
        },
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "c\nd"}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "e" * 4000}]},
    ],
}
DIVIDER = {"type": "divider"}
READ = "a:x:https://a.example\n    3. b\n> c\n> d\n" + "e" * 4000


def test_lists_and_quotations_keep_their_marks() -> None:
    assert written(RICH) == READ


def test_plain_text_takes_its_place() -> None:
    message = Message("text", [DIVIDER, RICH])
    plain = without_rich_text(message)

    assert (has_rich_text(message), has_rich_text(plain)) == (True, False)
    assert plain.text == "text"
    assert plain.blocks[0] == DIVIDER
    assert "".join(one["text"]["text"] for one in plain.blocks[1:]) == READ
    assert all(one["text"]["type"] == "plain_text" and len(one["text"]["text"]) <= 3000 for one in plain.blocks[1:])
