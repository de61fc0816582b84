import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from errno import ECONNREFUSED
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from slack_sdk import WebClient
from sqlmodel import SQLModel

from bot.database import Database, SqliteDatabase
from bot.doctor import examine, figures_of
from bot.doctor_slack import CheckResult
from bot.manifest import scopes
from bot.migrate import versions
from bot.operations.record_heartbeat import record_heartbeat
from bot.settings import HOW_TO_GET, Settings
from models import Fallback, Incident, OutboxMessage, Product
from tests.fake_slack import FakeSlack

TRIAGE = "C0TRIAGE"
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


on_sqlite = pytest.mark.parametrize("ready_url", ["sqlite"], indirect=True)
"""For what has nothing to do with the database."""


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    """A workspace in which everything is as it should be."""
    with FakeSlack(scopes=scopes(), socket_url="wss://127.0.0.1/") as slack:
        slack.add_user("U0THEO", name="theo")
        slack.add_user("U0MAX", name="max", real_name="Max Bernard")
        slack.add_channel(TRIAGE, name="triage", members=["U0THEO"], private=True)
        yield slack


def settings(url: str, **changed: Any) -> Settings:
    """Return settings for the Slack at `url`, without reading the environment or `.env`."""
    given = {
        "slack_bot_token": "xoxb-fake",
        "slack_app_token": "xapp-fake",
        "slack_signing_secret": None,
        "slack_api_url": url,
        "triage_channel": TRIAGE,
        "managers": ("U0MAX",),
        "policy_file": None,
        "locale": "en",
        "log_level": "INFO",
        "port": None,
    }
    return Settings(_env_file=None, **given | changed)


def results(setup: Settings, database: Database) -> dict[str, CheckResult]:
    """Return the doctor's results, by subject."""
    token = setup.slack_bot_token.get_secret_value()
    client = WebClient(token=token, base_url=setup.slack_api_url, timeout=2, retry_handlers=[])
    found = list(examine(setup, client, database))
    assert len({one.subject for one in found}) == len(found), "each subject is found on once"
    return {one.subject: one for one in found}


def content(database: Database) -> list[object]:
    """Return every row of every table."""
    with database.writer.connect() as connection:
        return [connection.execute(table.select()).all() for table in SQLModel.metadata.sorted_tables]


def wrong(setup: Settings, database: Database) -> dict[str, str]:
    """Return the texts of the checks that failed, by subject."""
    return {subject: one.text for subject, one in results(setup, database).items() if not one.is_well}


