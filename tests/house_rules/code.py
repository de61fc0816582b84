"""Our own code as the house rules look at it: each file is read and parsed once, for all rules."""

import ast
from functools import cache
from pathlib import Path


@cache
def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file; callers must not change it, as it is cached and shared."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Return every node of a Python file, outer nodes first."""
    return tuple(ast.walk(parsed(path)))
