"""Which act is allowed in which status, and to whom: the whole table, once more, as the contract reads."""

from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from bot.rules.statuses import ACTS, AGREED_BY, BY_ITSELF, Act, is_allowed, status_after
from models.event_vocabulary import AccountEvent, IncidentEvent
from models.vocabulary import Role, Status

STATUSES: tuple[Status, ...] = ("open", "acknowledged", "closed")
ROLES: tuple[Role, ...] = ("customer", "filer", "technician", "manager")
ALLOWED: dict[Act, dict[Role, str]] = {
    "acknowledge": {"technician": "open"},
    "propose_solution": {"technician": "open acknowledged"},
    "solve": {"technician": "open acknowledged"},
    "give_up": {"technician": "open acknowledged"},
    "withdraw": {"customer": "open acknowledged"},
    "reopen": {"customer": "closed", "technician": "closed"},
    "give_verdict": {"manager": "closed"},
    "assign": {"technician": "open acknowledged"},
    "take_over": {"technician": "acknowledged"},
    "give_back": {"technician": "acknowledged", "manager": "acknowledged"},
    "move_to_desk": {"technician": "open acknowledged", "manager": "open acknowledged"},
    "snooze_update": {"technician": "acknowledged"},
    "change_severity": {"customer": "open acknowledged", "technician": "open acknowledged"},
    "wait_for_customer": {"technician": "acknowledged"},
    "end_waiting": {"technician": "acknowledged"},
    "close_unanswered": {"technician": "acknowledged"},
    "mark_unreachable": {"technician": "open acknowledged"},
    "mark_reachable": {"customer": "open acknowledged", "technician": "open acknowledged"},
    "reply_to_customer": {"technician": "open acknowledged closed"},
    "propose_scope": {"technician": "open acknowledged"},
    "agree_scope": {"customer": "open acknowledged", "technician": "open acknowledged"},
    "amend_scope": {"customer": "open acknowledged"},
    "propose_split": {"technician": "open acknowledged"},
    "agree_split": {"customer": "open acknowledged"},
    "decline_split": {"customer": "open acknowledged"},
    "edit": {"customer": "open acknowledged", "technician": "open acknowledged"},
    "mark_duplicate": {"technician": "open acknowledged"},
    "answer_survey": {"filer": "open acknowledged closed"},
}

FOLLOWS: dict[Act, tuple[Status, Status, Status]] = {
    "acknowledge": ("acknowledged", "acknowledged", "acknowledged"),
    "propose_solution": ("acknowledged", "acknowledged", "closed"),  # An answer, as all that the customer reads.
    "propose_scope": ("acknowledged", "acknowledged", "closed"),
    "propose_split": ("acknowledged", "acknowledged", "closed"),
    "reply_to_customer": ("acknowledged", "acknowledged", "closed"),
    **dict.fromkeys(
        ("solve", "give_up", "close_unanswered", "withdraw", "agree_split", "mark_duplicate"),
        ("closed", "closed", "closed"),
    ),
    "reopen": ("open", "acknowledged", "acknowledged"),
    "give_back": ("open", "open", "open"),
}
"""What follows in each status, of a closed one that had been acknowledged; any other act leaves it as it is."""


class TestActs:
    """Every act, status and role."""

    @pytest.mark.parametrize(("act", "status"), list(product(ALLOWED, STATUSES)))
    def test_lead_where_the_contract_says(self, act: Act, status: Status) -> None:
        expected = FOLLOWS.get(act, STATUSES)[STATUSES.index(status)]
        assert status_after(act, status=status, is_answered=status != "open") == expected

    @pytest.mark.parametrize(("act", "status", "role"), list(product(ALLOWED, STATUSES, ROLES)))
    def test_are_allowed_as_the_contract_says(self, act: Act, status: Status, role: Role) -> None:
        assert is_allowed(act, status=status, roles=[role]) == (status in ALLOWED[act].get(role, "").split())

    @pytest.mark.parametrize("act", ALLOWED)
    def test_are_allowed_to_nobody_without_a_role(self, act: Act) -> None:
        assert not any(is_allowed(act, status=status, roles=[]) for status in STATUSES)

    def test_are_all_in_this_table(self) -> None:
        assert ALLOWED.keys() == ACTS.keys()

    def test_of_agreeing_are_the_other_sides(self) -> None:
        """Each side's wording of the scope is agreed to by the other one, and by nobody of its own."""
        assert AGREED_BY == {"technician": "customer", "customer": "technician"}

    def test_that_close_have_an_outcome_and_no_others(self) -> None:
        assert {act for act, rule in ACTS.items() if rule.leads_to == "closed"} == {
            act for act, rule in ACTS.items() if rule.outcome
        }


EVENTS_OF_ACTS: dict[str, set[str]] = {
    "acknowledge": {"acknowledge_incident"},
    "assign": {"assign_incident"},
    "edit": {"edit_incident"},
    "reopen": {"reopen_incident"},
    "solve": {"close_incident"},
    "give_up": {"close_incident"},
    "withdraw": {"close_incident"},
    "close_unanswered": {"close_incident"},
    "give_verdict": {"settle_unit", "release_unit"},
}
"""What acts leave in the audit trail, where it is not named like the act."""
BOT = Path(__file__).parents[2] / "bot"
ROOMS = (BOT / "operations", BOT / "imports")
"""Where events are recorded."""


class TestByItself:
    """Whatever changes an incident is an act, its filing, or in the list of what happens by itself."""

    def test_lists_every_event_that_is_no_act(self) -> None:
        acts = {one for act in ACTS for one in EVENTS_OF_ACTS.get(act, {act})}

        assert acts | BY_ITSELF.keys() | {"open_incident"} == set(get_args(IncidentEvent))

    @pytest.mark.parametrize("kind", get_args(IncidentEvent) + get_args(AccountEvent))
    def test_every_event_is_recorded(self, kind: str) -> None:
        source = "".join(path.read_text(encoding="utf-8") for room in ROOMS for path in room.rglob("*.py"))

        assert f'"{kind}"' in source

    @pytest.mark.parametrize("cause", BY_ITSELF.values())
    def test_names_files_of_operations(self, cause: str) -> None:
        assert (BOT / "operations" / cause.partition(":")[0]).is_file()

    @pytest.mark.parametrize("kind", get_args(IncidentEvent))
    def test_every_event_of_an_incident_can_be_read(self, kind: str) -> None:
        assert f"\nevent-{kind} =" in (BOT / "texts" / "en.ftl").read_text(encoding="utf-8")