class TestAllIsWell:
    """Where nothing is wrong, every check says so."""

    def test_each_check_has_looked(self, slack: FakeSlack, database: Database) -> None:
        with database.reader.connect() as connection:
            wanted = versions(connection)[1]
        assert {subject: one.text for subject, one in results(settings(slack.url), database).items()} == {
            "settings": "Every setting is there and well-formed.",
            "policy": "The contract is readable; its default calendar is in Europe/Paris.",
            "holidays": (
                "calendar.default: the public holidays of FR (11 in 2026; 57, 6AE, 971, 972, 973, 974, 976, BL, MF, "
                "NC, PF, WF have others: name yours as subdivision)."
            ),
            "bot token": "Slack knows us as @guichet in Fake Workspace.",
            "scopes": "The token has every scope it needs.",
            "clock": "This machine's clock agrees with Slack's.",
            "app token": "Socket Mode opens a connection.",
            "triage channel": "The bot is in #triage.",
            "managers": "U0MAX is Max Bernard.",
            "outsiders": "Nobody from outside the workspace was found in triage or a tied channel.",
            "database": f"{database.place} is at version {wanted}.",
            "channels": "Guichet has not looked yet in which channels it is.",
            "counters": "Every channel that is tied to an account has a counter.",
            "home": "Nobody has opened the Home tab yet: where Slack shows none, turn on the *Home Tab* under *App"
            " Home* (or paste `guichet manifest`).",
            "delivery": "Nothing has been delivered from this database yet.",
            "reminders": "No reminder was posted in the last 24 hours.",
            "backlog": "Messages waiting for their time: 0; none is overdue.",
            "outbox": "No message is held up.",
            "audit": "No audit has been made yet.",
            "fallbacks": "Messages scheduled in Slack: 0.",
        }
        assert wrong(settings(slack.url), database) == {}

    def test_nothing_is_said_in_slack_and_nothing_is_written(self, slack: FakeSlack, database: Database) -> None:
        before = content(database)

        results(settings(slack.url), database)
        figures_of(database)

        assert slack.messages(TRIAGE) == []
        assert {call.method for call in slack.calls()} == {
            *("auth.test", "apps.connections.open", "conversations.info"),
            *("conversations.members", "users.info"),
        }
        assert content(database) == before

    def test_without_an_app_token_socket_mode_is_not_tried(self, slack: FakeSlack, database: Database) -> None:
        over_http = settings(slack.url, slack_app_token=None, port=3000, slack_signing_secret="abc")

        assert "app token" not in results(over_http, database)

    def test_a_workspace_that_does_not_tell_scopes_is_not_blamed(self, slack: FakeSlack, database: Database) -> None:
        """A local workspace sends no such header."""
        slack.fail("auth.test", body='{"ok": true, "user": "guichet", "team": "Local"}')

        assert results(settings(slack.url), database)["scopes"] == CheckResult(
            "scopes", True, "This workspace does not say which scopes the token has."
        )


def test_a_check_that_fails_ends_no_other(slack: FakeSlack, database: Database) -> None:
    with database.transaction() as session:
        record_heartbeat(session, part="auditor", at=NOW)  # Without what it found.
    found = results(settings(slack.url), database)
    assert found["tables"].text.startswith("This could not be checked (KeyError in delivery.py:")
    assert not found["tables"].is_well
    assert {"database", "outsiders", "managers"} <= {name for name, one in found.items() if one.is_well}


@on_sqlite
class TestSettings:
    """What the settings name must be there."""

    def test_policy_file(self, slack: FakeSlack, database: Database, tmp_path: Path) -> None:
        missing = tmp_path / "policy.toml"

        assert wrong(settings(slack.url, policy_file=missing), database) == {
            "policy": f"POLICY_FILE {missing} cannot be read: No such file or directory."
        }

    def test_files_beside_the_policy(self, slack: FakeSlack, database: Database, tmp_path: Path) -> None:
        policy, replies = tmp_path / "policy.toml", tmp_path / "replies"
        policy.write_text("", encoding="utf-8")
        replies.mkdir()
        (replies / "a.md").write_text("# en: Hello\nYes.\n# fr: Bonjour\nOui.", encoding="utf-8")
        (replies / "b.en.md").write_text("# Hi\nYes.", encoding="utf-8")

        found = results(settings(slack.url, policy_file=policy), database)
        assert found["policy"].is_well
        assert found["replies"] == CheckResult("replies", True, "Answers that are prepared: 1.")
        missing = f"{replies}/b.fr.md is missing; every answer is needed in en and fr"
        assert found["texts"] == CheckResult("texts", False, f"{missing}. Everything else is used.")

    def test_bot_token(self, slack: FakeSlack, database: Database) -> None:
        found = wrong(settings(slack.url, slack_bot_token="xoxb-old"), database)

        assert found["bot token"] == (
            "Slack refuses SLACK_BOT_TOKEN (invalid_auth): reinstall the app and copy the Bot User OAuth Token again."
        )

    @pytest.mark.parametrize("error", ["token_revoked", "account_inactive", "token_expired"])
    def test_bot_token_that_was_good(self, slack: FakeSlack, database: Database, error: str) -> None:
        slack.fail("auth.test", error=error)

        assert wrong(settings(slack.url), database)["bot token"].startswith(
            f"Slack refuses SLACK_BOT_TOKEN ({error}): reinstall the app"
        )

    def test_app_token(self, slack: FakeSlack, database: Database) -> None:
        assert wrong(settings(slack.url, slack_app_token="xapp-old"), database) == {
            "app token": "Slack refuses SLACK_APP_TOKEN (invalid_auth): "
            "create an App-Level Token with connections:write and turn on Socket Mode."
        }

    def test_no_token_is_ever_shown(self, slack: FakeSlack, database: Database) -> None:
        swapped = settings(slack.url, slack_bot_token="xoxb-s3kr1t", slack_app_token="xapp-s3kr1t")

        assert "s3kr1t" not in str(results(swapped, database))


