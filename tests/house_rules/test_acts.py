"""Every act on an incident goes one way, `lock_allowed` and `record_act`; what several acts share has its own file."""

import ast
from pathlib import Path

from tests.house_rules.code import nodes_of, parsed

ROOMS = Path(__file__).parents[2] / "bot" / "operations"
INCIDENTS = "bot.operations.incidents"
INDEX = "possible_acts"
"""The list of acts takes from each file what else must be true."""
RECORDED_DIRECTLY = {"trail", "turn", "remark_copy"}
"""Files that add to the audit trail of an incident without `record_act`, and say why."""


def calls(node: ast.AST, name: str) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(node))


def acts() -> dict[str, set[str]]:
    """Return the acts that people do to an incident, by the file in which they stand."""
    found = {}
    for path in sorted((ROOMS / "incidents").glob("*.py")):
        functions = [one for one in parsed(path).body if isinstance(one, ast.FunctionDef)]
        asking = {one.name for one in functions if calls(one, "lock_allowed")}
        if asking:
            found[path.stem] = asking
    return found


def test_the_acts_are_found() -> None:
    found = acts()

    assert len(found) > 15
    assert found["closing"] == {"close_incident"}
    assert found["reply"] == {"reply_to_customer"}


def test_no_acts_file_is_imported_for_a_helper() -> None:
    """Another operation may do an act as a whole."""
    known = {f"{INCIDENTS}.{file}": names for file, names in acts().items()}
    helpers = [
        f"{path.stem} imports {one.name} from {node.module}"
        for path in ROOMS.rglob("*.py")
        if path.stem != INDEX
        for node in nodes_of(path)
        if isinstance(node, ast.ImportFrom) and node.module in known
        for one in node.names
        if one.name not in known[node.module]
    ]

    assert helpers == []


def test_what_happens_to_an_incident_is_recorded_one_way() -> None:
    importing = {path.stem for path in (ROOMS / "incidents").glob("*.py") if calls(parsed(path), "audit")}

    assert importing == RECORDED_DIRECTLY
