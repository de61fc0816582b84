"""Which days are public holidays in a country or in one of its regions? Source: the `holidays` package, by ISO 3166."""

import sys
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from types import ModuleType

from babel.core import get_global
from holidays import HolidayBase, country_holidays

COMMON = "common"
"""Given as a region, this means the days that all regions share."""
COMPARED = range(2026, 2029)
"""Years over which regions are compared: a holiday that falls on a Sunday in one does not in the next."""


def _load_countries_singly() -> None:
    """Make the package load countries one by one, as needed: loading all 250 takes 50 ms and 8 MB."""
    countries = ModuleType("holidays.countries")
    countries.__path__ = [str(files("holidays").joinpath("countries"))]
    sys.modules.setdefault(countries.__name__, countries)


_load_countries_singly()


class UnknownHolidayPlace(ValueError):
    """There is no such country or region, or it is ambiguous; the message says what to write."""


@dataclass(frozen=True)
class HolidayPlace:
    """A country, or one of its regions."""

    country: str
    region: str | None = None

    def __str__(self) -> str:
        return f"{self.country}-{self.region}" if self.region else self.country

    def days(self, years: range) -> set[date]:
        """Return the public holidays of these years."""
        return set(_days(self, years))


@lru_cache(maxsize=256)
def _days(place: HolidayPlace, years: range) -> frozenset[date]:
    """Return the public holidays of a place, cached, because every filing needs the same few years."""
    return frozenset(country_holidays(place.country, subdiv=place.region, years=years))


@lru_cache(maxsize=256)
def read_place(country: str, region: str | None) -> HolidayPlace:
    """Return the place meant by "GB" and "SCT", "GB-SCT", or "gb" and "Scotland"; raise `UnknownHolidayPlace`."""
    code, _, named = country.strip().partition("-")
    regions = _regions(code.upper())
    written = [one for one in (named, (region or "").strip()) if one]
    found = {_read_region(regions, one) for one in written}
    if len(found) > 1:
        raise UnknownHolidayPlace(f"{country!r} and {region!r} name two regions; write one of them")
    if not found and needs_region(regions.country):
        raise UnknownHolidayPlace(_which_region(regions))
    return HolidayPlace(regions.country, *found)


@cache
def needs_region(country: str) -> bool:
    """Return True if every region has holidays besides the shared ones, so that a region must be named."""
    regions = country_holidays(country).subdivisions
    return bool(regions) and len(regions_that_differ(country)) == len(regions)


@cache
def regions_that_differ(country: str) -> list[str]:
    """Return the codes of regions whose holidays differ from those that the whole country shares."""
    shared = HolidayPlace(country).days(COMPARED)
    return [
        one for one in country_holidays(country).subdivisions if HolidayPlace(country, one).days(COMPARED) != shared
    ]


def example_in(timezone: str) -> str:
    """Return a country or region whose holidays are known, in this IANA zone if the zone belongs to a country."""
    country = get_global("zone_territories").get(timezone, "FR")
    try:
        return f"{country}-{regions_that_differ(country)[0]}" if needs_region(country) else country
    except NotImplementedError:
        return "FR"


def _regions(country: str) -> HolidayBase:
    """Return the holidays of a country, with its regions."""
    try:
        return country_holidays(country)
    except NotImplementedError:
        raise UnknownHolidayPlace(
            f'no public holidays are known for {country!r}; use ISO 3166 codes, such as "FR" or "GB-SCT"'
        ) from None


def _read_region(regions: HolidayBase, text: str) -> str | None:
    """Return the code of a region given by its code, with or without the country's, or by name; None for "common"."""
    plain = text.upper().removeprefix(f"{regions.country}-").casefold()
    if plain == COMMON:
        return None
    for code, names in regions.get_subdivision_aliases().items():
        if plain in {one.casefold() for one in (code, *names)}:
            return code
    raise UnknownHolidayPlace(
        f"{text!r} is not a region of {regions.country} with holidays of its own; {_choices(regions)}"
    )


def _choices(regions: HolidayBase) -> str:
    others = ", ".join(regions_that_differ(regions.country))
    if not others:
        return "leave it out"
    return f"write one of {others}{'' if needs_region(regions.country) else ', and elsewhere leave it out'}"


def _which_region(regions: HolidayBase) -> str:
    return (
        f"the regions of {regions.country} have different holidays: name yours, such as subdivision = "
        f'"{regions.subdivisions[0]}" (there are {", ".join(regions.subdivisions)}), or write "{COMMON}" for the days '
        "that all share"
    )
