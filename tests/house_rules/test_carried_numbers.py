"""What a button or a form carries comes back from outside: `int()` of it is a traceback for whatever was changed."""

import ast
from pathlib import Path

from tests.house_rules.code import nodes_of

BOT = Path(__file__).parents[2] / "bot"


def whole_numbers_read(folder: str, about: str) -> list[str]:
    """Return where `int()` is called in this folder with these words in its argument."""
    return [
        f"{path.name}:{node.lineno}"
        for path in (BOT / folder).rglob("*.py")
        for node in nodes_of(path)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "int" and about in ast.unparse(node)
    ]


def test_listeners_read_numbers_with_number_in() -> None:
    assert whole_numbers_read("listeners", "") == []


def test_forms_read_what_they_carry_with_number_in() -> None:
    assert whole_numbers_read("forms", "private_metadata") == []