@on_sqlite
class TestScopes:
    """A token without a scope works until the day it does not, so each one is looked for."""

    @pytest.mark.parametrize("missing", scopes())
    def test_missing(self, slack: FakeSlack, database: Database, missing: str) -> None:
        slack.scopes.remove(missing)

        assert wrong(settings(slack.url), database)["scopes"] == (
            f'The token lacks {missing}: add them under "OAuth & Permissions" '
            "(or paste `guichet manifest`), then reinstall the app."
            + (" Until then no form takes files." if missing == "files:read" else "")
        )

    def test_missing_several(self, slack: FakeSlack, database: Database) -> None:
        slack.scopes.remove("commands")
        slack.scopes.remove("chat:write")

        assert wrong(settings(slack.url), database)["scopes"].startswith("The token lacks chat:write, commands: ")

    def test_more_than_needed(self, slack: FakeSlack, database: Database) -> None:
        slack.scopes.append("files:read")

        assert wrong(settings(slack.url), database) == {}


@on_sqlite
class TestTriageChannel:
    """The bot must be in the channel whose members are the technicians."""

    def test_without_the_bot(self, slack: FakeSlack, database: Database) -> None:
        slack.add_channel("C0OPEN", name="open", bot=False)

        assert wrong(settings(slack.url, triage_channel="C0OPEN"), database) == {
            "triage channel": "The bot is not in #open: type /invite @Guichet there."
        }

    @pytest.mark.parametrize("case", ["private", "unknown"])
    def test_that_slack_does_not_show(self, slack: FakeSlack, database: Database, case: str) -> None:
        if case == "private":
            slack.remove_bot(TRIAGE)
        channel = TRIAGE if case == "private" else "C0NOWHERE"

        assert wrong(settings(slack.url, triage_channel=channel), database) == {
            "triage channel": f"Slack does not show {channel} to us (channel_not_found): "
            "check TRIAGE_CHANNEL, and invite the bot there if the channel is private."
        }

    def test_that_is_archived(self, slack: FakeSlack, database: Database) -> None:
        slack.archive(TRIAGE)

        assert wrong(settings(slack.url), database) == {
            "triage channel": "#triage is archived: unarchive it or choose another."
        }


@on_sqlite
class TestManagers:
    """Somebody must decide what is billed, and hear of missed deadlines."""

    @pytest.mark.parametrize(
        ("managers", "expected"),
        [
            ((), "MANAGERS names nobody: nobody decides what is billed, or is told of missed deadlines: give Slack"),
            (("U0GONE",), "U0GONE is deactivated in Slack: correct MANAGERS (give Slack member IDs"),
            (("U0APP",), "U0APP is an app: correct"),
            (("U0NOBODY",), "U0NOBODY is nobody whom Slack knows: correct"),
            (("U0FAR",), "U0FAR is of another workspace, where our commands and buttons do not work: correct"),
            (("U0MAX", "U0GONE", "U0APP"), "U0GONE is deactivated in Slack; U0APP is an app; U0MAX is Max Bernard: "),
        ],
    )
    def test_that_cannot_be_are_named(
        self, slack: FakeSlack, database: Database, managers: tuple[str, ...], expected: str
    ) -> None:
        slack.add_user("U0GONE", name="gone", deleted=True)
        slack.add_user("U0APP", name="app", is_bot=True)
        slack.add_user("U0FAR", name="far", team_id="T0OTHER")

        assert wrong(settings(slack.url, managers=managers), database)["managers"].startswith(expected)

    def test_of_whom_slack_does_not_tell_are_not_blamed(self, slack: FakeSlack, database: Database) -> None:
        slack.fail("users.info", times=9, error="internal_error")

        assert results(settings(slack.url), database)["managers"] == CheckResult(
            "managers", True, "U0MAX cannot be looked up just now (internal_error)."
        )


