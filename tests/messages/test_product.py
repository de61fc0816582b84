"""The catalogue with its lifecycle."""

from datetime import date, timedelta

import pytest
from slack_sdk.models.blocks import Block

from bot.facts.product import CatalogueEntry
from bot.messages.product import PRODUCTS_SHOWN, products
from bot.texts.catalogue import LANGUAGES, Words

TODAY = date(2026, 11, 23)
SOON = timedelta(days=90)
FAR = date(2030, 1, 1)
ENGLISH = Words("en", "Europe/Paris", slack_dates=False)


def line(mainstream: date | None, extended: date | None) -> str:
    """Return what is said of a product with these last days."""
    entry = CatalogueEntry(1, "Mail Server", mainstream, extended)
    said = products([entry], 1, typed="", words=ENGLISH, today=TODAY, soon=SOON)
    return str(said.blocks[1]["text"]["text"])


class TestProducts:
    """Each product is shown with how long it is supported."""

    @pytest.mark.parametrize(
        ("mainstream", "extended", "status"),
        [
            (date(2028, 1, 1), FAR, "mainstream support until 1 Jan 2028"),
            (TODAY, FAR, "mainstream support until 23 Nov 2026"),
            (date(2026, 11, 22), FAR, "extended support until 1 Jan 2030"),
            (None, FAR, "supported until 1 Jan 2030"),
            (None, None, "end of support not known"),
            (date(2020, 1, 1), date(2026, 11, 22), "support ended on 22 Nov 2026"),
            (date(2020, 1, 1), None, "support ended on 1 Jan 2020"),
            (
                date(2020, 1, 1),
                date(2027, 1, 5),  # 8 + 31 + 4 days
                "support ends in 43 days, 5 Jan 2027",
            ),
            (date(2020, 1, 1), TODAY + timedelta(days=91), "extended support until 22 Feb 2027"),
            (date(2020, 1, 1), TODAY, "support ends today"),
        ],
    )
    def test_shows_its_status(self, mainstream: date | None, extended: date | None, status: str) -> None:
        assert line(mainstream, extended) == f"*Mail Server*: {status}"

    def test_says_how_many_are_more(self) -> None:
        said = products([CatalogueEntry(1, "A")] * 20, 25, typed="", words=ENGLISH, today=TODAY, soon=SOON)
        assert said.blocks[-1]["text"]["text"] == "… and 5 more."

    @pytest.mark.parametrize(
        ("typed", "text"),
        [
            ("", "The catalogue is empty."),
            ("<b>", "No product matches “&lt;b&gt;”. /incident products shows all of them."),
        ],
    )
    def test_says_where_there_is_none(self, typed: str, text: str) -> None:
        assert products([], 0, typed=typed, words=ENGLISH, today=TODAY, soon=SOON).text == text

    @pytest.mark.parametrize("locale", LANGUAGES)
    def test_keeps_slacks_limits_and_shows_names_as_text(self, locale: str) -> None:
        long = CatalogueEntry(1, "<!channel> & more" * 99, date(2020, 1, 1), date(2027, 1, 5))
        said = products([long] * PRODUCTS_SHOWN, 99, typed="x", words=Words(locale, "UTC"), today=TODAY, soon=SOON)
        assert [block.to_dict() for block in Block.parse_all(said.blocks)] == said.blocks
        assert len(said.blocks) <= 50
        assert "<!" not in str(said.blocks)
