import json
import os
import re
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from subprocess import CompletedProcess, run

import pytest
from sqlmodel import select

from bot.database import Database, SqliteDatabase
from bot.manifest import manifest, scopes
from bot.settings import Settings
from models import OutboxMessage, Product
from tests.fake_slack import FakeSlack
from tests.processes import run_main
from tests.templates import copy_sqlite

WRONG_SETUP = 2
SOMETHING_IS_WRONG = 1
ENOUGH = {
    "SLACK_BOT_TOKEN": "xoxb-s3kr1t",
    "SLACK_APP_TOKEN": "xapp-s3kr1t",
    "SLACK_API_URL": "http://127.0.0.1:9/api/",
    "TRIAGE_CHANNEL": "C0TRIAGE",
}
LONG_AGO = datetime(2026, 11, 23, 8, tzinfo=UTC)
DIARY = "Dear diary, today I was mistaken for a database. " * 100

Done = CompletedProcess[str]


@dataclass(frozen=True)
class Run:
    """One call of `python -m bot`, in a folder of its own."""

    command: str
    settings: Mapping[str, str] = field(default_factory=lambda: ENOUGH)
    files: Mapping[str, str] = field(default_factory=dict)
    """The contents of the files in the folder, by name."""
    is_running: bool = False
    """Is the database already in use by another process?"""
    has_tables: bool = False
    """Is there a database that is up to date?"""


NARROW = ("cp1252", "ascii")
"""Encodings of pipes that cannot represent emoji."""
COMMANDS = (
    *("run", "demo", "setup", "manifest", "doctor", "migrate", "migration", "import", "escalate", "outbox"),
    *("outbox show", "outbox retry", "export", "export billing", "export surveys"),
)
RUNS = {
    "no settings": Run("run", settings={}),
    "blank settings for the doctor": Run("doctor", settings={}, files={".env": "SLACK_BOT_TOKEN=\nTRIAGE_CHANNEL=\n"}),
    "doctor over HTTP": Run("doctor", settings={"PORT": "3000", "SLACK_APP_TOKEN": "xapp-s3kr1t"}),
    **{f"doctor in {one}": Run("doctor", settings={"PYTHONIOENCODING": one}) for one in NARROW},
    **{f"doctor --json in {one}": Run("doctor --json", settings={"PYTHONIOENCODING": one}) for one in NARROW},
    **{f"no settings in {one}": Run("run", settings={"PYTHONIOENCODING": one}) for one in NARROW},
    **{f"tour in {one}": Run("demo --nothing", settings={"PYTHONIOENCODING": one}) for one in NARROW},
    "unreadable policy": Run("run", settings=ENOUGH | {"POLICY_FILE": "contract.toml"}),
    "unknown zone": Run(
        "run",
        settings=ENOUGH | {"POLICY_FILE": "contract.toml"},
        files={"contract.toml": '[calendar.default]\ntimezone = "Paris"\nweekly = { mon = ["09:00-18:00"] }\n'},
    ),
    "unknown severity": Run(
        "run",
        settings=ENOUGH | {"POLICY_FILE": "contract.toml"},
        files={"contract.toml": '[severity.D]\ntarget = "16h"\nclock = "business"\n'},
    ),
    "unusable database": Run("run", settings=ENOUGH, files={"guichet.db": DIARY}),
    "already running": Run("run", is_running=True),
    "migrate while running": Run("migrate", is_running=True),
    "retry while running": Run("outbox retry", is_running=True),
    "import while running": Run("import products list.csv", files={"list.csv": "code"}, is_running=True),
    "dry run without tables": Run("import products list.csv --dry-run", files={"list.csv": "code"}),
    "export without tables": Run("export billing --month 2026-11"),
    "export of no month": Run("export billing --month 2026-13"),
    "export as XML": Run("export billing --month 2026-11 --format xml"),
    "help": Run("--help", settings={}),
    "manifest": Run("manifest", settings={}),
    "manifest with PORT": Run("manifest", settings={"PORT": "3000"}),
    "manifest for an address": Run("manifest --address https://desk.example/", settings={}),
    "manifest for no address": Run("manifest --address http://desk.example/", settings={}),
    **{f"help of {one}": Run(f"{one} --help", settings={"COLUMNS": "300"}) for one in COMMANDS},
    "migrate": Run("migrate"),
    "retry": Run("outbox retry"),
    "show without tables": Run("outbox show INC-1"),
    "show of no incident": Run("outbox show INC-7", has_tables=True),
    "show of no number": Run("outbox show everything", has_tables=True),
    "migration for nothing": Run("migration .", settings={}),
}