class TestUnreachable:
    """Where Slack cannot be reached, every check that needs it says so, and the others go on."""

    SUBJECTS = ("Slack", "app token", "triage channel")

    def test_nobody_listens(self, database: Database) -> None:
        with socket.create_server(("127.0.0.1", 0)) as place:
            url = f"http://127.0.0.1:{place.getsockname()[1]}/api/"

        assert wrong(settings(url), database) == self.no_answer(
            url, f"[Errno {ECONNREFUSED}] {os.strerror(ECONNREFUSED)}"
        )

    def test_the_line_is_cut(self, slack: FakeSlack, database: Database) -> None:
        slack.down()

        assert tuple(wrong(settings(slack.url), database)) == self.SUBJECTS

    def test_something_answers_that_is_no_web_server(self, database: Database) -> None:
        with answering(b"220 mail.example ESMTP\r\n") as url:
            assert wrong(settings(url), database) == self.no_answer(url, "220 mail.example ESMTP")

    @pytest.mark.parametrize(
        ("fault", "reason"),
        [
            ({"status": 503}, "HTTP status 503"),
            ({"status": 404}, "HTTP status 404"),
            ({"status": 200, "body": "<html>Please sign in to the guest network</html>"}, "HTTP status 200"),
            ({"status": 429, "headers": {"Retry-After": "30"}}, "ratelimited"),
            ({"error": "internal_error"}, "internal_error"),
            ({"error": "service_unavailable"}, "service_unavailable"),
        ],
    )
    def test_the_answer_says_nothing_of_the_set_up(
        self, slack: FakeSlack, database: Database, fault: dict[str, Any], reason: str
    ) -> None:
        """Nobody is sent to make new tokens because Slack, or a proxy on the way, has a bad day."""
        slack.fail("*", times=3, **fault)

        assert wrong(settings(slack.url), database) == self.no_answer(slack.url, reason)

    def no_answer(self, url: str, reason: str) -> dict[str, str]:
        why = f"({reason}): check the network, and slack-status.com."
        return {
            "Slack": f"{url} gives no answer {why}",
            "app token": f"Slack gives no answer {why}",
            "triage channel": f"Slack gives no answer {why}",
        }


@contextmanager
def answering(words: bytes) -> Iterator[str]:
    """Answer every connection with these words."""

    def answer() -> None:
        while True:
            try:
                connection, _ = place.accept()
            except OSError:
                return
            with connection:
                connection.recv(65536)
                connection.sendall(words)

    with socket.create_server(("127.0.0.1", 0)) as place:
        thread = Thread(target=answer)
        thread.start()
        yield f"http://127.0.0.1:{place.getsockname()[1]}/api/"
        place.shutdown(socket.SHUT_RDWR)
    thread.join()


@on_sqlite
class TestClock:
    """A wrong clock makes every deadline wrong by as much."""

    @pytest.mark.parametrize(("slack_is", "expected"), [(-3600, "+3600"), (60, "-60"), (-7, "+7")])
    def test_off(self, slack: FakeSlack, database: Database, slack_is: int, expected: str) -> None:
        # The Date header has no fractions, so that the difference may come out a second larger.
        began = time.time() // 1
        slack.clock = lambda: began + slack_is

        text = wrong(settings(slack.url), database)["clock"]

        seconds = int(text.removeprefix("This machine's clock is ").partition(" s off Slack's: set it with NTP.")[0])
        assert int(expected) <= seconds <= int(expected) + 2

    def test_off_by_less_than_matters(self, slack: FakeSlack, database: Database) -> None:
        slack.clock = lambda: time.time() - 3

        assert wrong(settings(slack.url), database) == {}


