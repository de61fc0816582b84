import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.house_rules.code import nodes_of

ROOT = Path(__file__).parents[2]
MOST = 8
MOST_BY_POSITION = 3


class Parameters(NamedTuple):
    """How many parameters a function takes, without `self` and `cls`."""

    by_position: int
    in_all: int


@cache
def parameters() -> tuple[tuple[str, Parameters], ...]:
    """Return where each of our functions stands, and its parameters."""
    return tuple(_parameters())


def _parameters() -> Iterator[tuple[str, Parameters]]:
    """Yield the functions of each file except the migrations, which Alembic writes."""
    for folder in ("bot", "models"):
        for path in (ROOT / folder).rglob("*.py"):
            if "migrations" not in path.parts:
                for node in nodes_of(path):
                    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                        yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", counted(node)


def counted(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Parameters:
    named = [one for one in (*function.args.posonlyargs, *function.args.args) if one.arg not in {"self", "cls"}]
    return Parameters(len(named), len(named) + len(function.args.kwonlyargs))


def test_no_function_takes_more_than_eight_parameters() -> None:
    assert [where for where, one in parameters() if one.in_all > MOST] == []


def test_no_function_takes_more_than_three_by_position() -> None:
    assert [where for where, one in parameters() if one.by_position > MOST_BY_POSITION] == []


def test_parameters_are_counted_without_self() -> None:
    (owner,) = ast.parse("class A:\n    def f(self, a, /, b, *more, c, d=1, **others): pass").body
    assert isinstance(owner, ast.ClassDef)
    (function,) = owner.body
    assert isinstance(function, ast.FunctionDef)
    assert counted(function) == Parameters(2, 4)
