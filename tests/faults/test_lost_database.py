"""The SQLite file is deleted or replaced under a running program: nothing is confirmed that is lost, and it ends."""

import re
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.app import Guichet
from bot.database import DatabaseUnavailable, SqliteDatabase
from bot.doctor import _tables
from bot.lost_database import DATABASE_LOST, DatabaseLost
from bot.migrate import make_ready, migrate, refuse_old
from bot.sqlite_file import SqliteFile
from tests.fake_slack import FakeSlack
from tests.faults import storm
from tests.faults.bot_process import Options
from tests.faults.slack_process import SlackProcess
from tests.faults.test_database_trouble import stored
from tests.journeys import harness as journey
from tests.journeys.harness import ANSWERS, CUSTOMERS
from tests.journeys.test_run import running
from tests.people import People
from tests.templates import copy_sqlite


def deleted(path: Path) -> None:
    path.unlink()


def folder_deleted(path: Path) -> None:
    shutil.rmtree(path.parent)


def moved_away(path: Path) -> None:
    path.rename(path.with_name("elsewhere.db"))


def renamed_over(path: Path) -> None:
    copy = path.with_name("copy.db")
    shutil.copy(path, copy)
    copy.replace(path)


def replaced_by_an_empty_one(path: Path) -> None:
    path.unlink()
    path.touch()


def write_ahead_log_deleted(path: Path) -> None:
    path.with_name(f"{path.name}-wal").unlink()


def index_deleted(path: Path) -> None:
    path.with_name(f"{path.name}-shm").unlink()


def copied_over(path: Path) -> None:
    path.write_bytes(b"This is no database. " * 10_000)