class TestDatabase:
    """The file must be one that this version can use."""

    def found(self, slack: FakeSlack, path: Path) -> CheckResult:
        database = SqliteDatabase(f"sqlite:///{path}")
        found = results(settings(slack.url), database)["database"]
        database.close()
        return found

    def test_that_is_not_there_yet_is_no_fault_and_is_not_made(self, slack: FakeSlack, tmp_path: Path) -> None:
        path = tmp_path / "new.db"

        assert self.found(slack, path) == CheckResult(
            "database", True, f"{path} does not exist yet; `guichet run` makes it."
        )
        assert not path.exists()

    def test_without_tables(self, slack: FakeSlack, tmp_path: Path) -> None:
        path = tmp_path / "empty.db"
        path.touch()

        assert self.found(slack, path) == CheckResult(
            "database", False, f"{path} has no tables yet: run `guichet migrate`."
        )

    def test_that_is_no_database(self, slack: FakeSlack, tmp_path: Path) -> None:
        path = tmp_path / "diary.txt"
        path.write_text("Dear diary, today I was mistaken for a database. " * 100)

        assert self.found(slack, path) == CheckResult(
            "database", False, f"{path} cannot be read (file is not a database): check it."
        )

    def test_of_a_newer_guichet(self, slack: FakeSlack, database: Database) -> None:
        with database.writer.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

        assert wrong(settings(slack.url), database)["database"].startswith(
            "The database has version 9999, which this Guichet does not know"
        )

    def test_of_another_program(self, slack: FakeSlack, tmp_path: Path) -> None:
        other = SqliteDatabase(f"sqlite:///{tmp_path}/other.db")
        with other.writer.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE notes (words TEXT)")

        text = wrong(settings(slack.url), other)["database"]
        other.close()

        assert text.startswith("The database belongs to another program: ")


class TestOutbox:
    """What Slack does not take is counted, with Slack's reason and what to do."""

    SOON = "and they go out within ten minutes, or at once with `guichet outbox retry`"

    @pytest.fixture
    def waiting(self, database: Database) -> Database:
        """A database with one message in each state that is no cause for concern."""
        self.file(database)
        for state in ("pending", "done", "cancelled", "superseded"):
            self.put(database, state, None)
        return database

    @staticmethod
    def file(database: Database) -> None:
        """Write an incident."""
        with database.transaction() as session:
            incident = Incident(
                form_id="V1",
                title="No mail",
                description="",
                severity="B",
                cover="business",
                opened_by="U0ALICE",
                opened_in="C0ACME",
                opened_at=NOW,
                terms={},
                deadline_at=NOW,
            )
            session.add(incident)

    def put(self, database: Database, state: str, error: str | None, times: int = 1) -> None:
        with database.transaction() as session:
            for number in range(times):
                session.add(
                    OutboxMessage(
                        incident_id=1,
                        kind="warning",
                        dedup_key=f"{state} {error} {number}",
                        lane="1 triage",
                        channel=TRIAGE,
                        state=state,
                        created_at=NOW,
                        due_at=NOW,
                        run_at=NOW,
                        done_at=NOW if state == "done" else None,
                        last_error=error,
                    )
                )

    def found(self, slack: FakeSlack, database: Database) -> list[str]:
        setup = settings(slack.url)
        client = WebClient(token=slack.token, base_url=slack.url, timeout=2, retry_handlers=[])
        return [one.text for one in examine(setup, client, database) if one.subject == "outbox" and not one.is_well]

    def test_with_messages_that_wait_or_are_done_is_well(self, slack: FakeSlack, waiting: Database) -> None:
        assert self.found(slack, waiting) == []

    def test_with_messages_whose_place_slack_refuses(self, slack: FakeSlack, waiting: Database) -> None:
        self.put(waiting, "parked", "not_in_channel", times=2)
        self.put(waiting, "parked", "is_archived")

        assert self.found(slack, waiting) == [
            f"Messages held up: 1; Slack says is_archived ({TRIAGE}): unarchive the channel, {self.SOON}.",
            f"Messages held up: 2; Slack says not_in_channel ({TRIAGE}): type /invite @Guichet there, {self.SOON}.",
        ]

    def test_with_messages_that_slack_refuses_for_good(self, slack: FakeSlack, waiting: Database) -> None:
        """They are not tried again by themselves, so nobody is told to wait for them."""
        self.put(waiting, "refused", "msg_too_long")

        (text,) = self.found(slack, waiting)

        assert text == (
            f"Messages held up: 1; Slack says msg_too_long ({TRIAGE}): "
            "`guichet outbox retry` tries them again; if that fails, report this: the log says what they were."
        )


