"""`guichet demo` as a newcomer runs it: a program of its own, driven from outside."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.size import size


@contextmanager
def demo(folder: Path, *options: str, locale: str = "en") -> Iterator[subprocess.Popen[str]]:
    """Start the demo in an empty folder; whatever is left of it at the end is killed."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", *options],
        cwd=folder,
        env={**os.environ, "LOCALE": locale, "PYTHONPATH": str(Path.cwd()), "COLUMNS": "200"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def processes() -> str:
    """Return the command lines of all processes."""
    return subprocess.run(["ps", "-eo", "args"], check=True, capture_output=True, text=True).stdout  # noqa: S607


@pytest.mark.usefixtures("local_slack_program")
class TestDemo:
    """Nothing but the program itself is needed, and nothing of it is left behind."""

    @pytest.mark.parametrize(
        ("locale", "said"),
        size(
            [("en", "has acknowledged your incident")],
            full=[("en", "has acknowledged your incident"), ("fr", "a pris en charge votre incident")],
        ),
    )
    def test_tour_plays_the_whole_story(self, tmp_path: Path, locale: str, said: str) -> None:
        with demo(tmp_path, "--tour", "--verbose", locale=locale) as tour:
            told, _ = tour.communicate(timeout=110)
        assert tour.returncode == 0, told
        assert said in told
        story = told.partition("\n\n")[0].splitlines()
        assert all(line.startswith("✓ ") and len(line) <= 79 for line in story), "The story comes first."
        assert 20 <= len(story) <= 23, "With the line that follows it fills no more than a screen."
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
    def test_stops_cleanly(self, tmp_path: Path, by: signal.Signals) -> None:
        with demo(tmp_path, "--speed", "60") as running:
            assert running.stdout is not None
            line = running.stdout.readline()
            address = re.search(r"http://\S+", line)
            assert address is not None, line
            with urllib.request.urlopen(address[0], timeout=5) as page:  # noqa: S310 - loopback
                assert page.status == 200
            port = address[0].rsplit(":", 1)[1].strip("/")
            running.send_signal(by)
            began = time.monotonic()
            rest, _ = running.communicate(timeout=20)
            assert time.monotonic() - began < 10
        assert running.returncode == 0
        assert "Traceback" not in rest
        assert f"--port {port}" not in processes()
        with pytest.raises(OSError, match="refused"):
            urllib.request.urlopen(address[0], timeout=5)  # noqa: S310 - loopback
