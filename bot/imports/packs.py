"""A file of packs: account, order confirmation number, size, date of purchase and, if it is not a year later, expiry.

A pack is never changed: its ledger cannot be rewritten.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, SQLModel, col

from bot.facts.account import AccountEntry
from bot.imports.cells import Cells
from bot.imports.csv_file import Columns
from bot.imports.kind import IMPORT, Draft, Key, Sorted, codes_of, insert_rows
from bot.imports.mistakes import Mistakes
from bot.policy import Policy
from bot.rules.accounts import CODE_LIMIT
from bot.rules.packs import LARGEST_PACK, NUMBER_LIMIT, expiry_of, masked, midnight, normalised
from models import Event, LedgerEntry, Pack
from models.event_vocabulary import AccountEvent

WRITTEN_LIMIT = 3000
"""Maximum characters of an order confirmation number with its spaces and hyphens, as in the form."""


class PackImport:
    """Packs by their order confirmation numbers."""

    name = "packs"
    event: AccountEvent = "import_packs"
    table: type[SQLModel] = Pack
    columns = Columns(["account", "confirmation", "size", "bought_on"], ["expires_on"])
    key_columns: Sequence[str] = ("confirmation",)

    def __init__(self, policy: Policy, *, today: date) -> None:
        self._policy = policy
        self._today = today

    def read(self, cells: Cells) -> Draft:
        """Return what a row says."""
        account = cells.code("account", limit=CODE_LIMIT).upper()
        number = normalised(cells.code("confirmation", limit=WRITTEN_LIMIT))
        if len(number) > NUMBER_LIMIT:
            cells.wrong(
                "confirmation", f"{len(number)} letters and digits are too many: at most {NUMBER_LIMIT} can be."
            )
        size = cells.count("size", limit=LARGEST_PACK)
        bought_on, expires_on = cells.required_day("bought_on"), cells.day("expires_on")
        if bought_on > self._today + timedelta(days=1):  # Tomorrow has begun somewhere.
            cells.wrong("bought_on", f"{bought_on} is in the future: correct it.")
        if expires_on and expires_on <= bought_on:
            cells.wrong("expires_on", f"{expires_on} is not after the day of purchase: correct one of them.")
        values = {"confirmation": number, "size": size, "bought_on": bought_on, "expires_on": expires_on}
        return Draft(cells.line, (number,), values, account)

    def sort(self, session: Session, drafts: list[Draft], mistakes: Mistakes) -> Sorted:
        """Compare with the packs there are; a row that would change one is a mistake."""
        stored = _stored(session, drafts)
        result = Sorted()
        for draft in drafts:
            if draft.key in stored:
                _note_differences(draft, stored[draft.key], mistakes)
                result.unchanged += 1
            elif draft.owner and not draft.wrong:
                self._complete(draft.values, draft.owner)
                result.new.append(draft)
        return result

    def add(self, session: Session, drafts: list[Draft], *, now: datetime) -> None:
        """Grant packs: each with the first entry of its ledger, and an event.

        The account need not be locked as it is elsewhere: nobody else sees the pack before the commit, so nobody else
        can add to its ledger. Whoever files for the account meanwhile is not kept waiting.
        """
        insert_rows(session, Pack, [draft.values for draft in drafts])
        numbers = [draft.values["confirmation"] for draft in drafts]
        added = select(col(Pack.confirmation), col(Pack.id)).where(col(Pack.confirmation).in_(numbers))
        ids = {pack.confirmation: pack.id for pack in session.connection().execute(added)}
        granted = [(ids[draft.values["confirmation"]], draft.values) for draft in drafts]
        insert_rows(session, LedgerEntry, [_first_entry(pack_id, pack, now) for pack_id, pack in granted])
        insert_rows(session, Event, [_event(pack, now) for _, pack in granted])

    def change(self, session: Session, drafts: list[Draft], *, now: datetime) -> None:
        """Never called: `sort` finds nothing that could be changed."""
        raise NotImplementedError

    def finish(self, session: Session) -> None:
        """Do nothing more."""

    def _complete(self, pack: dict[str, Any], account: AccountEntry) -> None:
        """Add what the file does not say, as granting does."""
        pack["expires_on"] = pack["expires_on"] or expiry_of(pack["bought_on"])
        timezone = self._policy.calendar_of(account.calendar).timezone
        pack["expires_at"] = midnight(pack["expires_on"], timezone=timezone)
        pack |= {"account_id": account.id, "expiry_counts": self._policy.packs.expiry_counts}
        pack |= {"has_expired": False, "low_balance_notified": False}


def _stored(session: Session, drafts: list[Draft]) -> dict[Key, dict[str, Any]]:
    """Return the packs with these numbers, under the names of the file's columns."""
    names = ("account_id", "confirmation", "size", "bought_on", "expires_on")
    is_meant = col(Pack.confirmation).in_([draft.values["confirmation"] for draft in drafts])
    rows = session.connection().execute(select(*(col(getattr(Pack, name)) for name in names)).where(is_meant))
    packs = [dict(zip(names, row, strict=True)) for row in rows]
    codes = codes_of(session, (pack["account_id"] for pack in packs))
    return {(pack["confirmation"],): pack | {"account": codes[pack["account_id"]]} for pack in packs}


def _note_differences(draft: Draft, pack: dict[str, Any], mistakes: Mistakes) -> None:
    if "account" in draft.wrong:
        return
    if draft.account != pack["account"]:
        reason = f"this number is a pack of account {pack['account']}: correct the number or the account."
        mistakes.note(draft.line, "confirmation", reason)
        return
    for column in ("size", "bought_on", "expires_on"):
        wanted = draft.values[column]
        if column in draft.wrong or wanted is None:  # An empty field leaves the day as it is.
            continue
        if wanted != pack[column]:
            mistakes.note(
                draft.line,
                column,
                f"this pack has been granted with {pack[column]}, and what is granted is never rewritten: write that "
                "here; a balance is corrected in /incident admin, with a reason.",
            )


def _first_entry(pack_id: int, pack: dict[str, Any], now: datetime) -> dict[str, Any]:
    return {"pack_id": pack_id, "kind": "granted", "units": pack["size"], "at": now, "actor": IMPORT, "reason": ""}


def _event(pack: dict[str, Any], now: datetime) -> dict[str, Any]:
    after = {
        "pack": masked(pack["confirmation"]),
        "size": pack["size"],
        "expires_on": pack["expires_on"].isoformat(),
    }
    about = {"account_id": pack["account_id"], "kind": "grant_pack", "actor": IMPORT, "at": now}
    return about | {"before": {}, "after": after}