def guichet(run: Run, folder: Path) -> Done:
    """Run the command in this folder, with its own settings and none of this machine's."""
    folder.mkdir()
    for name, content in run.files.items():
        (folder / name).write_text(content)
    if run.has_tables:
        copy_sqlite(folder / "guichet.db")
    running = SqliteDatabase(f"sqlite:///{folder}/guichet.db")
    if run.is_running:
        running.claim()
    others = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    environment = {**others, "COLUMNS": "200", **run.settings}
    done = run_main(run.command.split(), folder=folder, environment=environment, timeout=60)
    running.close()
    return done


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where each run has its folder."""
    return tmp_path_factory.mktemp("cli")


class Runs(dict[str, Done]):
    """The result of each run, by its name."""

    def __init__(self, folders: Path) -> None:
        self.folders = folders

    def __missing__(self, name: str) -> Done:
        self[name] = guichet(RUNS[name], self.folders / name)
        return self[name]


@pytest.fixture(scope="module")
def done(folders: Path) -> dict[str, Done]:
    """The result of each run, which starts when its result is first asked for."""
    return Runs(folders)


class TestHelp:
    """Whoever asks what there is does not wait for what it needs."""

    def test_imports_none_of_the_program(self) -> None:
        """Measured: the whole program takes 3.7 s of a processor to import, the command line's own 0.4 s."""
        heavy = ("sqlalchemy", "sqlmodel", "pydantic", "slack_sdk", "slack_bolt", "alembic", "apscheduler", "holidays")
        program = f"import sys, bot.cli; print([one for one in {heavy} if one in sys.modules])"
        done = run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)

        assert done.stdout == "[]\n"


class TestWrongSetup:
    """A wrong setup ends the program with one line that says what is wrong, and exit status 2."""

    @pytest.mark.parametrize(
        ("run", "expected"),
        [
            ("no settings", "SLACK_BOT_TOKEN is missing: copy the Bot User OAuth Token (xoxb-…) from "),
            ("unreadable policy", "POLICY_FILE contract.toml cannot be read: No such file or directory."),
            (
                "unknown zone",
                "POLICY_FILE contract.toml: calendar.default.timezone: 'Paris' is not a time zone that tzdata knows;",
            ),
            ("unknown severity", "POLICY_FILE contract.toml: severity.D: is not known here; the severities are A, B"),
            ("unusable database", "{here}/guichet.db is not a Guichet database (file is not a database)."),
            (
                "already running",
                "Another Guichet is already running on {here}/guichet.db: stop it first, or set DATABASE_URL",
            ),
            ("migrate while running", "Another Guichet is already running on {here}/guichet.db: stop it first, or"),
            ("retry while running", "Another Guichet is already running on {here}/guichet.db: stop it first, or"),
            ("import while running", "Another Guichet is already running on {here}/guichet.db: stop it first, or"),
            ("dry run without tables", "{here}/guichet.db does not exist: set DATABASE_URL, or run `guichet migrate`"),
            ("export without tables", "{here}/guichet.db does not exist: set DATABASE_URL, or run `guichet migrate`"),
            ("show without tables", "{here}/guichet.db does not exist: set DATABASE_URL, or run `guichet migrate`"),
            ("export of no month", "'2026-13' is not a month: write it like 2026-11, year and month."),
            ("manifest for no address", "Slack sends requests to an https address without ? or #: write it like "),
            ("migration for nothing", "Say what the migration is for, such as: guichet migration "),
        ],
    )
    def test_is_told_in_one_line(self, done: dict[str, Done], folders: Path, run: str, expected: str) -> None:
        error = done[run].stderr

        assert (done[run].returncode, done[run].stdout) == (WRONG_SETUP, "")
        assert error.startswith(expected.format(here=folders / run))
        assert re.fullmatch(r"[^\n]+\.\n", error), "one sentence in one line"
        assert "Traceback" not in error
        assert "s3kr1t" not in error

    def test_of_a_retry_comes_with_what_happens_anyway(self, done: dict[str, Done]) -> None:
        assert done["retry while running"].stderr.endswith(
            " A running Guichet tries again every ten minutes by itself.\n"
        )

    def test_of_an_import_comes_with_what_works_meanwhile(self, done: dict[str, Done]) -> None:
        assert done["import while running"].stderr.endswith(" With --dry-run the file can be checked meanwhile.\n")

    def test_of_a_form_that_there_is_not_is_told_with_those_there_are(self, done: dict[str, Done]) -> None:
        assert (done["export as XML"].returncode, done["export as XML"].stdout) == (WRONG_SETUP, "")
        assert "'xml' is not one of 'csv', 'json'" in done["export as XML"].stderr

    def test_leaves_what_is_no_database_as_it_was(self, done: dict[str, Done], folders: Path) -> None:
        assert done["unusable database"]
        assert (folders / "unusable database" / "guichet.db").read_text() == DIARY


