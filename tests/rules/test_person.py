"""Who sees, reads and manages what follows from what Slack knows of somebody; what is unknown is not taken for no."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.rules.person import Person, TechniciansUnknown, is_member_id

CUSTOMER = Person("U0ALICE", "Alice", "en", "UTC")
TECHNICIAN = replace(CUSTOMER, user_id="U0THEO", is_technician=True)
UNKNOWN = replace(CUSTOMER, is_technician=None)
MANAGER = replace(CUSTOMER, is_manager=True)
OF_NETWORK = replace(TECHNICIAN, at_desks={"": False, "network": True})
MANAGES_NETWORK = replace(CUSTOMER, manages=frozenset({"network"}))


def answer(question: Callable[[], bool]) -> bool | None:
    """Return the answer; None where it is refused because Slack has not told us."""
    try:
        return question()
    except TechniciansUnknown:
        return None


@pytest.mark.parametrize(
    ("who", "answers", "is_staff", "sees_every_desk", "at_network", "at_first"),
    [
        (CUSTOMER, False, False, False, False, False),
        (TECHNICIAN, True, True, True, True, True),
        (UNKNOWN, None, None, None, None, None),
        (MANAGER, False, True, True, True, True),
        (replace(MANAGER, is_technician=None), None, True, True, True, True),
        (OF_NETWORK, True, True, False, True, False),
        (replace(OF_NETWORK, at_desks={"": False, "network": None}), True, True, False, None, False),
        (MANAGES_NETWORK, False, True, False, True, False),
    ],
)
def test_who_is_staff_and_for_what(
    who: Person,
    answers: bool | None,
    is_staff: bool | None,
    sees_every_desk: bool | None,
    at_network: bool | None,
    at_first: bool | None,
) -> None:
    of_all = [answer(lambda: who.answers), answer(lambda: who.is_staff), answer(lambda: who.sees_every_desk)]
    at_each = [answer(lambda desk=desk: who.is_staff_for(desk=desk, assigned_to=None)) for desk in ("network", "")]
    assert [*of_all, *at_each] == [answers, is_staff, sees_every_desk, at_network, at_first]


def test_a_technician_keeps_what_they_have_when_it_moves() -> None:
    assert OF_NETWORK.is_staff_for(desk="", assigned_to="U0THEO")
    assert not replace(OF_NETWORK, is_technician=False).is_staff_for(desk="", assigned_to="U0THEO")


def test_people_are_told_from_channels() -> None:
    assert [is_member_id(one) for one in ("U0ALICE", "W0ALICE", "C0ACME", "D0ALICE", "apprise x")] == [
        True, True, False, False, False
    ]  # fmt: skip
