import ast
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def test_imports_point_down(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`importlinter.ini` beside this file says which way is down."""
    monkeypatch.chdir(ROOT)

    status = lint_imports(config_filename=str(HERE / "importlinter.ini"), no_cache=True, no_logo=True)

    told = capsys.readouterr().out
    assert status == 0, told
    assert " 0 broken" in told


@pytest.mark.parametrize("folder", ["forms", "messages"])
def test_what_people_read_is_made_of_slacks_models_alone(folder: str) -> None:
    """Import-linter sees other packages as a whole; here only their harmless half is allowed."""
    imported = {
        node.module
        for path in (ROOT / "bot" / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("slack")
    }

    assert imported
    assert {module for module in imported if not module.startswith("slack_sdk.models.")} == set()