class TestCommands:
    """What an operator types, and what comes of it."""

    def test_help_lists_every_command_with_what_it_does(self, done: dict[str, Done]) -> None:
        assert done["help"].returncode == 0
        assert re.findall(r"│ (\w+) +(\w+)", done["help"].stdout.partition("Commands")[2]) == [
            ("run", "Run"),
            ("demo", "Try"),
            ("setup", "Ask"),
            ("manifest", "Print"),
            ("doctor", "Check"),
            ("migrate", "Bring"),
            ("migration", "Make"),
            ("import", "Add"),
            ("escalate", "List"),
            ("outbox", "Look"),
            ("export", "Write"),
        ]

    def test_manifest_prints_json_to_paste_and_needs_no_settings(self, done: dict[str, Done]) -> None:
        assert (done["manifest"].returncode, done["manifest"].stderr) == (0, "")
        assert json.loads(done["manifest"].stdout) == manifest()

    def test_manifest_names_the_address_of_requests_where_port_is_set(self, done: dict[str, Done]) -> None:
        told = done["manifest with PORT"]

        assert json.loads(told.stdout) == manifest(address="https://guichet.example")
        assert told.stderr.startswith("PORT is set: put the address at which Slack reaches Guichet in the place of")
        assert json.loads(done["manifest for an address"].stdout) == manifest(address="https://desk.example")
        assert done["manifest for an address"].stderr == ""

    @pytest.mark.parametrize("command", COMMANDS)
    def test_help_has_no_marks_of_a_markup(self, done: dict[str, Done], command: str) -> None:
        told = done[f"help of {command}"]

        assert told.returncode == 0
        assert not re.findall(r"\*\w|\w\*|`|\[\]", told.stdout)

    @pytest.mark.parametrize(("run", "named"), [("show of no incident", "INC-7"), ("show of no number", "everything")])
    def test_show_names_what_it_does_not_find(self, done: dict[str, Done], run: str, named: str) -> None:
        error = f"There is no incident {named}: give its number, such as INC-42.\n"
        assert (done[run].returncode, done[run].stdout, done[run].stderr) == (SOMETHING_IS_WRONG, "", error)

    def test_migrate_makes_the_tables(self, done: dict[str, Done], folders: Path) -> None:
        ended = done["migrate"]
        made = sqlite3.connect(folders / "migrate" / "guichet.db")

        assert (ended.returncode, ended.stdout, ended.stderr) == (0, "The database is up to date.\n", "")
        assert made.execute("SELECT count(*) FROM incident").fetchone() == (0,)
        made.close()


