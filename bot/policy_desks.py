"""Further desks in the policy file: `[desk.NAME]`."""

import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, Field

from bot.policy_roster import RosterTable
from bot.policy_tables import MemberId, Table, each_once
from bot.rules.membership import CHANNEL_ID
from bot.rules.workspace import Desk
from bot.texts.catalogue import LANGUAGES

_NAME = re.compile(r"\w[\w -]{0,29}")
DESKS_LIMIT = 20
"""Maximum further desks: Slack is asked for the members of each channel every minute."""


def _channel(value: str) -> str:
    if not CHANNEL_ID.fullmatch(value):
        raise ValueError(f'{value!r} is no Slack channel id; write for instance "C012AB3CD"')
    return value


def _language(value: str | None) -> str | None:
    if value is not None and value not in LANGUAGES:
        raise ValueError(f"{value!r} is no language that Guichet speaks; these are {', '.join(LANGUAGES)}")
    return value


def _codes(values: list[str]) -> list[str]:
    return each_once([one.casefold() for one in values])


Codes = Annotated[list[str], AfterValidator(_codes)]


class DeskTable(Table):
    """A desk beside the first one, whose triage channel is TRIAGE_CHANNEL."""

    triage_channel: Annotated[str, AfterValidator(_channel)]
    products: Codes = Field(default_factory=list)
    """Codes of the products whose incidents go there."""
    accounts: Codes = Field(default_factory=list)
    """Codes of the accounts whose incidents go there, unless their product has a desk."""
    managers: Annotated[list[MemberId], AfterValidator(each_once)] = Field(default_factory=list)
    """Slack member ids of those who are notified of its incidents; if empty, those whom MANAGERS names."""
    roster: RosterTable | None = None
    """Who is on call there."""
    language: Annotated[str | None, AfterValidator(_language)] = None
    """Language of the messages in its channel; None for that of LOCALE."""


def _check(desks: dict[str, DeskTable]) -> dict[str, DeskTable]:
    """Return the desks; raise ValueError for an invalid name, and for anything that two desks claim."""
    for name in desks:
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name for a desk; write up to 30 letters, digits, spaces, _ and -")
    for what in ("products", "accounts"):
        _claimed_once(what, ((name, one) for name, desk in desks.items() for one in getattr(desk, what)))
    _claimed_once("triage_channel", ((name, desk.triage_channel) for name, desk in desks.items()))
    return desks


def _claimed_once(what: str, claims: Iterable[tuple[str, str]]) -> None:
    owners: dict[str, str] = {}
    for name, claimed in claims:
        if owners.setdefault(claimed, name) != name:
            raise ValueError(f"{claimed!r} is in {what} of both {owners[claimed]!r} and {name!r}; leave it in one")


Desks = Annotated[dict[str, DeskTable], Field(max_length=DESKS_LIMIT), AfterValidator(_check)]


def desks_in(tables: dict[str, DeskTable], *, locale: str) -> tuple[Desk, ...]:
    """Return the further desks in a workspace of this language."""
    return tuple(
        Desk(
            name=name,
            triage_channel=one.triage_channel,
            managers=tuple(one.managers),
            locale=one.language or locale,
            products=frozenset(one.products),
            accounts=frozenset(one.accounts),
        )
        for name, one in tables.items()
    )