LOSSES = [
    deleted,
    folder_deleted,
    moved_away,
    renamed_over,
    replaced_by_an_empty_one,
    write_ahead_log_deleted,
    index_deleted,
    copied_over,
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file, in a folder of its own."""
    folder = tmp_path / "data"
    folder.mkdir()
    copy_sqlite(folder / "guichet.db")
    return folder / "guichet.db"


class TestFiling:
    """Somebody files at the moment of the loss: what was typed stays, and the next click is refused too."""

    @pytest.mark.parametrize("lose", LOSSES)
    def test_is_refused_and_managers_are_told(
        self,
        slack: FakeSlack,
        tmp_path: Path,
        path: Path,
        monkeypatch: pytest.MonkeyPatch,
        lose: Callable[[Path], None],
    ) -> None:
        monkeypatch.chdir(tmp_path)  # Where the copy goes if the folder is gone as well.
        with journey.program(slack, tmp_path, database_url=f"sqlite:///{path}") as guichet:
            people = People(guichet.bolt, slack, journey.SECRET)
            alice = people["U0ALICE"]
            alice.command("/incident", channel=CUSTOMERS)
            assert alice.submit(ANSWERS).ok
            held = stored(guichet)
            alice.command("/incident", channel=CUSTOMERS)
            alice.fill(ANSWERS)
            lose(path)
            errors = [*alice.submit().errors.values()]
            bob = people["U0BOB"].command("/incident", "list", channel=CUSTOMERS)
            await_end(guichet)
            (told,) = slack.dms("U0MAX")

        assert [one[:52] for one in errors] == ["Guichet has lost its database and is stopping, so no"]
        assert "Guichet a perdu sa base de données" in str(bob.body)
        assert "Guichet a perdu sa base de données" in slack.text_of(told)
        if lose is not copied_over:
            (copy,) = re.findall(r"/\S+?\.rescued-\d+", slack.text_of(told))
            assert rows_in(Path(copy), "incident") == held["Incident"] == 1
            assert Path(copy).stat().st_mode & 0o777 == 0o600
            assert Path(copy).parent == (tmp_path if lose is folder_deleted else path.parent)

    def test_is_refused_for_now_where_nobody_can_tell_what_became_of_the_file(
        self, slack: FakeSlack, tmp_path: Path, path: Path
    ) -> None:
        """What is unknown is no loss: a link that leads in a circle for a moment, as a lost mount might."""
        aside = path.parent.with_name("aside")
        with journey.program(slack, tmp_path, database_url=f"sqlite:///{path}") as guichet:
            alice = People(guichet.bolt, slack, journey.SECRET)["U0ALICE"]
            alice.command("/incident", channel=CUSTOMERS)
            path.parent.rename(aside)
            path.parent.symlink_to(path.parent)
            (error,) = alice.submit(ANSWERS).errors.values()
            path.parent.unlink()
            aside.rename(path.parent)
            assert error.startswith("Guichet is very busy")
            assert alice.submit().ok
            assert stored(guichet)["Incident"] == 1


def await_end(guichet: Guichet) -> None:
    """Wait until the program wants to end; it must say so with the exception that has its exit status."""
    guichet._stopped.wait()
    with pytest.raises(DatabaseLost):
        guichet._lost_database.raise_if_lost()


def rows_in(path: Path, table: str) -> int:
    """Return how many rows a table has."""
    with closing(sqlite3.connect(path)) as database:
        (count,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - from this file
    return int(count)


class TestRescue:
    """What SQLite still has open is copied while the program ends."""

    def test_ends_although_a_lock_stays(self, tmp_path: Path) -> None:
        """Without its log, for instance: then whoever writes keeps every reader out."""
        file = SqliteFile(tmp_path / "guichet.db", rescue_waits_s=0.1)
        with closing(sqlite3.connect(file.path, isolation_level=None)) as other:
            other.execute("CREATE TABLE incident (id INTEGER PRIMARY KEY)")
            file.claim()
            file.watch()
            other.execute("BEGIN EXCLUSIVE")
            assert file.rescue() is None
            other.execute("ROLLBACK")
            assert file.rescue() == tmp_path.resolve() / "guichet.db.rescued-1"
        file.release()


class TestProgram:
    """`guichet run` as an operator runs it."""

    def test_ends_by_itself_with_a_status_of_its_own_and_does_not_begin_anew(
        self, slack: FakeSlack, tmp_path: Path, path: Path
    ) -> None:
        url = f"sqlite:///{path}"
        with running(slack, url, tmp_path) as program:
            path.unlink()
            began = time.monotonic()
            assert program.wait(timeout=20) == DATABASE_LOST
            assert time.monotonic() - began < 15
        database = SqliteDatabase(url)
        with pytest.raises(DatabaseUnavailable) as refused:
            database.claim()
        assert str(refused.value) == (
            f"{path} was used here, and is gone: put it back from a backup, or from what Guichet saved when it was "
            f"lost ({path}.rescued-1). "
            f"Only if nothing of it is to be kept, delete {path}.used, and Guichet starts anew."
        )
        path.with_name("guichet.db.rescued-1").rename(path)
        database.claim()
        make_ready(database)
        database.close()


class TestSecondProgram:
    """One file has one program, whatever the file is called. A bind mount shows the same inode as a hard link."""

    @pytest.mark.parametrize("way", ["hard link", "symbolic link", "lock file removed", "folder linked"])
    def test_is_refused(self, slack_aside: SlackProcess, tmp_path: Path, path: Path, way: str) -> None:
        other = tmp_path / "other" / "guichet.db"
        other.parent.mkdir()
        with storm.running(Options(f"sqlite:///{path}", slack_aside.url)) as (process,):
            while not path.with_name("guichet.db.used").exists():  # It is running.
                time.sleep(0.02)
            match way:
                case "hard link":
                    other.hardlink_to(path)
                case "symbolic link":
                    other.symlink_to(path)
                case "lock file removed":
                    path.with_name("guichet.db.lock").unlink()
                    other = path
                case "folder linked":
                    other.parent.rmdir()
                    other.parent.symlink_to(path.parent)
            second = SqliteDatabase(f"sqlite:///{other}")
            with pytest.raises(DatabaseUnavailable, match=r"^Another Guichet is already running on "):
                second.claim()
            second.close()
            process.terminate()
            process.join(20)
            assert process.exitcode == 0
        second.claim()
        make_ready(second)
        second.close()


class TestStart:
    """A file that was used here and is gone or empty is not replaced by a new one, and nothing advises to do so."""

    @pytest.mark.parametrize(
        ("lose", "state"), [(deleted, "gone"), (replaced_by_an_empty_one, "empty"), (None, "empty")]
    )
    def test_is_refused_whatever_is_run(self, path: Path, lose: Callable[[Path], None] | None, state: str) -> None:
        database = SqliteDatabase(f"sqlite:///{path}")
        database.claim()
        make_ready(database)
        database.close()
        if lose:
            lose(path)
        else:  # A database without tables.
            path.unlink()
            with closing(sqlite3.connect(path)) as other:
                other.execute("VACUUM")
        database = SqliteDatabase(f"sqlite:///{path}")
        expected = f"{path} was used here, and is {state}: put it back from a backup. Only if"

        def run() -> None:
            database.claim()
            migrate(database)

        for attempt in (run, lambda: refuse_old(database)):
            with pytest.raises(DatabaseUnavailable) as refused:
                attempt()
            assert str(refused.value).startswith(expected)
        (finding,) = _tables(database)
        assert not finding.is_well
        assert finding.text.startswith(expected)
        assert path.exists() == (state == "empty")
        path.with_name("guichet.db.used").unlink()
        database.claim()
        migrate(database)
        database.close()
