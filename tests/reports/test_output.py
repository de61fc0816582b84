import os
from pathlib import Path

import pytest

from bot.reports.output import CannotWrite, output


class TestFile:
    """A report is there when it is complete, and not before."""

    def test_is_written_as_given(self, tmp_path: Path) -> None:
        with output(tmp_path / "billing.csv") as file:
            file.write("\ufeffé\r\n")
            assert not (tmp_path / "billing.csv").exists()

        assert (tmp_path / "billing.csv").read_bytes() == b"\xef\xbb\xbf\xc3\xa9\r\n"
        assert os.listdir(tmp_path) == ["billing.csv"]  # noqa: PTH208 - the names are what matters

    def test_stays_as_it_was_when_writing_fails(self, tmp_path: Path) -> None:
        (tmp_path / "billing.csv").write_text("last month")

        with pytest.raises(ZeroDivisionError), output(tmp_path / "billing.csv") as file:
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
        with pytest.raises(CannotWrite, match="/dev/null is no ordinary file"), output(Path("/dev/null")):
            pass


def test_standard_output_gets_it_at_the_end(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with output(None) as file:
        file.write("é\r\n")
        assert capfdbinary.readouterr().out == b""

    assert capfdbinary.readouterr().out == b"\xc3\xa9\r\n"
