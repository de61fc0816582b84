"""Whoever searches for a name finds one thing."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from tests.house_rules.code import nodes_of

ROOT = Path(__file__).parents[2]
RETIRED = {
    "said": "text, written, posted or answer, as the case may be",
    "unsaid": "unposted",
    "spoken": "posted",
    "armed": "scheduled",
}
"""Words that no name may have, with what to write instead."""


def modules() -> dict[str, Sequence[ast.AST]]:
    """Return what is in each module of ours but the migrations, by its path."""
    paths = (path for folder in ("bot", "models") for path in (ROOT / folder).rglob("*.py"))
    return {
        str(path.relative_to(ROOT)): nodes_of(path)
        for path in paths
        if "migrations" not in path.relative_to(ROOT).parts
    }


def defined_twice(modules: Mapping[str, Sequence[ast.AST]]) -> dict[str, list[str]]:
    """Return the names of classes that are defined more than once, with where."""
    places = defaultdict(list)
    for path, nodes in modules.items():
        for node in nodes:
            if isinstance(node, ast.ClassDef):
                places[node.name].append(path)
    return {name: where for name, where in places.items() if len(where) > 1}


def names(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Yield each name that a module defines."""
    for node in nodes:
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.arg(arg=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name


def retired(nodes: Sequence[ast.AST]) -> set[str]:
    return {name for name in names(nodes) if RETIRED.keys() & set(name.lower().split("_"))}


def test_a_class_name_means_one_thing() -> None:
    assert len(modules()) > 300
    assert defined_twice(modules()) == {}


def test_no_name_has_a_retired_word() -> None:
    found = {path: retired(nodes) for path, nodes in modules().items()}

    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ({"a.py": "class Place: ...", "b.py": "class Place: ..."}, {"Place": ["a.py", "b.py"]}),
        ({"a.py": "class Place: ...\nclass Inner:\n    class Place: ..."}, {"Place": ["a.py", "a.py"]}),
        ({"a.py": "class Place: ...", "b.py": "class ListPlace: ..."}, {}),
    ],
)
def test_two_of_one_name_are_noticed(sources: dict[str, str], expected: dict[str, list[str]]) -> None:
    assert defined_twice({path: [*ast.walk(ast.parse(one))] for path, one in sources.items()}) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("said = 1", {"said"}),
        ("def _is_said(): ...", {"_is_said"}),
        ("one.said_at = 1", {"said_at"}),
        ("def post(armed): ...", {"armed"}),
        ("alarmed = 1", set()),
        ("text = said", set()),
    ],
)
def test_a_retired_word_is_noticed(source: str, expected: set[str]) -> None:
    assert retired([*ast.walk(ast.parse(source))]) == expected
