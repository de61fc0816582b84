"""`guichet migration` writes what `models/` describes and no migration makes yet."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.database import SqliteDatabase
from models import Incident
from models.incident_text import is_described

ROOT = Path(__file__).parents[1]


class Checkout(NamedTuple):
    """A copy of the program, whose newest migration was made anew by the command."""

    folder: Path
    before: list[Path]
    """The migrations there were."""
    told: str
    """What the command printed."""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A copy of the program of which the newest migration was lost, and made again."""
    copy = tmp_path_factory.mktemp("checkout")
    for folder in ("bot", "models"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    *before, newest = migrations(copy)
    newest.unlink()
    return Checkout(copy, before, guichet(copy, "migration", "Incidents can be put on hold."))


def migrations(checkout: Path) -> list[Path]:
    return sorted((checkout / "models" / "migrations" / "versions").glob("*.py"))


def guichet(checkout: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments], cwd=checkout, capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout


def test_makes_the_next_migration(checkout: Checkout) -> None:
    number = len(checkout.before) + 1

    (made,) = set(migrations(checkout.folder)) - set(checkout.before)
    assert made.name == f"{number:04}_incidents_can_be_put_on_hold.py"
    assert checkout.told == f"{made}: read it, and add what Alembic cannot see.\n"
    text = made.read_text(encoding="utf-8")
    assert text.startswith('"""Incidents can be put on hold."""\n')
    assert f"revision = '{number:04}'\ndown_revision = '{number - 1:04}'\n" in text


def test_makes_the_tables_that_the_models_describe(checkout: Checkout, tmp_path: Path) -> None:
    database = SqliteDatabase(f"sqlite:///{tmp_path}/guichet.db")
    upgrade = "from bot.database import open_database as o; from bot.migrate import migrate; migrate(o('{}'))"
    program = upgrade.format(f"sqlite:///{tmp_path}/guichet.db")
    subprocess.run([sys.executable, "-c", program], cwd=checkout.folder, timeout=60, check=True)

    with database.reader.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_described})
        assert compare_metadata(context, Incident.metadata) == []
    database.close()
