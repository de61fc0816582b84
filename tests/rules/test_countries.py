"""Which countries are there?"""

import pytest

from bot.rules.countries import countries, read_country


@pytest.mark.parametrize(
    ("text", "country"),
    [("FR", "FR"), (" gb ", "GB"), ("UK", None), ("EU", None), ("ZZ", None), ("FRA", None), ("250", None), ("", None)],
)
def test_country_is_read(text: str, country: str | None) -> None:
    assert read_country(text) == country


def test_there_are_as_many_as_in_the_standard() -> None:
    assert len(countries()) == 249 + 1  # ISO 3166-1 has 249; and Kosovo