class TestDelivery:
    """How the delivery is doing, in words and in figures."""

    def say(self, database: Database, late: list[float], *, ago: timedelta = timedelta(hours=1)) -> None:
        """Store reminders that were posted this many seconds late."""
        due_at = datetime.now(UTC) - ago
        with database.transaction() as session:
            for number, seconds in enumerate(late):
                session.add(
                    OutboxMessage(
                        kind="warning",
                        dedup_key=str(number),
                        lane="1 triage",
                        channel=TRIAGE,
                        state="done",
                        created_at=due_at,
                        due_at=due_at,
                        run_at=due_at,
                        done_at=due_at + timedelta(seconds=seconds),
                    )
                )

    def wait(self, database: Database, *, since: timedelta, **changed: Any) -> None:
        """Store a message that has been waiting for this long."""
        run_at = datetime.now(UTC) - since
        with database.transaction() as session:
            given = {"kind": "warning", "dedup_key": "", "lane": f"{since} triage", "channel": TRIAGE}
            session.add(OutboxMessage(**given | changed, created_at=run_at, due_at=run_at, run_at=run_at))

    def sign(self, database: Database, part: str, *, ago: timedelta, **facts: Any) -> datetime:
        """Record a heartbeat of a part of the program, this long ago, and return its time in whole seconds."""
        at = (datetime.now(UTC) - ago).replace(microsecond=0)
        with database.transaction() as session:
            record_heartbeat(session, part=part, at=at, facts=facts)
        return at

    def test_of_a_guichet_at_work(self, slack: FakeSlack, database: Database) -> None:
        at = self.sign(database, "delivery", ago=timedelta(seconds=10))

        assert results(settings(slack.url), database)["delivery"] == CheckResult(
            "delivery", True, f"Guichet is delivering; it last looked for messages at {at:%Y-%m-%d %H:%M:%S} UTC."
        )
        assert figures_of(database)["last_sweep"] == at.isoformat()

    def test_of_a_guichet_that_is_not_running(self, slack: FakeSlack, database: Database) -> None:
        at = self.sign(database, "delivery", ago=timedelta(hours=2))

        assert wrong(settings(slack.url), database) == {
            "delivery": f"Guichet has not looked for messages since {at:%Y-%m-%d %H:%M:%S} UTC: "
            "start it with `guichet run`, or see what its log says."
        }

    def test_how_late_reminders_came(self, slack: FakeSlack, database: Database) -> None:
        """Of 200, half were at most 0.1 s late; all but two, which is one in a hundred, at most 2 s."""
        self.say(database, [0.1] * 100 + [2] * 98 + [30, 45.5])
        self.say(database, [9000], ago=timedelta(hours=30))

        assert results(settings(slack.url), database)["reminders"].text == (
            "Reminders posted in the last 24 hours: 200; median 0.1 s, p99 2.0 s, worst 45.5 s late."
        )
        figures = figures_of(database)
        assert [figures[f"lateness_{name}_s"] for name in ("median", "p99", "worst")] == [0.1, 2.0, 45.5]

    def test_why_reminders_were_not_posted(self, slack: FakeSlack, database: Database) -> None:
        """What is due later, or was due two days ago, is not counted."""
        for number, hours in enumerate((1, 2, 50, -1)):
            given = {"state": "cancelled", "ended_because": "answered", "dedup_key": str(number)}
            self.wait(database, since=timedelta(hours=hours), **given)
        self.wait(database, since=timedelta(hours=3), state="refused", ended_because="refused", last_error="no_text")
        self.wait(database, since=timedelta(hours=4), last_error="our_error")
        self.wait(database, since=timedelta(hours=5), state="cancelled")

        assert results(settings(slack.url), database)["reminders"].text == (
            "No reminder was posted in the last 24 hours. Due, but not posted: 5; "
            "2 because somebody had acknowledged the incident, "
            "1 because the reason was not recorded before version 0007, "
            "1 because it is being tried again (our_error), "
            "1 because Slack refused the message (no_text)."
        )
        found = figures_of(database)["reminders_24h_unposted"]
        assert {"state": "cancelled", "because": "answered", "error": None, "count": 2} in found

    def test_what_waits_and_what_is_overdue(self, slack: FakeSlack, database: Database) -> None:
        self.wait(database, since=timedelta(hours=-1))
        self.wait(database, since=timedelta(minutes=1))
        assert results(settings(slack.url), database)["backlog"].text == (
            "Messages waiting for their time: 2; none is overdue."
        )

        self.wait(database, since=timedelta(minutes=3))
        self.wait(database, since=timedelta(minutes=5), lease_token="somebody")

        assert wrong(settings(slack.url), database)["backlog"].startswith("Overdue messages: 1 of 4, the ")
        assert (figures_of(database)["waiting"], figures_of(database)["overdue"]) == (4, 1)

    def test_what_slack_refuses(self, database: Database) -> None:
        for channel in ("C0ACME", "C0ACME", "C0BETA"):
            refused = {"channel": channel, "state": "parked", "last_error": "is_archived"}
            self.wait(database, since=timedelta(), **refused)

        assert figures_of(database)["held_up"] == [
            {"state": "parked", "error": "is_archived", "count": 3, "channels": ("C0ACME", "C0BETA")}
        ]

    def test_what_the_last_audit_found(self, slack: FakeSlack, database: Database) -> None:
        at = self.sign(database, "auditor", ago=timedelta(), findings=[])
        assert results(settings(slack.url), database)["audit"] == CheckResult(
            "audit", True, f"The last audit, at {at:%Y-%m-%d %H:%M:%S} UTC, found nothing."
        )

        at = self.sign(database, "auditor", ago=timedelta(), findings=["overdue", "held_up is_archived"])
        assert wrong(settings(slack.url), database) == {
            "audit": f"The last audit, at {at:%Y-%m-%d %H:%M:%S} UTC, found overdue, held_up is_archived."
        }
        assert figures_of(database)["last_audit_findings"] == ["overdue", "held_up is_archived"]

    def test_what_lies_ready_in_slack(self, slack: FakeSlack, database: Database) -> None:
        TestOutbox.file(database)
        with database.transaction() as session:
            for number, state in enumerate(("scheduled", "scheduled", "posted", "deleted")):
                post_at = NOW + timedelta(hours=number)
                session.add(
                    Fallback(
                        incident_id=1,
                        channel=TRIAGE,
                        scheduled_message_id=f"Q{number}",
                        post_at=post_at,
                        state=state,
                    )
                )

        assert results(settings(slack.url), database)["fallbacks"].text == (
            "Messages scheduled in Slack: 2; the first is posted at 2026-11-23 08:00:00 UTC unless it is deleted."
        )
        assert figures_of(database)["fallbacks_scheduled"] == 2

    def test_has_no_figures_where_there_are_no_tables(self, tmp_path: Path) -> None:
        for name in ("new.db", "empty.db"):
            database = SqliteDatabase(f"sqlite:///{tmp_path}/{name}")
            assert figures_of(database) == {}
            database.close()
            (tmp_path / "empty.db").touch()
        assert not (tmp_path / "new.db").exists()


