"""In which order the workers take the tests: some begin with those that wait, while the others compute.

In alphabetical order those that wait lie side by side, and all workers wait at once. A long test that begins last
would keep everybody waiting.
"""

from collections.abc import Iterable
from itertools import islice
from typing import TypeVar

Test = TypeVar("Test")

FORKED = ("tests/faults/", "tests/journeys/test_run.py", "tests/test_cli.py", "tests/test_secrets.py")
"""Files and folders whose tests wait for processes that are forked from one: that one is loaded once for all."""
STARTED = (
    "tests/journeys/test_demo.py",
    "tests/journeys/test_browser.py",
    "tests/demo/",
    "tests/test_connection.py",
    "tests/test_http_server.py",
    "tests/test_app.py",
    "tests/jobs/test_auditor.py",
    "tests/jobs/test_watchdog.py",
    "tests/fake_slack/",
)
"""Files and folders whose tests wait for other programs, or for time to pass; the longest first."""
LONG = ("tests/journeys/test_outsiders.py", "tests/journeys/test_malformed.py", "tests/operations/test_life.py")
"""Files that compute for long in a single test."""
FIRST = (FORKED, STARTED, LONG)
"""Each is for one worker. The first two wait as long as two of four workers need for all there is."""


def deal(tests: list[tuple[str, Test]], workers: int) -> list[Test]:
    """Return the tests, each given with its name, so that each of the first workers begins with one of these groups.

    With `--dist worksteal` each worker is given an equal part, one after the other; whoever has done theirs takes
    half of what somebody else still has. Within a file the order stays, as fixtures are shared there.
    """
    groups = [list(_those_of(group, tests)) for group in FIRST]
    if workers < len(groups) or max(map(len, groups)) > len(tests) // workers:
        return [test for _, test in tests]
    named = tuple(place for group in FIRST for place in group)
    others = (test for name, test in tests if not name.startswith(named))
    dealt: list[Test] = []
    for worker in range(workers):
        first = groups[worker] if worker < len(groups) else []
        size = (len(tests) - len(dealt)) // (workers - worker)
        dealt += [*first, *islice(others, size - len(first))]
    return dealt


def _those_of(places: Iterable[str], tests: list[tuple[str, Test]]) -> Iterable[Test]:
    return (test for place in places for name, test in tests if name.startswith(place))
