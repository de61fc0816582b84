"""The table `[roster]` of the policy file: the calendars that say who is on call, and who is absent."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from bot.policy_tables import MemberId, Table
from bot.rules.addresses import WrongAddress, check_web_address
from bot.rules.roster import folded

WEBCAL = "webcal://"
"""How calendar programs write an https address that they subscribe to."""


def _web_address(value: str) -> str:
    """Return an address; one that begins with a variable is checked once it is filled in."""
    if value.startswith("$"):
        return value
    try:
        check_web_address(https(value))
    except WrongAddress as problem:
        raise ValueError(f"cannot be used: {problem}") from None
    return value


def https(address: str) -> str:
    """Return the address as it is fetched."""
    return f"https://{address.removeprefix(WEBCAL)}" if address.startswith(WEBCAL) else address


def _named(people: dict[str, str]) -> dict[str, str]:
    if not all(map(folded, people)):
        raise ValueError('must name everybody, for instance { "Theo Roux" = "U012AB3CD" }')
    return people


class CalendarSource(Table):
    """Where a calendar in iCalendar format is."""

    address: Annotated[str, AfterValidator(_web_address)] | None = None
    """http address; $NAME stands for a variable of the environment, as an address may be secret."""
    file: Path | None = None
    """A path relative to the policy file's folder, or an absolute one."""

    @model_validator(mode="after")
    def _is_one(self) -> "CalendarSource":
        if (self.address is None) == (self.file is None):
            raise ValueError('must have either an address or a file, for instance file = "on-call.ics"')
        return self


class RosterTable(CalendarSource):
    """Who is on call: the calendar of the shifts, that of the absences, and who is meant in them."""

    absences: CalendarSource | None = None
    people: Annotated[dict[str, MemberId], AfterValidator(_named)] = Field(default_factory=dict)
    """Slack member ids by what the calendars call people: a name in a title, or an e-mail address."""
