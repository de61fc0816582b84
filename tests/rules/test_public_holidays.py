import subprocess
import sys
from datetime import date

import pytest

from bot.rules.public_holidays import (
    HolidayPlace,
    UnknownHolidayPlace,
    _days,
    example_in,
    needs_region,
    read_place,
    regions_that_differ,
)

YEAR = range(2026, 2027)
AUGUST_IN_ENGLAND = date(2026, 8, 31)
EASTER_MONDAY = date(2026, 4, 6)
SAINT_ANDREW = date(2026, 11, 30)
REGIONS_OF_GB = (
    'the regions of GB have different holidays: name yours, such as subdivision = "ENG" '
    '(there are ENG, NIR, SCT, WLS), or write "common" for the days that all share'
)

LOADED = """
import sys
from bot.rules.public_holidays import read_place

read_place("FR", None)
print(*(one for one in sys.modules if one.startswith("holidays.countries.")))
"""


def test_loads_the_country_that_is_asked_for_and_no_other() -> None:
    """All 250 would take 50 ms of each start."""
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["holidays.countries.france"]


def test_days_of_a_place_and_year_are_computed_once() -> None:
    """Each deadline asks for them, and computing them takes longer than everything else."""
    assert _days(HolidayPlace("FR"), YEAR) is _days(HolidayPlace("FR"), range(2026, 2027))


class TestPlace:
    """A country and its region may be written together or apart, in any letters, by code or by name."""

    @pytest.mark.parametrize(
        ("country", "region", "place"),
        [
            ("FR", None, "FR"),
            ("fr", None, "FR"),
            (" FR ", " ", "FR"),
            ("FRA", None, "FR"),
            ("UK", "ENG", "GB-ENG"),
            ("GB", "SCT", "GB-SCT"),
            ("GB-SCT", None, "GB-SCT"),
            ("gb-sct", None, "GB-SCT"),
            ("GB", "GB-SCT", "GB-SCT"),
            ("GB-SCT", "SCT", "GB-SCT"),
            ("GB", "scotland", "GB-SCT"),
            ("DE-BY", None, "DE-BY"),
            ("DE", "Bayern", "DE-BY"),
            ("FR", "57", "FR-57"),
            ("fr-6ae", None, "FR-6AE"),
            ("CH-ZH", None, "CH-ZH"),
            ("US", None, "US"),
            ("US-CA", None, "US-CA"),
            ("DE", "common", "DE"),
            ("GB-common", None, "GB"),
        ],
    )
    def test_is_read(self, country: str, region: str | None, place: str) -> None:
        assert str(read_place(country, region)) == place

    @pytest.mark.parametrize(
        ("country", "region", "sentence"),
        [
            ("XX", None, "no public holidays are known for 'XX'; use ISO 3166 codes, such as "),
            (
                "France",
                None,
                'no public holidays are known for \'FRANCE\'; use ISO 3166 codes, such as "FR" or "GB-SCT"',
            ),
            ("GB", "BY", "'BY' is not a region of GB with holidays of its own; write one of ENG, NIR, SCT, WLS"),
            ("NZ", "BY", "'BY' is not a region of NZ with holidays of its own; write one of AUK, CAN, CIT, "),
            ("JP", "13", "'13' is not a region of JP with holidays of its own; leave it out"),
            ("GB-SCT", "ENG", "'GB-SCT' and 'ENG' name two regions; write one of them"),
            ("GB-SCT", "common", "'GB-SCT' and 'common' name two regions; write one of them"),
            (
                "GB",
                None,
                REGIONS_OF_GB,
            ),
        ],
    )
    def test_is_refused_with_what_to_write(self, country: str, region: str | None, sentence: str) -> None:
        with pytest.raises(UnknownHolidayPlace) as refused:
            read_place(country, region)

        assert str(refused.value).startswith(sentence)

    def test_elsewhere_in_a_country_is_the_country_alone(self) -> None:
        with pytest.raises(UnknownHolidayPlace, match=r"6AE, 971.* and elsewhere leave it out$"):
            read_place("FR", "IDF")


class TestDays:
    """No region's holiday is silently dropped."""

    def test_are_those_of_the_region(self) -> None:
        england, scotland = read_place("GB-ENG", None).days(YEAR), read_place("GB-SCT", None).days(YEAR)

        assert {EASTER_MONDAY, AUGUST_IN_ENGLAND} <= england
        assert SAINT_ANDREW in scotland - england

    def test_that_all_share_are_few_and_must_be_asked_for(self) -> None:
        shared = read_place("GB", "common").days(YEAR)

        assert not shared & {EASTER_MONDAY, AUGUST_IN_ENGLAND, SAINT_ANDREW}
        assert len(read_place("CH", "common").days(YEAR)) == 4

    @pytest.mark.parametrize(
        ("country", "expected"),
        # Every canton, Land, province and nation has days of its own; most of France and some of the States have none.
        [
            ("GB", True),
            ("CH", True),
            ("DE", True),
            ("ES", True),
            ("CA", True),
            ("FR", False),
            ("US", False),
            ("JP", False),
        ],
    )
    def test_need_a_region_where_nobody_lives_by_the_shared_ones(self, country: str, expected: bool) -> None:
        assert needs_region(country) is expected

    def test_of_some_regions_are_others(self) -> None:
        assert {"57", "6AE"} <= set(regions_that_differ("FR"))
        assert "BL" in regions_that_differ("FR")
        assert "Zone A" not in regions_that_differ("FR")
        assert regions_that_differ("JP") == []


@pytest.mark.parametrize(
    ("timezone", "example"),
    [
        ("Asia/Tokyo", "JP"),
        ("Europe/London", "GB-ENG"),
        ("Europe/Zurich", "CH-AG"),
        ("UTC", "FR"),
        ("Nowhere", "FR"),
        ("Antarctica/Troll", "FR"),
    ],
)
def test_an_example_lies_in_the_zone_and_can_be_read(timezone: str, example: str) -> None:
    assert example_in(timezone) == example
    assert str(read_place(example, None)) == example
