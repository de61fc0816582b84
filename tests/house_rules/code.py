"""Our own code as the house rules look at it: each file is read and parsed once, for all rules."""

import ast
from functools import cache
from pathlib import Path


@cache
def parsed(path: Path) -> ast.Module:
    """Return what is in a file of Python; nobody may change it, as others look at the same."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Return all that is in a file of Python, from the outside inwards."""
    return tuple(ast.walk(parsed(path)))
