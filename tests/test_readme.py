import csv
import re
import shlex
import sqlite3
from io import StringIO
from os import environ
from pathlib import Path

import pytest

from tests.processes import run_main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTINGS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "TRIAGE_CHANNEL": "C0TRIAGE"}


def samples() -> dict[str, str]:
    """Return each sample file by the name before it."""
    return dict(re.findall(r"(?ms)^`(\w+\.csv)`:.*?^```csv\n(.*?)^```$", README))


def commands(word: str) -> list[list[str]]:
    """Return the arguments of each `guichet` command in the shell blocks that begins with this word."""
    blocks = re.findall(r"(?ms)^```sh\n(.*?)^```$", README)
    lines = [line.removeprefix("uv run guichet ") for block in blocks for line in block.splitlines()]
    return [shlex.split(line, comments=True) for line in lines if line.startswith(f"{word} ")]


def guichet(arguments: list[str], folder: Path) -> str:
    """Run a command in this folder, check that it succeeds, and return its output."""
    settings = {**environ, **SETTINGS, "DATABASE_URL": "sqlite:///guichet.db"}
    done = run_main(arguments, folder=folder, environment=settings, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample files."""
    folder = tmp_path_factory.mktemp("readme")
    for name, text in samples().items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_sample_files_are_imported_by_the_commands_beside_them(folder: Path) -> None:
    ended = [guichet(one, folder) for one in commands("import")]

    assert [one[-1] for one in commands("import")] == list(samples())
    assert ended == [f"{len(text.splitlines()) - 1} added, 0 changed, 0 unchanged.\n" for text in samples().values()]
    rows = sqlite3.connect(folder / "guichet.db")
    assert rows.execute("SELECT sum(units) FROM ledger_entry").fetchone() == (15,)  # 5 and 10.
    rows.close()


def test_the_accountants_file_is_written_by_the_command_above_it(folder: Path) -> None:
    (command,) = commands("export")
    guichet(["migrate"], folder)

    assert guichet(command, folder) == ""
    text = (folder / "billing.csv").read_text(encoding="utf-8-sig")
    assert next(csv.reader(StringIO(text)))[0] == "incident"
