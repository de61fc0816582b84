import ast
from pathlib import Path
from statistics import median, quantiles

from tests.house_rules.code import nodes_of

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 300
MEDIAN_FUNCTION = 8
LONG_FUNCTION = 25
"""Nine functions in ten are no longer than this."""


def files() -> list[Path]:
    """Return our files; Alembic writes the migrations."""
    found = [path for folder in ("bot", "models") for path in (ROOT / folder).rglob("*.py")]
    return [path for path in found if "migrations" not in path.parts]


def functions() -> dict[str, int]:
    """Return how many lines each function's body has, without its docstring."""
    return {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": body_lines(node)
        for path in files()
        for node in nodes_of(path)
        if isinstance(node, ast.FunctionDef)
    }


def body_lines(function: ast.FunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def listed(sizes: dict[str, int], longer_than: int) -> str:
    longest = sorted(((lines, name) for name, lines in sizes.items() if lines > longer_than), reverse=True)
    return "\n".join(["the longest:", *(f"{lines:4} {name}" for lines, name in longest)])


def test_files_fit_into_a_head() -> None:
    sizes = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files()}

    assert len(sizes) > 50
    assert max(sizes.values()) <= LONGEST_FILE, listed(sizes, LONGEST_FILE)


def test_half_of_all_functions_are_read_at_a_glance() -> None:
    sizes = functions()

    assert len(sizes) > 200
    assert median(sizes.values()) <= MEDIAN_FUNCTION, listed(sizes, LONG_FUNCTION)


def test_nine_functions_in_ten_fit_on_a_screen() -> None:
    sizes = functions()

    assert quantiles(sizes.values(), n=10)[-1] <= LONG_FUNCTION, listed(sizes, LONG_FUNCTION)


def test_a_body_is_counted_without_its_docstring() -> None:
    (function,) = ast.parse('def f(\n    a,\n):\n    """Say\n    so."""\n    b = a\n\n    return b\n').body

    assert isinstance(function, ast.FunctionDef)
    assert body_lines(function) == 3
