"""Whoever looks for the tests of an operation, of the engine, of a rule, a query or a fact finds them by its name."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CALLERS = ("listeners", "jobs", "imports")
"""The folders that call operations: for people, on a schedule, and for imported lists."""
OPERATION = re.compile(r"(?m)^ *from bot\.operations\.([\w.]+) import ")
"""An import from an operation. Every worker asks when it collects the tests: to parse the files would take longer."""
TESTED_ELSEWHERE = {
    "context": "it has no function",
    "counter": "tests/journeys/test_mention.py",
    "incidents/new_card": "tests/journeys/test_channels.py",
    "incidents/shift_change": "tests/journeys/test_roster.py",
    "incidents/parts": "tests/operations/incidents/test_split.py",
    "incidents/possible_acts": "tests/operations/test_life.py and tests/journeys/test_act_menu.py",
    "incidents/remark_copy": "tests/operations/incidents/test_remark.py",
    "kept_forms": "tests/journeys/test_similar.py",
    "managers": "tests/journeys/test_managers.py",
    "note_other_programs": "tests/journeys/test_other_program.py",
    "thread_reading": "tests/journeys/test_missed.py",
    "record_heartbeat": "tests/jobs/test_auditor.py",
    "prune_idempotency_keys": "tests/jobs/test_prune_idempotency_keys.py",
}
"""Operations without a file of tests of their own, and where they are tested."""

BY_NAME = ("delivery", "rules", "queries", "facts")
"""Folders of bot/ whose every file that has a function of its own has tests by its name."""
OF_FOLDERS_ELSEWHERE = {
    "delivery/assembly": "tests/faults/test_one_bad_thing.py, and by every journey",
    "rules/refusal": "tests/forms/test_administration.py and tests/house_rules/test_words.py",
    "rules/rich_words": "tests/rules/test_whole_message.py",
    "rules/similarity": "tests/queries/test_similar.py, on a list of pairs",
    "rules/terms": "tests/rules/test_deadlines.py and tests/rules/test_update_pace.py",
    "queries/accounts": "tests/operations/accounts/test_members.py and tests/queries/test_search.py",
    "queries/billing": "tests/reports/test_billing.py",
    "queries/channels": "tests/operations/test_watched_channels.py",
    "queries/claims": "tests/operations/packs/test_claim.py and tests/operations/packs/test_claim_question.py",
    "queries/counting": "tests/facts/test_counted.py and tests/journeys/test_home.py",
    "queries/digest": "tests/operations/incidents/test_digest.py",
    "queries/duty": "tests/operations/incidents/test_duty.py",
    "queries/edits": "tests/operations/incidents/test_edit.py",
    "queries/full_text": "tests/queries/test_similar.py and tests/journeys/test_incident_list.py",
    "queries/history": "tests/journeys/test_history.py",
    "queries/home": "tests/operations/incidents/test_permission.py and tests/journeys/test_home.py",
    "queries/home_page": "tests/journeys/test_home.py",
    "queries/incident_facts": "tests/operations/incidents/test_deadline.py",
    "queries/incident_search": "tests/queries/test_incident_list.py",
    "facts/payers": "tests/operations/incidents/test_payers.py and tests/forms/test_filing.py",
    "queries/incidents": "tests/operations/incidents/test_permission.py and tests/journeys/test_missed.py",
    "queries/keywords": "tests/queries/test_similar.py",
    "queries/offers": "tests/operations/incidents/test_offer.py",
    "queries/pages": "tests/queries/test_incident_list.py",
    "queries/remarks": "tests/operations/incidents/test_remark.py",
    "queries/roster": "tests/operations/test_roster.py",
    "queries/scopes": "tests/operations/incidents/test_scope.py",
    "queries/settled": "tests/journeys/test_questions.py, which shows each way",
    "queries/splits": "tests/operations/incidents/test_split.py",
    "queries/surveys": "tests/operations/incidents/test_survey.py",
    "queries/terms": "tests/operations/incidents/test_severity.py",
    "queries/terms_periods": "tests/operations/incidents/test_deadline.py",
    "queries/thread_readings": "tests/journeys/test_missed.py",
}
"""Files of these folders without tests by their name, and where they are tested: most queries by what asks them."""


def called() -> set[str]:
    """Return the operations that listeners, jobs and imports call, as paths below bot/operations."""
    files = [path for caller in CALLERS for path in (ROOT / "bot" / caller).rglob("*.py")]
    modules = {one for path in files for one in OPERATION.findall(path.read_text(encoding="utf-8"))}
    named = {one.replace(".", "/") for one in modules}
    return {one for one in named if (ROOT / "bot" / "operations" / f"{one}.py").exists()}


def has_tests(operation: str) -> bool:
    """Return whether the operation has a test file of its path and name."""
    path = ROOT / "tests" / "operations" / operation
    return path.with_name(f"test_{path.name}.py").exists()


@pytest.mark.parametrize("operation", sorted(called()))
def test_an_operation_has_tests_by_its_name(operation: str) -> None:
    assert has_tests(operation) or operation in TESTED_ELSEWHERE, "add its test file, or say where it is tested"


def with_functions() -> set[str]:
    """Return the files of these folders that have a function, as paths below bot/."""
    files = [path for folder in BY_NAME for path in (ROOT / "bot" / folder).glob("*.py")]
    return {f"{path.parent.name}/{path.stem}" for path in files if re.search(r"(?m)^ *def ", path.read_text("utf-8"))}


def has_tests_beside(file: str) -> bool:
    """Return whether a file has a test file of its path and name."""
    folder, _, name = file.partition("/")
    return (ROOT / "tests" / folder / f"test_{name}.py").exists()


def test_a_file_of_the_engine_a_rule_a_query_or_a_fact_has_tests_by_its_name() -> None:
    assert len(with_functions()) > 80
    without = {one for one in with_functions() if not has_tests_beside(one)}
    assert without == OF_FOLDERS_ELSEWHERE.keys(), "add its test file, or say where it is tested"


def test_the_exceptions_are_true() -> None:
    """None of these files has gained tests of its own, and every file named exists."""
    assert {one for one in TESTED_ELSEWHERE if has_tests(one)} == set()
    assert TESTED_ELSEWHERE.keys() <= called()
    exceptions = [*TESTED_ELSEWHERE.values(), *OF_FOLDERS_ELSEWHERE.values()]
    named = [path for where in exceptions for path in re.findall(r"tests/\S+?\.py", where)]
    assert len(named) >= len(exceptions) - 1
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_operations_are_found() -> None:
    assert len(called()) > 20
