import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house_rules.code import nodes_of

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def test_imports_point_down() -> None:
    """`importlinter.ini` beside this file says which way is down."""
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    options = ["--config", str(HERE / "importlinter.ini"), "--no-cache"]

    # In a process of its own: it switches off the log of whoever calls it.
    told = subprocess.run([sys.executable, "-c", lint, *options], cwd=ROOT, capture_output=True, text=True, check=False)

    assert told.returncode == 0, told.stdout + told.stderr
    assert " 0 broken" in told.stdout


@pytest.mark.parametrize("folder", ["forms", "messages"])
def test_what_people_read_is_made_of_slacks_models_alone(folder: str) -> None:
    """Import-linter sees other packages as a whole; here only their harmless half is allowed."""
    imported = {
        node.module
        for path in (ROOT / "bot" / folder).rglob("*.py")
        for node in nodes_of(path)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("slack")
    }

    assert imported
    assert {module for module in imported if not module.startswith("slack_sdk.models.")} == set()
