"""A question may be asked any number of times: a function named as one changes no row, nor does anything it calls."""

import ast
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.house_rules.code import nodes_of

ROOT = Path(__file__).parents[2]
QUESTION = re.compile(r"_*(is|are|was|has|does|can|may|must|needs|lacks|counts|waits|find|check|which|who)(_|$)")
"""How a function is called that answers something, or raises where the answer is no; in `QUERIES` all answer."""
QUERIES = "bot.queries."
WRITES = {"add", "add_all", "delete", "merge"}
"""Methods of a session that change rows; `flush` writes only what others have changed."""
STATEMENTS = {"insert", "update", "delete"}
LIBRARIES = ("sqlmodel", "sqlalchemy")


class Name(NamedTuple):
    """A function: its module and its name in that module."""

    module: str
    name: str


Uses = dict[Name, set[Name]]
"""For each function, the outside names it refers to."""


@cache
def uses() -> Uses:
    """Return what our functions name; what is assigned to a row is `Name("", "=")`."""
    found: Uses = {}
    for path in sorted((ROOT / "bot").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        found |= uses_in(nodes_of(path), module)
    return found


def uses_in(nodes: Sequence[ast.AST], module: str) -> Uses:
    """Return what the functions of one module name; of two methods of one name, what both do."""
    imported = {
        one.asname or one.name: Name(str(node.module), one.name)
        for node in nodes
        if isinstance(node, ast.ImportFrom)
        for one in node.names
    }
    found: Uses = {}
    for node in nodes:
        if isinstance(node, ast.FunctionDef):
            found.setdefault(Name(module, node.name), set()).update(named(node, module, imported))
    return found


def named(function: ast.FunctionDef, module: str, imported: dict[str, Name]) -> Iterator[Name]:
    has_rows = "session" in {one.arg for one in function.args.args}
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            yield imported.get(node.id, Name(module, node.id))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner = node.value.id
            if isinstance(node.ctx, ast.Store) and has_rows and owner != "self":
                yield Name("", "=")
            yield Name(".".join(imported.get(owner, (owner,))), node.attr)


def writes(name: Name) -> bool:
    """Return whether this function changes rows itself."""
    is_statement = name.module.startswith(LIBRARIES) and name.name in STATEMENTS
    return is_statement or (name.module == "session" and name.name in WRITES) or name == ("", "=")


def writers(known: Uses) -> dict[Name, Name]:
    """Return each function that changes rows, with what it uses for that."""
    found: dict[Name, Name] = {}
    before = -1
    while before < len(found):
        before = len(found)
        for function, used in known.items():
            if function not in found and (through := next(filter(lambda one: one in found or writes(one), used), None)):
                found[function] = through
    return found


def way(name: Name, found: dict[Name, Name]) -> str:
    """Return the chain of calls by which a function comes to write."""
    steps = [name]
    while steps[-1] in found:
        steps.append(found[steps[-1]])
    return " -> ".join(".".join(one) for one in steps)


def test_a_question_never_writes() -> None:
    found = writers(uses())
    questions = [one for one in found if QUESTION.match(one.name) or one.module.startswith(QUERIES)]

    assert [way(one, found) for one in questions] == []


def test_what_writes_is_recognised() -> None:
    found = writers(uses())

    assert len(found) > 200
    for module, name in (
        ("bot.idempotency", "record_key"),
        ("bot.delivery.outbox", "post"),
        ("bot.operations.incidents.closing", "close_incident"),
        ("bot.operations.accounts.members", "edit_members"),
    ):
        assert Name(module, name) in found


def test_a_question_that_writes_far_down_is_found() -> None:
    lines = "def is_new(session):\n    return _add(session)\ndef _add(session):\n    session.add(1)\n"

    found = writers(uses_in([*ast.walk(ast.parse(lines))], "bot.one"))

    assert way(Name("bot.one", "is_new"), found) == "bot.one.is_new -> bot.one._add -> session.add"
