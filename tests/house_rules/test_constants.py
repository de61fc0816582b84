import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.house_rules.code import parsed

BOT = Path(__file__).parents[2] / "bot"
UNITS = {"WEEK", "NOTHING", "TWO_HOURS_S"}
"""What says itself how much it is; so does what begins with one of a thing, such as `DAY`."""
RIDDLE = re.compile(r"\b[Ss]o (many|much|long)\b")
"""Words that leave open what a limit counts, unlike "Maximum incidents repaired in one audit"."""


def constants(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield each constant of a module that is a number or a length of time, and its docstring."""
    body = module.body
    for node, after in zip(body, [*body[1:], ast.Pass()], strict=True):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).isupper() and is_measure(node.value):
            is_documented = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            yield ast.unparse(node.targets[0]), str(after.value.value) if is_documented else ""  # type: ignore[attr-defined]


def is_measure(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        return ast.unparse(value.func) == "timedelta"
    return isinstance(value, ast.Constant) and type(value.value) in {int, float}


def wrong(described: Iterable[tuple[str, str]]) -> list[str]:
    return [name for name, text in described if RIDDLE.search(text) or not (text or is_unit(name))]


def is_unit(name: str) -> bool:
    return name in UNITS or re.fullmatch("(A_)?(DAY|HOUR|MINUTE)", name) is not None


def test_every_limit_says_what_it_counts() -> None:
    found = {str(path.relative_to(BOT)): list(constants(parsed(path))) for path in BOT.rglob("*.py")}

    assert sum(map(len, found.values())) > 100
    assert {path: names for path, each in found.items() if (names := wrong(each))} == {}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('LIMIT = 5\n"""Maximum incidents in one answer."""', []),
        ('LIMIT = 5\n"""So many incidents at the most."""', ["LIMIT"]),
        ("LIMIT = 5", ["LIMIT"]),
        ("WAIT = timedelta(seconds=5)", ["WAIT"]),
        ("DAY = timedelta(days=1)", []),
        ('NAME = "five"', []),
    ],
)
def test_a_riddle_is_recognised(source: str, expected: list[str]) -> None:
    assert wrong(constants(ast.parse(source))) == expected
