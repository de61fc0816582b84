from pathlib import Path

import pytest

from tests.order import FIRST, FORKED, LONG, STARTED, deal

ROOT = Path(__file__).parents[1]
BEFORE = ["tests/a.py", "tests/demo/a.py", "tests/faults/a.py", "tests/faults/b.py", *["tests/g.py"] * 9]
AFTER = [
    *["tests/journeys/test_demo.py"] * 2,
    "tests/journeys/test_malformed.py",
    *["tests/queries/a.py"] * 3,
    "tests/test_cli.py",
    "tests/z.py",
]
NAMES = [f"{file}::test_{number}" for number, file in enumerate(BEFORE + AFTER)]


def dealt(names: list[str], workers: int) -> list[str]:
    return deal([(name, name) for name in names], workers)


@pytest.mark.parametrize("place", [place for group in FIRST for place in group])
def test_names_only_what_there_is(place: str) -> None:
    assert (ROOT / place).exists()


def test_lets_each_of_the_first_workers_begin_with_a_group() -> None:
    found = dealt(NAMES, 4)
    parts = [found[begin : begin + 5] for begin in range(0, 20, 5)]
    assert [name.startswith(FORKED) for name in parts[0]] == [True, True, True, False, False]
    assert [name.startswith(STARTED) for name in parts[1]] == [True, True, True, False, False]
    assert parts[1][0].startswith("tests/journeys/test_demo.py"), "the longest first"
    assert [name.startswith(LONG) for name in parts[2]] == [True, False, False, False, False]
    assert not any(name.startswith(FORKED + STARTED + LONG) for name in parts[3])


@pytest.mark.parametrize("workers", [1, 2, 3, 4, 5])
def test_leaves_out_nothing_and_keeps_the_order_of_the_others(workers: int) -> None:
    found = dealt(NAMES, workers)
    assert sorted(found) == sorted(NAMES)
    others = [name for name in found if not name.startswith(FORKED + STARTED + LONG)]
    assert others == [name for name in NAMES if name in others]


def test_changes_nothing_where_a_group_is_more_than_a_part() -> None:
    few = [name for name in NAMES if name.startswith("tests/faults/")]
    assert dealt(few, 4) == few
