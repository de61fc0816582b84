"""A database into which files are imported."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from bot.database import Database
from bot.imports.accounts import AccountImport
from bot.imports.import_file import Counts, import_file
from bot.imports.members import Members
from bot.imports.options import DayOrder
from bot.imports.packs import PackImport
from bot.imports.products import ProductImport
from bot.policy import Policy

if TYPE_CHECKING:
    from bot.imports.kind import ImportKind

Import = Callable[..., Counts]


@pytest.fixture
def import_text(database: Database, policy: Policy, now: datetime) -> Import:
    """Import a file of this kind with these lines, and return what became of its rows."""
    tokyo = policy.calendar["default"].model_copy(update={"timezone": "Asia/Tokyo"})
    policy = policy.model_copy(update={"calendar": {**policy.calendar, "tokyo": tokyo}})
    kinds: dict[str, Callable[[], ImportKind]] = {
        "products": ProductImport,
        "accounts": lambda: AccountImport(policy),
        "members": lambda: Members(triage_channels=["C0TRIAGE"]),
        "packs": lambda: PackImport(policy, today=now.date()),
    }

    def run(
        kind: str,
        text: str,
        *,
        dates: DayOrder | None = None,
        is_dry_run: bool = False,
        on_rows: Callable[[int], None] | None = None,
    ) -> Counts:
        with database.reading() if is_dry_run else database.transaction() as session:
            return import_file(
                session,
                kind=kinds[kind](),
                content=text.encode(),
                name=f"{kind}.csv",
                now=now,
                dates=dates,
                is_dry_run=is_dry_run,
                on_rows=on_rows or (lambda _: None),
            )

    return run