class TestOutboxRetry:
    """What Slack refuses is tried again when somebody says so."""

    def test_says_how_many_there_are(self, done: dict[str, Done]) -> None:
        assert (done["retry"].returncode, done["retry"].stderr) == (0, "")
        assert done["retry"].stdout == "Messages that will be tried again: 0.\n"

    def test_tries_what_is_parked_and_what_is_refused(self, database: Database, folders: Path, ready_url: str) -> None:
        """On PostgreSQL while a Guichet is running, too."""
        with database.transaction() as session:
            for state in ("parked", "refused", "cancelled"):
                given = {
                    "kind": "warning",
                    "dedup_key": state,
                    "lane": "workspace",
                    "channel": "C0TRIAGE",
                    "state": state,
                }
                session.add(OutboxMessage(**given, created_at=LONG_AGO, due_at=LONG_AGO, run_at=LONG_AGO))
        run = Run("outbox retry", settings=ENOUGH | {"DATABASE_URL": ready_url})

        ended = guichet(run, folders / f"retry {type(database).__name__}")

        assert (ended.stdout, ended.stderr) == ("Messages that will be tried again: 2.\n", "")
        with database.reading() as session:
            rows = session.exec(select(OutboxMessage.dedup_key, OutboxMessage.state)).all()
        assert dict(rows) == {"parked": "pending", "refused": "pending", "cancelled": "cancelled"}


class TestImport:
    """A file is imported as a whole or not at all, and the exit status tells which."""

    LISTED = "code,name,mainstream_end,extended_end\nmail,Mail Server,2027-10-12,\n"

    def run(self, command: str, text: str, database: Database, url: str, folders: Path) -> Done:
        """Import the text."""
        settings = ENOUGH | {"DATABASE_URL": url}
        folder = folders / f"{command} {len(text)} {type(database).__name__}"
        return guichet(Run(command, settings=settings, files={"list.csv": text}), folder)

    def test_in_a_dry_run_works_beside_a_running_guichet(
        self, database: Database, folders: Path, ready_url: str
    ) -> None:
        database.claim()
        ended = self.run("import products list.csv --dry-run", self.LISTED, database, ready_url, folders)

        expected = "This was a dry run, nothing was written: 1 added, 0 changed, 0 unchanged.\n"
        assert (ended.returncode, ended.stdout, ended.stderr) == (0, expected, "")
        with database.reading() as session:
            assert session.exec(select(Product)).all() == []

    def test_reads_dates_in_the_order_that_is_given(self, database: Database, folders: Path, ready_url: str) -> None:
        local = "code;name;mainstream_end;extended_end\nmail;Mail Server;03/04/2027;\n"
        refused = self.run("import products list.csv", local, database, ready_url, folders)
        ended = self.run("import products list.csv --dates dmy", local, database, ready_url, folders)

        assert (refused.returncode, ended.returncode) == (SOMETHING_IS_WRONG, 0)
        assert refused.stderr.startswith(
            "line 2, column mainstream_end: '03/04/2027' may mean 2027-04-03 or 2027-03-04: "
        )
        with database.reading() as session:
            assert session.exec(select(Product.mainstream_end)).all() == [date(2027, 4, 3)]

    def test_names_every_mistake_and_writes_nothing(self, database: Database, folders: Path, ready_url: str) -> None:
        wrong = self.LISTED + "a,,,\nb,B,2027-02-30,\n"
        ended = self.run("import products list.csv", wrong, database, ready_url, folders)

        assert (ended.returncode, ended.stdout) == (SOMETHING_IS_WRONG, "")
        assert ended.stderr.splitlines() == [
            "line 3, column name: the value is missing.",
            "line 4, column mainstream_end: there is no such day as 2027-02-30.",
            "Nothing was imported.",
        ]
        with database.reading() as session:
            assert session.exec(select(Product)).all() == []


