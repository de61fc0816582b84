"""A file of accounts: code, name, calendar and language."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, SQLModel, col

from bot.counters import refresh_counters
from bot.imports.cells import Cells
from bot.imports.csv_file import Columns
from bot.imports.kind import AT_ONCE, Changes, Draft, Sorted, compare, insert_rows, stored_by_code
from bot.imports.mistakes import Mistakes
from bot.policy import Policy
from bot.rules.accounts import CODE_LIMIT, DEFAULT_CALENDAR, NAME_LIMIT
from bot.rules.packs import midnight
from bot.texts.catalogue import LANGUAGES
from models import Account, Pack
from models.event_vocabulary import AccountEvent
from models.search_text import search_text


class AccountImport:
    """Accounts by their codes; an empty calendar is the default one, an empty language the workspace's."""

    name = "accounts"
    event: AccountEvent = "import_accounts"
    table: type[SQLModel] = Account
    columns = Columns(["code", "name", "calendar", "language"])
    key_columns: Sequence[str] = ("code",)

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._calendars = sorted(policy.calendar)
        self._accounts, self._packs = Changes(Account), Changes(Pack)
        self._moved: dict[int, str | None] = {}
        """The new calendar of each account that gets another one, by the account's number."""

    def read(self, cells: Cells) -> Draft:
        """Return what a row says."""
        code = cells.code("code", limit=CODE_LIMIT).upper()
        name = cells.text("name", limit=NAME_LIMIT)
        calendar = cells.choice("calendar", self._calendars)
        values = {
            "code": code,
            "name": name,
            "search_text": search_text(name, code),
            "calendar": None if calendar == DEFAULT_CALENDAR else calendar,
            "locale": cells.choice("language", LANGUAGES),
        }
        return Draft(cells.line, (code,), values)

    def sort(self, session: Session, drafts: list[Draft], _mistakes: Mistakes) -> Sorted:
        """Compare with the accounts there are."""
        stored = stored_by_code(session, Account, drafts, codes=(draft.values["code"] for draft in drafts))
        return compare(drafts, {(values["code"],): (row_id, values) for row_id, values in stored})

    def add(self, session: Session, drafts: list[Draft], *, now: datetime) -> None:  # noqa: ARG002 - see ImportKind
        """Add accounts."""
        insert_rows(session, Account, [draft.values for draft in drafts])

    def change(self, session: Session, drafts: list[Draft], *, now: datetime) -> None:
        """Rename accounts, or give them another language or calendar, which may move the end of their packs."""
        refresh_counters(session, accounts=[draft.row_id for draft in drafts], policy=self._policy, now=now)
        self._accounts.lay_ready(session, [(draft.row_id, draft.values) for draft in drafts])
        for draft in drafts:
            if draft.before["calendar"] != draft.values["calendar"]:
                self._moved[draft.row_id] = draft.values["calendar"]

    def finish(self, session: Session) -> None:
        """Make the changes."""
        self._accounts.apply(session)
        moved = iter(self._moved.items())
        while calendars := dict(islice(moved, AT_ONCE)):
            if ends := list(self._ends(session, calendars)):
                self._packs.lay_ready(session, ends)
        self._packs.apply(session)

    def _ends(self, session: Session, calendars: dict[int, str | None]) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the number and the new instant of expiry of each pack of these accounts that has not expired."""
        waiting = (col(Pack.account_id).in_(list(calendars)), col(Pack.has_expired).is_(False))
        packs = select(col(Pack.id), col(Pack.account_id), col(Pack.expires_on)).where(*waiting)
        for pack in session.connection().execute(packs):
            timezone = self._policy.calendar_of(calendars[pack.account_id]).timezone
            yield pack.id, {"expires_at": midnight(pack.expires_on, timezone=timezone)}
