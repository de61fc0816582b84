import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.database import Database
from bot.manifest import manifest, scopes
from bot.settings import Settings
from tests.fake_slack import FakeSlack

ROOT = Path(__file__).parents[1]
WRONG_SETUP = 2
SOMETHING_IS_WRONG = 1

Done = subprocess.CompletedProcess[str]
Guichet = Callable[..., Done]


@pytest.fixture
def guichet(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Guichet:
    """Run `python -m bot` in an empty folder, with these settings and no others."""
    others = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    others.pop("PYTHONDONTWRITEBYTECODE", None)  # Compiled once for all runs, but not into the checkout.
    others["PYTHONPYCACHEPREFIX"] = str(tmp_path_factory.getbasetemp().parent / "pycache")

    def run(*arguments: str, **settings: str) -> Done:
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=tmp_path,
            env={**others, "PYTHONPATH": str(ROOT), "COLUMNS": "200", **settings},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def enough(tmp_path: Path) -> dict[str, str]:
    """The settings with which Guichet could start, if its Slack were there."""
    return {
        "SLACK_BOT_TOKEN": "xoxb-s3kr1t",
        "SLACK_APP_TOKEN": "xapp-s3kr1t",
        "SLACK_API_URL": "http://127.0.0.1:9/api/",
        "TRIAGE_CHANNEL": "C0TRIAGE",
        "DATABASE_URL": f"sqlite:///{tmp_path}/guichet.db",
    }


def sentence(done: Done) -> str:
    """Return the one line with which a command refused to start."""
    assert (done.returncode, done.stdout) == (WRONG_SETUP, "")
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1
    assert re.fullmatch(r".+\.\n", done.stderr), "a sentence ends with a full stop"
    return done.stderr.removesuffix("\n")


class TestWrongSetup:
    """What is set up wrongly ends with one line that says what, and exit status 2."""

    @pytest.mark.parametrize("command", ["run", "doctor", "migrate"])
    def test_no_settings(self, guichet: Guichet, command: str) -> None:
        assert sentence(guichet(command)).startswith("SLACK_BOT_TOKEN is missing: copy the Bot User OAuth Token")

    def test_unreadable_policy(self, guichet: Guichet, enough: dict[str, str]) -> None:
        assert sentence(guichet("run", **enough, POLICY_FILE="contract.toml")) == (
            "POLICY_FILE contract.toml cannot be read: No such file or directory."
        )

    @pytest.mark.parametrize(
        ("policy", "expected"),
        [
            (
                '[calendar.default]\ntimezone = "Paris"\nweekly = { mon = ["09:00-18:00"] }\n',
                "calendar.default.timezone: 'Paris' is no time zone that tzdata knows; write one like 'Europe/Paris'.",
            ),
            (
                '[severity.D]\ntarget = "16h"\nclock = "business"\n',
                "severity.D: is not known here; the severities are A, B and C.",
            ),
        ],
        ids=["unknown zone", "unknown severity"],
    )
    def test_wrong_policy(
        self, guichet: Guichet, enough: dict[str, str], tmp_path: Path, policy: str, expected: str
    ) -> None:
        (tmp_path / "contract.toml").write_text(policy)

        assert sentence(guichet("run", **enough, POLICY_FILE="contract.toml")) == (
            f"POLICY_FILE contract.toml: {expected}"
        )

    def test_unusable_database(self, guichet: Guichet, enough: dict[str, str], tmp_path: Path) -> None:
        (tmp_path / "diary.txt").write_text("Dear diary, today I was mistaken for a database. " * 100)
        given = enough | {"DATABASE_URL": f"sqlite:///{tmp_path}/diary.txt"}

        assert sentence(guichet("run", **given)) == (
            f"{tmp_path}/diary.txt is no database of Guichet (file is not a database)."
        )

    @pytest.mark.parametrize("command", ["run", "migrate"])
    def test_already_running(self, guichet: Guichet, enough: dict[str, str], command: str) -> None:
        running = Database(enough["DATABASE_URL"])
        running.claim_file()
        done = guichet(command, **enough)
        running.close()

        assert sentence(done).startswith(f"Another Guichet is already running on {running.path}: stop it first")


class TestCommands:
    """What an operator types, and what comes of it."""

    def test_help_lists_every_command_with_what_it_does(self, guichet: Guichet) -> None:
        done = guichet("--help")

        assert done.returncode == 0
        assert re.findall(r"│ (\w+) +(\w+)", done.stdout.partition("Commands")[2]) == [
            ("run", "Run"),
            ("demo", "Try"),
            ("manifest", "Print"),
            ("doctor", "Check"),
            ("migrate", "Bring"),
        ]

    def test_an_unknown_command_is_refused(self, guichet: Guichet) -> None:
        done = guichet("walk")

        assert done.returncode == 2
        assert "No such command 'walk'" in done.stderr

    def test_manifest_prints_json_to_paste_and_needs_no_settings(self, guichet: Guichet) -> None:
        done = guichet("manifest")

        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout) == manifest()

    def test_migrate_makes_the_tables(self, guichet: Guichet, enough: dict[str, str], tmp_path: Path) -> None:
        done = guichet("migrate", **enough)

        assert (done.returncode, done.stdout, done.stderr) == (0, "The database is up to date.\n", "")
        with sqlite3.connect(tmp_path / "guichet.db") as made:
            assert made.execute("SELECT count(*) FROM incident").fetchone() == (0,)
        made.close()


class TestDoctor:
    """The doctor's exit status tells a script whether anything is wrong."""

    @pytest.fixture
    def slack(self) -> Iterator[FakeSlack]:
        with FakeSlack(scopes=scopes(), socket_url="wss://127.0.0.1/") as slack:
            slack.add_channel("C0TRIAGE", name="triage")
            yield slack

    def test_all_is_well(self, guichet: Guichet, enough: dict[str, str], slack: FakeSlack) -> None:
        tokens = {"SLACK_BOT_TOKEN": slack.token, "SLACK_APP_TOKEN": slack.app_token}
        done = guichet("doctor", **enough | tokens | {"SLACK_API_URL": slack.url})

        assert (done.returncode, done.stderr) == (0, "")
        assert "❌" not in done.stdout
        assert "Slack knows us as @guichet in Fake Workspace." in done.stdout

    def test_something_is_wrong(self, guichet: Guichet, enough: dict[str, str], slack: FakeSlack) -> None:
        """What is in brackets is shown as well, though the table has a markup of its own."""
        done = guichet("doctor", **enough | {"SLACK_API_URL": slack.url, "POLICY_FILE": "[bold].toml"})

        assert (done.returncode, done.stderr) == (SOMETHING_IS_WRONG, "")
        assert "Slack refuses SLACK_BOT_TOKEN (invalid_auth)" in done.stdout
        assert "POLICY_FILE [bold].toml cannot be read: No such file or directory." in done.stdout
        assert "s3kr1t" not in done.stdout