class TestExport:
    """What is written is there for a spreadsheet, or for another program; a running Guichet is no obstacle."""

    def run(self, options: str, database: Database, url: str, folders: Path) -> tuple[Done, Path]:
        folder = folders / f"export {options} {type(database).__name__}".replace("/", " ")
        command = f"export billing --month 2026-11 {options}"
        return guichet(Run(command, settings=ENOUGH | {"DATABASE_URL": url}), folder), folder

    def test_to_standard_output(self, database: Database, folders: Path, ready_url: str) -> None:
        database.claim()
        ended, _ = self.run("", database, ready_url, folders)

        assert (ended.returncode, ended.stderr) == (0, "")
        assert ended.stdout.startswith("\ufeffincident,filed_at,account,")

    def test_to_a_file(self, database: Database, folders: Path, ready_url: str) -> None:
        ended, folder = self.run("--format json --output billing.json", database, ready_url, folders)

        assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
        assert json.loads((folder / "billing.json").read_text())["month"] == "2026-11"

    @pytest.mark.parametrize(
        ("locale", "options", "expected"),
        [
            ("fr", "", "incident;filed_at;account;"),
            ("fr", "--separator comma", "incident,filed_at,account,"),
            ("en", "--separator semicolon", "incident;filed_at;account;"),
            ("en", "--separator tab", "incident\tfiled_at\taccount\t"),
        ],
    )
    def test_with_the_separator_of_the_language_or_another_one(
        self, done: dict[str, Done], folders: Path, locale: str, options: str, expected: str
    ) -> None:
        assert done["migrate"].returncode == 0
        folder = folders / f"separator {locale} {options}"
        settings = ENOUGH | {"LOCALE": locale, "DATABASE_URL": f"sqlite:///{folders}/migrate/guichet.db"}

        ended = guichet(Run(f"export billing --month 2026-11 {options}", settings=settings), folder)

        assert (ended.returncode, ended.stdout[: len(expected) + 1]) == (0, f"\ufeff{expected}")

    def test_over_a_file_only_when_asked_for(self, database: Database, folders: Path, ready_url: str) -> None:
        settings, files = ENOUGH | {"DATABASE_URL": ready_url}, {"billing.csv": "last month"}
        command = "export billing --month 2026-11 --output billing.csv"
        kept, replaced = folders / f"kept {type(database).__name__}", folders / f"replaced {type(database).__name__}"

        refused = guichet(Run(command, settings=settings, files=files), kept)
        done = guichet(Run(f"{command} --force", settings=settings, files=files), replaced)

        expected = "billing.csv exists already: name another file, or add --force to replace it.\n"
        assert (refused.returncode, refused.stderr, (kept / "billing.csv").read_text()) == (
            WRONG_SETUP,
            expected,
            "last month",
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert (replaced / "billing.csv").read_text().startswith("\ufeffincident,")

    @pytest.mark.parametrize("name", ["guichet.db", "guichet.db-wal", "guichet.db.lock", "contract.toml"])
    def test_never_over_what_is_its_own(self, folders: Path, name: str) -> None:
        settings = ENOUGH | {"POLICY_FILE": "contract.toml"}
        folder = folders / f"own {name}"
        command = f"export surveys --month 2026-11 --output {name} --force"

        ended = guichet(Run(command, settings=settings, files={"contract.toml": "", "guichet.db": DIARY}), folder)

        assert (ended.returncode, ended.stdout) == (WRONG_SETUP, "")
        assert ended.stderr == f"{name} belongs to Guichet itself and is never replaced: name another file.\n"
        assert ((folder / "contract.toml").read_text(), (folder / "guichet.db").read_text()) == ("", DIARY)


class TestNarrowPipe:
    """What the output cannot show, as on Windows, is replaced; it ends nothing."""

    @pytest.mark.parametrize("encoding", NARROW)
    def test_takes_every_command(self, done: dict[str, Done], encoding: str) -> None:
        table = done[f"doctor in {encoding}"]

        assert (table.returncode, table.stderr) == (WRONG_SETUP, "")
        assert re.search(r"WRONG \| SLACK_BOT_TOKEN +\| SLACK_BOT_TOKEN is missing", table.stdout)
        assert re.search(r"ok +\| policy ", table.stdout)
        assert json.loads(done[f"doctor --json in {encoding}"].stdout)["findings"][0]["text"].count("(xoxb-…)") == 1
        assert done[f"no settings in {encoding}"].stderr.startswith("SLACK_BOT_TOKEN is missing: copy the Bot User")
        assert "No such option" in done[f"tour in {encoding}"].stderr


class TestDoctor:
    """The doctor's exit status tells a script whether anything is wrong."""

    def test_lists_every_setting_that_is_missing_and_goes_on(self, done: dict[str, Done]) -> None:
        told = done["blank settings for the doctor"]

        assert (told.returncode, told.stderr) == (WRONG_SETUP, "")
        assert re.findall(r"❌ │ (\w+) ", told.stdout) == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "TRIAGE_CHANNEL"]
        assert re.findall(r"✅ │ (\w+) ", told.stdout) == ["settings", "policy", "holidays", "database"]

    def test_over_http_asks_for_no_app_token(self, done: dict[str, Done]) -> None:
        told = done["doctor over HTTP"].stdout

        assert re.findall(r"❌ │ (\w+) ", told) == ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "TRIAGE_CHANNEL"]
        assert "app token" not in told

    @pytest.fixture
    def slack(self) -> Iterator[FakeSlack]:
        with FakeSlack(scopes=scopes(), socket_url="wss://127.0.0.1/") as slack:
            slack.add_channel("C0TRIAGE", name="triage")
            slack.add_user("U0MAX", name="max")
            yield slack

    def test_all_is_well(self, folders: Path, slack: FakeSlack) -> None:
        theirs = {
            "SLACK_BOT_TOKEN": slack.token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.url,
            "MANAGERS": "U0MAX",
        }
        ended = guichet(Run("doctor", settings=ENOUGH | theirs), folders / "well")

        assert (ended.returncode, ended.stderr) == (0, "")
        assert "❌" not in ended.stdout
        assert "Slack knows us as @guichet in Fake Workspace." in ended.stdout

    def test_speaks_json_to_monitoring(
        self, folders: Path, slack: FakeSlack, database: Database, ready_url: str
    ) -> None:
        theirs = {
            "SLACK_BOT_TOKEN": slack.token,
            "SLACK_APP_TOKEN": "xapp-old",
            "SLACK_API_URL": slack.url,
            "MANAGERS": "U0MAX",
        }
        run = Run("doctor --json", settings=ENOUGH | theirs | {"DATABASE_URL": ready_url})

        ended = guichet(run, folders / f"json {type(database).__name__}")

        assert (ended.returncode, ended.stderr) == (SOMETHING_IS_WRONG, "")
        output = json.loads(ended.stdout)
        assert [one["subject"] for one in output["findings"] if not one["ok"]] == ["app token"]
        assert all(set(one) == {"subject", "ok", "text"} for one in output["findings"])
        assert output["figures"] == {
            "last_sweep": None,
            "reminders_24h": 0,
            "reminders_24h_unposted": [],
            "lateness_median_s": None,
            "lateness_p99_s": None,
            "lateness_worst_s": None,
            "waiting": 0,
            "overdue": 0,
            "overdue_since": None,
            "held_up": [],
            "last_audit": None,
            "last_audit_findings": [],
            "fallbacks_scheduled": 0,
            "set_aside": [],
        }

    def test_something_is_wrong(self, folders: Path, slack: FakeSlack) -> None:
        """What is in brackets is shown as well, though the table has a markup of its own."""
        wrong = {"SLACK_API_URL": slack.url, "POLICY_FILE": "[bold].toml"}
        ended = guichet(Run("doctor", settings=ENOUGH | wrong), folders / "ill")

        assert (ended.returncode, ended.stderr) == (SOMETHING_IS_WRONG, "")
        assert "Slack refuses SLACK_BOT_TOKEN (invalid_auth)" in ended.stdout
        assert "POLICY_FILE [bold].toml cannot be read: No such file or directory." in ended.stdout
        assert "s3kr1t" not in ended.stdout
