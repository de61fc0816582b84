"""What nothing uses any more is taken out: each name at the top of a module is used somewhere in the program."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house_rules.code import nodes_of, parsed

ROOT = Path(__file__).parents[2]
USED_BY_TESTS_ALONE = {"BY_ITSELF"}
"""A table for readers, which tests compare with the program's behaviour."""

READ_BY_ALEMBIC = {"revision", "down_revision", "branch_labels", "depends_on", "upgrade", "downgrade"}


def defined(module: ast.Module) -> Iterator[str]:
    """Yield the names at the top of a module; a decorator may register what it decorates, and so uses it."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name))


def used(nodes: tuple[ast.AST, ...]) -> Iterator[str]:
    """Yield each name that is read, imported, or written in a string, as in an annotation."""
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.value


def unused(paths: list[Path]) -> set[str]:
    """Return the names that these modules define and none of them uses."""
    uses = Counter(name for path in paths for name in used(nodes_of(path)))
    return {name for path in paths for name in defined(parsed(path)) if not uses[name] and not name.startswith("__")}


def test_each_name_is_used() -> None:
    paths = [path for folder in ("bot", "models") for path in (ROOT / folder).rglob("*.py")]
    assert unused(paths) - READ_BY_ALEMBIC == USED_BY_TESTS_ALONE


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("A = 1\nB = A", {"B"}),
        ("def act():\n    pass", {"act"}),
        ("def act():\n    pass\nact()", set()),
        ("@register\ndef act():\n    pass", set()),
        ("class Row:\n    pass\ndef of() -> 'Row':\n    pass", {"of"}),
        ("A, B = 1, 2\nprint(A)", {"B"}),
        ("A: int = 1", {"A"}),
    ],
)
def test_what_is_left_is_recognised(source: str, expected: set[str], tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(source)
    assert unused([path]) == expected
