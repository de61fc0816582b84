import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
MOCKS = {"mock", "unittest.mock", "pytest_mock"}


def mocks(source: str) -> list[str]:
    """Return what in a test file replaces parts of the program; the environment and the folder may be set."""
    found: list[str] = []
    if "mock" not in source and "monkeypatch" not in source:  # Most files; to parse one takes a hundred times as long.
        return found
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [one.name for one in node.names if one.name in MOCKS]
        elif isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{one.name}" for one in node.names} | {str(node.module)}
            found += sorted(names & MOCKS)
        elif isinstance(node, ast.arg) and node.arg == "mocker":
            found.append("mocker")
        elif isinstance(node, ast.Attribute) and ast.unparse(node) == "monkeypatch.setattr":
            found.append("monkeypatch.setattr")
    return found


def test_fakes_are_written_by_hand() -> None:
    """A patched name goes on passing when the real thing has changed."""
    found = {
        str(path.relative_to(TESTS)): mocks(path.read_text(encoding="utf-8")) for path in sorted(TESTS.rglob("*.py"))
    }

    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import unittest.mock", ["unittest.mock"]),
        ("from unittest import mock", ["unittest.mock"]),
        ("from unittest.mock import patch", ["unittest.mock"]),
        ("def test(mocker): ...", ["mocker"]),
        ("def test(monkeypatch):\n    monkeypatch.setattr(bot, 'x', 1)", ["monkeypatch.setattr"]),
        ("def test(monkeypatch):\n    monkeypatch.setenv('LOCALE', 'fr')", []),
        ("import unittest", []),
    ],
)
def test_a_mock_is_recognised(source: str, expected: list[str]) -> None:
    assert mocks(source) == expected
