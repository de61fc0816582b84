"""A first account, products and a pack: lists to try Guichet with, and to turn into one's own."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import get_args

import typer
from rich.console import Console

from bot.database import Database, open_database
from bot.demo.seed import PRODUCTS
from bot.imports.import_file import AnotherImport
from bot.imports.mistakes import WrongFile
from bot.imports.options import KindName
from bot.imports.run_import import Undone, kind_named, run_import
from bot.policy import Policy, read_policy
from bot.settings import Settings
from bot.setup.directory import Directory
from bot.setup.questions import choose, confirm
from bot.setup_error import SetupError

WANTED = "Add sample products, and an account with a pack of five incidents, so that /incident can be tried?"
CUSTOMERS = "The channel where its people ask for help, by number or id (Enter for none)"
CHANNEL_ID = re.compile(r"[CG][A-Z0-9]+|")
PACK_SIZE = 5
"""Incidents of the sample pack."""


class NotImported(SetupError):
    """A list was not imported; the text says which, and why."""


@dataclass(frozen=True)
class FirstAccount:
    """The company that files the first incident."""

    name: str
    channel: str
    """Id of the channel whose people belong to it; "" for none."""

    @property
    def code(self) -> str:
        """Return its code in the lists: the first word of its name, in capitals."""
        return next(iter(re.findall(r"[A-Z0-9]+", self.name.upper())), "FIRST")


def offer_lists(folder: Path, settings: Settings, directory: Directory, *, now: datetime, console: Console) -> str:
    """Write and import the lists if they are wanted; return the name of the account's channel, "" if it has none.

    Raises `NotImported`.
    """
    if not typer.confirm(WANTED, default=True):
        return ""
    name = typer.prompt("Name of the account", default="Acme")
    channels = {one: name for one, name in directory.channels().items() if one != settings.triage_channel}
    account = FirstAccount(name, _channel(settings, channels, console))
    policy = read_policy(settings.policy_file)
    database = open_database(settings.database_url)
    try:
        for file in write_lists(folder, account, today=policy.today(None, now)):
            _import(database, file, policy=policy, settings=settings, now=now, console=console)
    finally:
        database.close()
    confirm(console, f"They are imported from {folder}: make them your own, and `guichet import` them again.")
    return channels.get(account.channel, account.channel)


def _import(
    database: Database, file: Path, *, policy: Policy, settings: Settings, now: datetime, console: Console
) -> None:
    try:
        name = next(name for name in get_args(KindName) if name == file.stem)
        run_import(
            database,
            file,
            kind=kind_named(name, policy=policy, triage_channels=[settings.triage_channel], now=now),
            now=now,
            dates=None,
            is_dry_run=False,
            console=console,
        )
    except (WrongFile, AnotherImport, Undone) as problem:
        raise NotImported(f"{file} was refused:\n{problem}") from None


def write_lists(folder: Path, account: FirstAccount, *, today: date) -> Iterator[Path]:
    """Yield a file for each kind of list, in the order of their import; a file that is there already stays as it is."""
    folder.mkdir(exist_ok=True)
    for kind, rows in _rows(account, today).items():
        file = folder / f"{kind}.csv"
        if not file.exists():
            with file.open("w", encoding="utf-8", newline="") as written:
                csv.writer(written).writerows(rows)
        yield file


def _channel(settings: Settings, offered: dict[str, str], console: Console) -> str:
    def is_wrong(given: str) -> str | None:
        if given == settings.triage_channel:
            return "That is the technicians' channel: they would all belong to the account."
        return None if CHANNEL_ID.fullmatch(given) else "Please give one channel, by its number or id (C…)."

    return choose(console, CUSTOMERS, offered, is_wrong=is_wrong)


def _rows(account: FirstAccount, today: date) -> dict[str, list[list[str]]]:
    products = [
        [code, name, *(str(today + timedelta(days=one)) for one in days)] for code, (name, *days) in PRODUCTS.items()
    ]
    members = [[account.code, "channel", account.channel, "no"]] if account.channel else []
    return {
        "products": [["code", "name", "mainstream_end", "extended_end"], *products],
        "accounts": [["code", "name", "calendar", "language"], [account.code, account.name, "", ""]],
        "members": [["account", "kind", "value", "buyer"], *members],
        "packs": [
            ["account", "confirmation", "size", "bought_on", "expires_on"],
            [account.code, f"{account.code}-SAMPLE-0001", str(PACK_SIZE), str(today), ""],
        ],
    }
