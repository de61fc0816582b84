import os
import re
from pathlib import Path

import pytest

from bot.database import Database, SqliteDatabase
from bot.policy import BUILT_IN
from bot.reports.output import COMPANIONS, CannotWrite, output, own_files

NEVER_REPLACED = "belongs to Guichet itself and is never replaced: name another file"


class TestFile:
    """A report appears when it is complete, and not before."""

    def test_is_written_as_given(self, tmp_path: Path) -> None:
        with output(tmp_path / "billing.csv") as file:
            file.write("\ufeffé\r\n")
            assert not (tmp_path / "billing.csv").exists()

        assert (tmp_path / "billing.csv").read_bytes() == b"\xef\xbb\xbf\xc3\xa9\r\n"
        assert os.listdir(tmp_path) == ["billing.csv"]  # noqa: PTH208 - the names are what matters

    def test_stays_as_it_was_when_writing_fails(self, tmp_path: Path) -> None:
        (tmp_path / "billing.csv").write_text("last month")

        with pytest.raises(ZeroDivisionError), output(tmp_path / "billing.csv", replace=True) as file:
            file.write(str(1 / 0))

        assert (tmp_path / "billing.csv").read_text() == "last month"
        assert os.listdir(tmp_path) == ["billing.csv"]  # noqa: PTH208 - the names are what matters

    def test_is_what_a_link_points_to(self, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to(tmp_path / "billing.csv")

        with output(tmp_path / "link") as file:
            file.write("1")

        assert ((tmp_path / "link").is_symlink(), (tmp_path / "billing.csv").read_text()) == (True, "1")

    @pytest.mark.parametrize("place", ["missing/billing.csv", "."])
    def test_that_cannot_be_is_told(self, tmp_path: Path, place: str) -> None:
        with pytest.raises(CannotWrite, match="name another file"), output(tmp_path / place):
            pass

    def test_is_no_device(self) -> None:
        with pytest.raises(CannotWrite, match="/dev/null is not an ordinary file"), output(Path("/dev/null")):
            pass

    def test_keeps_a_question_mark_for_what_no_file_can_hold(self, tmp_path: Path) -> None:
        with output(tmp_path / "billing.csv") as file:
            file.write("a\udfffb")

        assert (tmp_path / "billing.csv").read_text() == "a?b"


class TestExistingFile:
    """A file that is there is replaced only when that is asked for, and as a whole."""

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        path = tmp_path / "billing.csv"
        path.write_text("last month")
        path.chmod(0o640)
        return path

    def test_is_left_as_it_was(self, path: Path) -> None:
        expected = f"{path} exists already: name another file, or add --force to replace it."

        with pytest.raises(CannotWrite, match=re.escape(expected)), output(path):
            pytest.fail("told before anything is looked up")

        assert path.read_text() == "last month"

    def test_is_replaced_when_that_is_asked_for_and_keeps_its_rights(self, path: Path) -> None:
        with output(path, replace=True) as file:
            file.write("this month")
            file.flush()
            assert path.read_text() == "last month"

        assert (path.read_text(), path.stat().st_mode & 0o777) == ("this month", 0o640)

    def test_that_comes_meanwhile_is_left_as_it_is(self, tmp_path: Path) -> None:
        with pytest.raises(CannotWrite), output(tmp_path / "billing.csv"):
            (tmp_path / "billing.csv").write_text("theirs")

        assert (tmp_path / "billing.csv").read_text() == "theirs"
        assert os.listdir(tmp_path) == ["billing.csv"]  # noqa: PTH208 - the names are what matters

    def test_behind_a_link_is_replaced_and_the_link_stays(self, path: Path, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to(path)

        with output(tmp_path / "link", replace=True) as file:
            file.write("1")

        assert ((tmp_path / "link").is_symlink(), path.read_text()) == (True, "1")


class TestOwnFiles:
    """No report replaces the database, what lies beside it, the policy or the settings, under whatever name."""

    @pytest.fixture
    def own(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
        monkeypatch.chdir(tmp_path)
        for end in COMPANIONS:
            Path(f"guichet.db{end}").write_text("kept")
        Path("contract.toml").write_text("kept")
        Path(".env").write_text("kept")
        Path("guichet.db.rescued-1").write_text("kept")
        return own_files(SqliteDatabase("sqlite:///guichet.db"), policy_file=Path("contract.toml"))

    @pytest.mark.parametrize(
        "name", [*(f"guichet.db{end}" for end in (*COMPANIONS, ".rescued-1")), "contract.toml", ".env"]
    )
    @pytest.mark.parametrize("way", ["itself", "path", "link", "hard link"])
    def test_are_refused(self, own: list[Path], tmp_path: Path, name: str, way: str) -> None:
        named = {"itself": Path(name), "path": tmp_path / "." / name}.get(way, tmp_path / "report.csv")
        if way == "link":
            named.symlink_to(name)
        if way == "hard link":
            named.hardlink_to(name)

        with pytest.raises(CannotWrite, match=NEVER_REPLACED), output(named, replace=True, kept=own):
            pytest.fail("told before anything is looked up")

        assert Path(name).read_text() == "kept"

    @pytest.mark.parametrize("name", [f"guichet.db{end}" for end in COMPANIONS])
    def test_are_refused_before_they_are_there(self, own: list[Path], tmp_path: Path, name: str) -> None:
        Path(name).unlink()
        (tmp_path / "link").symlink_to(name)

        for named in (Path(name), tmp_path / "link"):
            with pytest.raises(CannotWrite, match=NEVER_REPLACED), output(named, kept=own):
                pass

        assert not Path(name).exists()

    def test_are_refused_when_one_comes_to_lie_there_meanwhile(self, own: list[Path], tmp_path: Path) -> None:
        path = tmp_path / "report.csv"

        with pytest.raises(CannotWrite, match=NEVER_REPLACED), output(path, replace=True, kept=own):
            path.hardlink_to("guichet.db")

        assert Path("guichet.db").read_text() == "kept"

    def test_are_those_of_sqlite_alone(self, database: Database, ready_url: str) -> None:
        files = own_files(database, policy_file=None)

        assert BUILT_IN in files
        assert len(files) == (8 if ready_url.startswith("sqlite") else 2)


def test_standard_output_gets_it_at_the_end(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with output(None) as file:
        file.write("é\r\n")
        assert capfdbinary.readouterr().out == b""

    assert capfdbinary.readouterr().out == b"\xc3\xa9\r\n"
