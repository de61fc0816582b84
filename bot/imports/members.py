"""A file of members: which people, e-mail domains and channels belong to which account."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, SQLModel, col

from bot.imports.cells import Cells
from bot.imports.csv_file import Columns
from bot.imports.kind import Changes, Draft, Key, Sorted, codes_of, compare, insert_rows
from bot.imports.mistakes import Mistakes, shown
from bot.rules.accounts import CODE_LIMIT
from bot.rules.membership import EVERYBODYS, read_member
from models import Membership
from models.event_vocabulary import AccountEvent

KINDS = {"person": "user", "user": "user", "domain": "domain", "channel": "channel"}
"""The kind that is stored, by what may be written."""
IN_FRENCH = {
    "personne": "person",
    "utilisateur": "user",
    "utilisatrice": "user",
    "domaine": "domain",
    "canal": "channel",
    "salon": "channel",
}
EXPECTED = {
    "user": "not a member id such as U012AB3CD: see Copy member ID in the profile's ⋮ menu.",
    "domain": "not an e-mail domain; write what follows the @, such as acme.example.",
    "channel": "not a channel id such as C012AB3CD: it is at the end of the channel's details.",
}
"""What is wrong with a value that is not of the kind beside it."""
VALUE_LIMIT = 320
"""Maximum characters of an e-mail domain, or of a link to a channel."""


class Members:
    """Members by account, kind and value."""

    name = "members"
    event: AccountEvent = "import_members"
    table: type[SQLModel] = Membership
    columns = Columns(["account", "kind", "value", "buyer"])
    key_columns: Sequence[str] = ("account", "kind", "value")

    def __init__(self, *, triage_channels: Collection[str]) -> None:
        self._triage_channels = triage_channels
        self._changes = Changes(Membership)
        self._owners: dict[str, str] = {}
        """The account to which each channel of the file belongs, stored or new."""

    def read(self, cells: Cells) -> Draft:
        """Return what a row says; only a person can be a buyer."""
        account = cells.code("account", limit=CODE_LIMIT).upper()
        kind = KINDS.get(cells.choice("kind", list(KINDS), synonyms=IN_FRENCH, required=True) or "", "")
        value = _value(cells, kind)
        if kind == "channel" and value in self._triage_channels:
            cells.wrong("value", f"{value} is the technicians' channel: they would all become members of the account.")
        is_buyer = cells.yes("buyer")
        if is_buyer and kind in {"domain", "channel"}:
            cells.wrong("buyer", f"a {kind} cannot be a buyer, only a person can: write no.")
        values = {"kind": kind, "value": value, "is_buyer": is_buyer}
        return Draft(cells.line, (account, kind, value), values, account)

    def sort(self, session: Session, drafts: list[Draft], mistakes: Mistakes) -> Sorted:
        """Compare with the members there are; a channel is tied to one account alone."""
        known = [draft for draft in drafts if draft.owner]
        for draft in known:
            draft.values["account_id"] = draft.owner.id if draft.owner else 0
        stored = _stored(session, known)
        self._owners |= {value: code for code, kind, value in stored if kind == "channel"}
        return compare(self._free(known, mistakes), stored)

    def add(self, session: Session, drafts: list[Draft], *, now: datetime) -> None:  # noqa: ARG002 - see ImportKind
        """Let people, domains and channels belong to accounts."""
        insert_rows(session, Membership, [draft.values for draft in drafts])

    def change(self, session: Session, drafts: list[Draft], *, now: datetime) -> None:  # noqa: ARG002 - see ImportKind
        """Make people buyers, or no longer."""
        self._changes.lay_ready(session, [(draft.row_id, draft.values) for draft in drafts])

    def finish(self, session: Session) -> None:
        """Make the changes."""
        self._changes.apply(session)

    def _free(self, drafts: list[Draft], mistakes: Mistakes) -> Iterator[Draft]:
        """Yield each draft, except for channels tied to another account, stored or earlier in the file; note those."""
        for draft in drafts:
            account, kind, value = draft.key
            owner = self._owners.setdefault(value, account) if kind == "channel" else account
            if owner == account:
                yield draft
            else:
                reason = f"channel {value} is tied to account {owner}: take it out there first, in /incident admin."
                mistakes.note(draft.line, "value", reason)


def _value(cells: Cells, kind: str) -> str:
    """Return the id or the domain; what is neither, or not of this kind, is noted."""
    text = cells.text("value", limit=VALUE_LIMIT)
    found, value = read_member(text) or read_member(text.upper()) or ("", "")
    if text and kind and found != kind:
        cells.wrong("value", f"{shown(text)} is {EXPECTED[kind]}")
    if found == "domain" and value in EVERYBODYS:
        cells.wrong("value", f"anybody can get an address at {value}: name the people instead, one a line.")
    return value


def _stored(session: Session, drafts: list[Draft]) -> dict[Key, tuple[int, dict[str, Any]]]:
    """Return number and values of each stored member with a value of these drafts, by its key."""
    names = ("kind", "value", "is_buyer", "account_id")
    columns = [col(getattr(Membership, name)) for name in names]
    found: list[tuple[int, dict[str, Any]]] = []
    for kind in sorted({draft.values["kind"] for draft in drafts}):
        values = [draft.values["value"] for draft in drafts if draft.values["kind"] == kind]
        is_meant = (col(Membership.kind) == kind, col(Membership.value).in_(values))
        rows = session.connection().execute(select(col(Membership.id), *columns).where(*is_meant))
        found += [(row.id, dict(zip(names, row[1:], strict=True))) for row in rows]
    codes = codes_of(session, (one["account_id"] for _, one in found))
    return {(codes[one["account_id"]], one["kind"], one["value"]): (row_id, one) for row_id, one in found}
