import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.house_rules.code import nodes_of

ROOT = Path(__file__).parents[2]
MAY_READ = {"bot/clock.py", "bot/doctor.py", "bot/doctor_slack.py", "bot/timetable.py"}
"""The clock itself; the doctor compares it with Slack's; APScheduler wants to be told in its own terms."""
MAY_READ_FOLDERS = ("bot/jobs/", "bot/demo/")
READINGS = {
    "datetime": {"now", "utcnow", "today", "fromtimestamp"},
    "date": {"today", "fromtimestamp"},
    "time": {"time", "time_ns", "localtime", "gmtime", "strftime", "ctime"},
}


def readings(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield each reading of the time of day; `time.monotonic` measures how long something takes, and is none."""
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (f"time.{one.name}" for one in node.names if one.name in READINGS["time"])
        if isinstance(node, ast.Attribute) and node.attr in READINGS.get(_owner(node.value), set()):
            yield f"{_owner(node.value)}.{node.attr}"


def _owner(node: ast.expr) -> str:
    """Return "datetime" for `datetime` and for `datetime.datetime`."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def test_the_clock_is_read_in_few_places() -> None:
    """Everything else is told what time it is, so that a test can tell it another."""
    places = {
        path.relative_to(ROOT).as_posix(): list(readings(nodes_of(path)))
        for folder in ("bot", "models")
        for path in (ROOT / folder).rglob("*.py")
    }
    readers = {place: found for place, found in places.items() if found}

    assert {p: f for p, f in readers.items() if p not in MAY_READ and not p.startswith(MAY_READ_FOLDERS)} == {}
    assert set(readers) >= MAY_READ, "who does not read it any more comes off the list"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from datetime import datetime\ndatetime.now(UTC)", ["datetime.now"]),
        ("import datetime\ndatetime.datetime.utcnow()", ["datetime.utcnow"]),
        ("datetime.now", ["datetime.now"]),
        ("date.today()", ["date.today"]),
        ("time.time()", ["time.time"]),
        ("from time import time", ["time.time"]),
        ("time.monotonic()", []),
        ("clock.now()", []),
        ("self._clock.now()", []),
        ("words.time(at)", []),
    ],
)
def test_a_reading_is_recognised(source: str, expected: list[str]) -> None:
    assert list(readings(ast.walk(ast.parse(source)))) == expected