FILE = "POLICY_FILE"
CHECK = "check desk.mail in POLICY_FILE, and invite the bot there if"
IMPORT = "import what is missing, or correct"
EACH = "each desk needs a channel of its own"


class TestDesks:
    """Each further desk of the policy is looked at; where there is none, nothing is said."""

    def test_says_what_is_well_and_what_is_wrong_with_each(
        self, slack: FakeSlack, database: Database, tmp_path: Path
    ) -> None:
        policy = tmp_path / "policy.toml"
        policy.write_text(
            '[desk.network]\ntriage_channel = "C0NETWORK"\nproducts = ["VPN-3"]\nmanagers = ["U0MAX"]\n'
            '[desk.mail]\ntriage_channel = "C0MAIL"\nproducts = ["mail-2022"]\naccounts = ["Acme"]\n'
            f'[desk.same]\ntriage_channel = "{TRIAGE}"\nmanagers = ["U0NOBODY"]\n'
        )
        slack.add_channel("C0NETWORK", name="network", private=True)
        with database.transaction() as session:
            session.add(Product(code="VPN-3", name="VPN 3"))
        found = results(settings(slack.url, policy_file=policy), database)
        how = HOW_TO_GET["managers"]
        assert {name: (one.is_well, one.text) for name, one in found.items() if name.startswith("desk ")} == {
            "desk network": (True, "The bot is in #network."),
            "desk network managers": (True, "U0MAX is Max Bernard."),
            "desk network for": (True, "Products of this desk: 1; accounts: 0."),
            "desk mail": (
                False,
                f"Slack does not show C0MAIL to us (channel_not_found): {CHECK} the channel is private.",
            ),
            "desk mail for": (
                False,
                f"Nobody knows the product MAIL-2022, the account ACME: {IMPORT} desk.mail in {FILE}.",
            ),
            "desk same": (False, f"Its channel is also TRIAGE_CHANNEL: correct desk.same in {FILE}, {EACH}."),
            "desk same managers": (
                False,
                f"U0NOBODY is nobody whom Slack knows: correct desk.same in POLICY_FILE ({how}).",
            ),
        }

    def test_says_which_incidents_name_a_desk_that_is_gone(
        self, slack: FakeSlack, database: Database, tmp_path: Path
    ) -> None:
        incident = {
            "title": "No mail", "description": "", "severity": "B", "cover": "business", "opened_by": "U0ALICE",
            "opened_in": "C0ACME", "opened_at": NOW, "terms": {}, "deadline_at": NOW,
        }  # fmt: skip
        (policy := tmp_path / "policy.toml").write_text('[desk.network]\ntriage_channel = "C0NETWORK"\n')
        with database.transaction() as session:
            for number, desk in enumerate(["", "network", "old", "old"]):
                session.add(Incident(**incident, form_id=f"V{number}", desk=desk))
            closed = {"status": "closed", "outcome": "solved", "closed_at": NOW, "closed_by": "U0THEO"}
            session.add(Incident(**incident, **closed, form_id="V9", desk="older"))
        found = results(settings(slack.url, policy_file=policy), database)
        assert {name for name in found if name.startswith("desk ")} == {"desk network", "desk old"}
        assert found["desk old"].is_well
        assert found["desk old"].text == (
            "POLICY_FILE has it no more: the first desk looks after its incidents (2 open). "
            "If it has another name now, give it back this one, [desk.old]."
        )
