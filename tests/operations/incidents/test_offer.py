"""A message is offered to be filed once, however many people ask for it at the same moment.

What the offer shows and what becomes of it: tests/journeys/test_mention.py and test_ticket.py.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from bot.operations.incidents.offer import make_offer, take_back
from bot.operations.incidents.payers import OfferedTo
from bot.rules.offers import Wanted
from models import Offer, OutboxMessage
from tests.case import ALICE, THEO, Case

PLACE = ("C0ACME", "1795420800.000100", "1795420800.000100")
WANTED = WantedIncident("Printers are down", "Printers are down since nine.")
AT_ONCE = 4


def make(case: Case, number: int) -> int:
    """Let one of several people ask for the offer; return its number."""
    context = case.context(THEO if number % 2 else ALICE)
    with case.database.transaction() as session:
        offer = make_offer(
            session, WANTED, place=PLACE, author="U0ALICE", payers=OfferedTo(case.account), context=context
        )
        return offer.number


def posted(case: Case) -> int:
    with case.database.reading() as session:
        return len(session.exec(select(OutboxMessage.id).where(OutboxMessage.kind == "offer")).all())


@pytest.mark.parametrize("is_again", [False, True])
def test_of_several_at_once_is_made_and_posted_once(case: Case, *, is_again: bool) -> None:
    """Also where it was taken back before."""
    if is_again:
        number = make(case, 0)
        with case.database.transaction() as session:
            take_back(session, number, context=case.context(ALICE))
    before = posted(case)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert len(set(pool.map(lambda one: make(case, one), range(AT_ONCE)))) == 1
    assert posted(case) - before == 1
    with case.database.reading() as session:
        assert [one.state for one in session.exec(select(Offer)).all()] == ["open"]
