"""Who may use an offer?"""

from dataclasses import replace

import pytest

from bot.operations.context import Context
from bot.operations.incidents.offer_permission import is_for, is_theirs
from bot.rules.person import Person, TechniciansUnknown
from models import Offer
from tests.case import ALICE, BOB, EVE, THEO
from tests.contexts import context_of
from tests.paying import AT


def by(who: Person) -> Context:
    return context_of(who, AT)


def test_is_for_who_wrote_it_who_asked_for_it_and_technicians() -> None:
    offer = Offer(author="U0ALICE", offered_by="U0BOB")  # type: ignore[call-arg]
    rows = [(ALICE, True), (BOB, True), (EVE, False), (THEO, True), (replace(ALICE, is_technician=None), True)]
    for who, expected in rows:
        assert is_for(offer, by(who)) is expected, who
        assert is_theirs(offer, by(who)) is (expected and who != THEO), who
    with pytest.raises(TechniciansUnknown):
        is_for(offer, by(replace(EVE, is_technician=None)))
