"""Whatever address or token is mistyped, no command prints a word of it: one sentence, status 2, no traceback."""

import os
from collections.abc import Mapping
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from bot.settings import Settings
from tests.processes import run_main

SECRET = "s3kr1t"
ENOUGH = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "SLACK_API_URL": "http://127.0.0.1:9/api/",
    "TRIAGE_CHANNEL": "C0TRIAGE",
}
COMMANDS = (
    *("run", "doctor", "doctor --json", "migrate", "import products list.csv", "import members list.csv --dry-run"),
    *("export billing --month 2026-11", "export surveys --month 2026-11", "outbox retry", "outbox show INC-1"),
)
THREE = ("run", "doctor", "outbox show INC-1")
"""Enough where all that is done with a value is to check it."""
ODD = [
    *(("DATABASE_URL", one) for one in (
        f"postgresql://g:{SECRET}@db:/g",
        f"postgresql://g:top@{SECRET}@127.0.0.1/g",
        f"postgresql://g:{SECRET}@127.0.0.1:9/g",
        f"postgresql://g:p%40{SECRET}@127.0.0.1:9/g?connect_timeout=1",
        f"postgresql://g:p%40{SECRET}@127.0.0.1:9/g?sslmode=require",
        f"postgresql://g@127.0.0.1:9/g?password={SECRET}",
        f"postgresql://{SECRET}",
        f"postgresql://g:{SECRET}@/g?host=/nowhere",
        f"postgresql://g:{SECRET}@127.0.0.1:9/g?{SECRET}",
        f"postgresql://g:{SECRET}@[::1]:99999/g",
        f"postgresql://g:{SECRET}@127.0.0.1:9/g h",
        f"postgresql:/g:{SECRET}@db/g",
        f"postgres://g:{SECRET}#x@db/g",
        f"mysql://g:{SECRET}@db/g",
        f" postgresql://g:{SECRET}@db/g",
        f'"postgresql://g:{SECRET}@db/g"',
        f"sqlite:///file:x.db?password={SECRET}",
        f"sqlite:///x.db?key={SECRET}",
        f"sqlite://g:{SECRET}@x.db",
        f"{SECRET}",
        f"postgresql://g:{SECRET}é😀@127.0.0.1:9/g",
    )),
    *(("HEARTBEAT_URL", one) for one in (
        f"https://hc.example/{SECRET} x",
        f"hc.example/{SECRET}",
        f"https://u:{SECRET}@hc.example/x",
        f"https://hc.example:port/{SECRET}",
        f"http://[{SECRET}",
        f"https:///{SECRET}",
    )),
    ("SLACK_API_URL", f"https://slack.example/api/?token={SECRET}"),
    *(("SLACK_BOT_TOKEN", one) for one in (SECRET, f"xoxb-{SECRET} x", f"xoxp-{SECRET}", f"xoxb-{SECRET}é")),
    *(("SLACK_APP_TOKEN", one) for one in (SECRET, f"xapp-{SECRET}\tx", f"xoxb-{SECRET}")),
    ("SLACK_SIGNING_SECRET", f"{SECRET} {SECRET}"),
    ("TRIAGE_CHANNEL", f"xoxb-{SECRET}"),
    ("MANAGERS", f"xoxb-{SECRET}"),
    ("PORT", SECRET),
    ("LOCALE", SECRET),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), ODD)
def test_no_command_prints_a_word_of_it(tmp_path: Path, name: str, value: str) -> None:
    others = {key: one for key, one in os.environ.items() if key.lower() not in Settings.model_fields}
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "list.csv").write_text("code\n")
    for command in COMMANDS if name == "DATABASE_URL" else THREE:
        said = told_by(command, tmp_path / "here", {**others, **ENOUGH, name: value, "COLUMNS": "300"})

        assert SECRET not in said.stdout + said.stderr, command
        assert "Traceback" not in said.stdout + said.stderr, command
        assert said.returncode in ({1, 2} if "doctor" in command else {2}), command
        assert "doctor" in command or (said.stdout == "" and said.stderr.count("\n") == 1), command


def told_by(command: str, folder: Path, environment: Mapping[str, str]) -> CompletedProcess[str]:
    return run_main(command.split(), folder=folder, environment=environment, timeout=60)
