"""Which calendars does the policy name for its rosters, and where are they?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.ics.reader import Source
from bot.policy import Policy
from bot.policy_roster import CalendarSource, RosterTable, https
from bot.rules.addresses import WrongAddress, check_web_address
from bot.rules.escalation import key_of
from bot.rules.workspace import FIRST_DESK
from bot.second_voice import WrongPolicyAddress, filled_in
from models.vocabulary import RosterPart


@dataclass(frozen=True)
class RosterSource:
    """One calendar of the policy."""

    desk: str
    part: RosterPart
    source: Source = field(repr=False)
    people: Mapping[str, str] = field(default_factory=dict)
    """Slack member ids by what the calendar calls people."""

    def __str__(self) -> str:
        """Return the name of the calendar, such as "roster shifts"."""
        return " ".join(["roster", *([self.desk] if self.desk else []), self.part])

    @property
    def key(self) -> str:
        """Return the key that stands for the address or the file without showing it."""
        return key_of(self.source.where)


def roster_sources(policy: Policy, environment: Mapping[str, str], *, beside: Path | None) -> list[RosterSource]:
    """Return every calendar of the policy; raise `WrongPolicyAddress` for an address that cannot be used.

    Files are looked for beside the policy file.
    """
    folder, zone = beside.parent if beside else Path(), policy.calendar_of(None).timezone
    found: list[RosterSource] = []
    for desk, roster in _rosters(policy):
        parts: dict[RosterPart, CalendarSource | None] = {"shifts": roster, "absences": roster.absences}
        for part, calendar in parts.items():
            if calendar is not None:
                where = ".".join(
                    [*(["desk", desk] if desk else []), "roster", *(["absences"] if part == "absences" else [])]
                )
                source = _source(calendar, environment, folder=folder, zone=zone, where=where)
                found.append(RosterSource(desk, part, source, roster.people))
    return found


def _rosters(policy: Policy) -> Iterator[tuple[str, RosterTable]]:
    """Yield each roster with the name of its desk."""
    if policy.roster is not None:
        yield FIRST_DESK, policy.roster
    for name, desk in policy.desk.items():
        if desk.roster is not None:
            yield name, desk.roster


def _source(calendar: CalendarSource, environment: Mapping[str, str], *, folder: Path, zone: str, where: str) -> Source:
    if calendar.address is None:
        return Source(str(folder / (calendar.file or "")), is_file=True, zone=zone)
    address = https(filled_in(calendar.address, environment, where=where))
    try:
        check_web_address(address)
    except WrongAddress as problem:
        raise WrongPolicyAddress(f"POLICY_FILE {where}: its address cannot be used: {problem}.") from None
    return Source(address, is_file=False, zone=zone)
