"""Whoever looks for the tests of an operation finds them by its name."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CALLERS = ("listeners", "jobs", "imports")
"""What calls the operations: for people, by itself, and for lists from elsewhere."""
TESTED_ELSEWHERE = {
    "context": "it has no function",
    "counter": "tests/journeys/test_mention.py",
    "incidents/locking": "tests/faults/test_races.py, and the race of two in each act's file",
    "incidents/new_card": "tests/journeys/test_channels.py",
    "incidents/shift_change": "tests/journeys/test_roster.py",
    "incidents/offer_posts": "tests/journeys/test_mention.py",
    "incidents/parts": "tests/operations/incidents/test_split.py",
    "incidents/possible_acts": "tests/operations/test_life.py and tests/journeys/test_act_menu.py",
    "incidents/remark_copy": "tests/operations/incidents/test_remark.py",
    "kept_forms": "tests/journeys/test_similar.py",
    "managers": "tests/journeys/test_managers.py",
    "note_other_programs": "tests/journeys/test_other_program.py",
    "thread_reading": "tests/journeys/test_missed.py",
    "record_heartbeat": "tests/jobs/test_auditor.py",
    "prune_idempotency_keys": "tests/jobs/test_prune_idempotency_keys.py",
}
"""Operations without a file of tests of their own, and where they are tested."""


def called() -> set[str]:
    """Return the operations that listeners, jobs and imports call, as paths below bot/operations."""
    files = [path for caller in CALLERS for path in (ROOT / "bot" / caller).rglob("*.py")]
    nodes = [node for path in files for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    modules = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    named = {one.removeprefix("bot.operations.").replace(".", "/") for one in modules if "bot.operations." in one}
    return {one for one in named if (ROOT / "bot" / "operations" / f"{one}.py").exists()}


def has_tests(operation: str) -> bool:
    """Return whether the operation has a test file of its path and name."""
    path = ROOT / "tests" / "operations" / operation
    return path.with_name(f"test_{path.name}.py").exists()


@pytest.mark.parametrize("operation", sorted(called()))
def test_an_operation_has_tests_by_its_name(operation: str) -> None:
    assert has_tests(operation) or operation in TESTED_ELSEWHERE, "add its test file, or say where it is tested"


def test_the_exceptions_are_true() -> None:
    """None has gained tests of its own, and what is named is there."""
    assert {one for one in TESTED_ELSEWHERE if has_tests(one)} == set()
    assert TESTED_ELSEWHERE.keys() <= called()
    named = [path for where in TESTED_ELSEWHERE.values() for path in re.findall(r"tests/\S+?\.py", where)]
    assert len(named) >= len(TESTED_ELSEWHERE) - 1
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_operations_are_found() -> None:
    assert len(called()) > 20
