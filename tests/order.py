"""The order in which workers take the tests: some start with tests that wait, while the others compute.

In alphabetical order the tests that wait are side by side, so all workers would wait at once. A long test that started
last would hold up the whole run.
"""

from collections.abc import Iterable
from itertools import islice
from typing import TypeVar

Test = TypeVar("Test")

FORKED = ("tests/faults/", "tests/journeys/test_run.py", "tests/test_cli.py", "tests/test_secrets.py")
"""Files and folders whose tests wait for forked processes; the process they are forked from is loaded only once."""
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
"""One group per worker. With four workers, the first two groups wait about as long as the whole run takes."""


def deal(tests: list[tuple[str, Test]], workers: int) -> list[Test]:
    """Return the tests, each given with its name, in an order that lets each of the first workers start with a group.

    With `--dist worksteal` the list is cut into equal consecutive parts, one per worker; a worker that has finished
    takes half of what another still has. The order within a file stays, because its tests share fixtures.
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
