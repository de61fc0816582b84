"""A listener reads, calls one operation, and answers: it writes by `Gesture.once` or `Gesture.write`."""

import ast
from pathlib import Path

from tests.house_rules.code import nodes_of

LISTENERS = Path(__file__).parents[2] / "bot" / "listeners"
WRITING = {"gesture", "other_installation"}
"""`Gesture` itself, and what is noted before there is a gesture."""


def test_no_listener_opens_a_transaction() -> None:
    opening = {
        path.stem
        for path in LISTENERS.glob("*.py")
        for node in nodes_of(path)
        if isinstance(node, ast.Attribute) and node.attr == "transaction"
    }

    assert opening == WRITING
