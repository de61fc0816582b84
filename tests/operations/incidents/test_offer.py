"""A message is offered to be filed once, however many people ask for it at the same moment.

What the offer shows and what becomes of it: tests/journeys/test_mention.py and test_ticket.py.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.joining import ClosedMeanwhile
from bot.operations.incidents.offer import (
    Accepted,
    NewOffer,
    SameProblem,
    SeverityMissing,
    choose_severity,
    file_offer,
    forget_deleted,
    join_from_offer,
    make_offer,
    pass_on,
    take_back,
)
from bot.operations.incidents.offer_permission import OfferForOthers, OfferNeedsButton
from bot.operations.incidents.payers import OfferedTo
from bot.operations.incidents.permission import NotNow
from bot.rules.offers import WantedIncident
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from models import Counter, Incident, Offer, OutboxMessage
from models.vocabulary import SeverityLetter
from tests.case import ALICE, BOB, EVE, THEO, Case
from tests.paying import AT

PLACE = ("C0ACME", "1795420800.000100", "1795420800.000100")
WANTED = WantedIncident("Printers are down", "Printers are down since nine.")
AT_ONCE = 4


def make(case: Case, number: int) -> int:
    """Let one of several people ask for the offer; return its number."""
    context = case.context(THEO if number % 2 else ALICE)
    with case.database.transaction() as session:
        offer = make_offer(session, NewOffer(WANTED, PLACE, "U0ALICE", OfferedTo(case.account)), context=context)
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


@pytest.fixture
def similar(case: Case) -> int:
    """An offer of what seems to be the incident that there is, which stands in Slack."""
    with case.database.transaction() as session:
        new = NewOffer(WANTED, PLACE, "U0ALICE", OfferedTo(case.account), similar=[case.number])
        offer = make_offer(session, new, context=case.context(ALICE))
        posted = session.exec(select(OutboxMessage).where(OutboxMessage.kind == "offer")).one()
        posted.state, posted.done_at, posted.sent_ts = "done", AT, "1795420801.000100"
        return offer.number


def join(case: Case, offer_id: int, who: Person, *, is_reopened: bool = False) -> Refusal | None:
    with case.database.transaction() as session:
        return join_from_offer(session, offer_id, case.number, is_reopened=is_reopened, context=case.context(who))


def state(case: Case, offer_id: int) -> tuple[str, bool, int]:
    """Return the state of an offer, whether an incident was joined, and how often what is posted was refreshed."""
    with case.database.reading() as session:
        offer = session.get_one(Offer, offer_id)
        refreshed = session.exec(select(OutboxMessage.id).where(OutboxMessage.kind == "refresh_offer")).all()
        return offer.state, offer.is_joined, len(refreshed)


def test_shows_how_an_incident_stands_that_has_changed_before_somebody_joins_it(case: Case, similar: int) -> None:
    assert isinstance(join(case, similar, ALICE, is_reopened=True), NotNow)
    assert state(case, similar) == ("open", False, 1)
    case.do(close_incident, THEO, act="give_up", explanation="No.")
    events = len(case.events())

    assert isinstance(join(case, similar, ALICE), ClosedMeanwhile)

    assert len(case.events()) == events
    assert state(case, similar)[:2] == ("open", False)
    assert join(case, similar, ALICE, is_reopened=True) is None  # What was refused has not used the offer up.
    assert state(case, similar)[:2] == ("used", True)
    assert case.incident.status == "acknowledged"


def test_is_passed_on_by_who_asked_for_it_alone_while_it_is_unused(case: Case) -> None:
    """For another author it is made anew, with who pays for what they file."""
    number = make(case, 0)
    new = NewOffer(WANTED, PLACE, "U0BOB", OfferedTo(None, [case.account]), similar=[case.number])
    rows = [
        (BOB, "U0BOB", None, ("U0ALICE", "U0ALICE", case.account)),
        (ALICE, "U0THEO", None, ("U0THEO", "U0ALICE", case.account)),
        (ALICE, "U0BOB", new, ("U0THEO", "U0ALICE", case.account)),
        (THEO, "U0BOB", new, ("U0BOB", "U0BOB", None)),
    ]
    for who, to, made, expected in rows:
        with case.database.transaction() as session:
            pass_on(session, number, offered_by=to, new=made, context=case.context(who))
            offer = session.get_one(Offer, number)
            assert (offer.offered_by, offer.author, offer.account_id) == expected
    with case.database.transaction() as session:
        take_back(session, number, context=case.context(BOB))
        pass_on(session, number, offered_by="U0THEO", context=case.context(BOB))
        offer = session.get_one(Offer, number)
        assert (offer.offered_by, offer.choices, offer.similar) == ("U0BOB", [case.account], [case.number])


def test_a_deleted_message_takes_its_offer_along_or_was_a_counter(case: Case) -> None:
    number = make(case, 0)
    with case.database.transaction() as session:
        session.add(Counter(channel=PLACE[0], ts="1795420900.000100"))
    for ts in (PLACE[1], "1795420900.000100"):
        with case.database.transaction() as session:
            forget_deleted(session, channel=PLACE[0], ts=ts, context=case.context(EVE))
    assert state(case, number)[0] == "taken_back"
    with case.database.reading() as session:
        assert session.exec(select(Counter)).all() == []


def file(
    case: Case,
    offer_id: int,
    who: Person = ALICE,
    *,
    accepted: Accepted = "yes",
    severity: SeverityLetter | None = None,
) -> bool:
    with case.database.transaction() as session:
        return file_offer(session, offer_id, accepted=accepted, severity=severity, context=case.context(who))


def severity_of(case: Case, offer_id: int) -> str | None:
    with case.database.reading() as session:
        return session.get_one(Offer, offer_id).severity


def test_is_filed_in_words_by_whose_it_is_with_the_severity_they_name(case: Case) -> None:
    offer_id = make(case, 0)
    refused: list[tuple[Person, Accepted, SeverityLetter | None, type[Refusal]]] = [
        (ALICE, "yes", None, SeverityMissing),
        (EVE, "yes", "B", OfferForOthers),
        (THEO, "yes", "B", OfferNeedsButton),
        (THEO, "anyway", "B", OfferNeedsButton),
        (THEO, "button", None, SeverityMissing),
    ]
    for who, accepted, severity, reason in refused:
        with pytest.raises(reason):
            file(case, offer_id, who, accepted=accepted, severity=severity)
    assert severity_of(case, offer_id) is None

    assert file(case, offer_id, severity="B")

    with case.database.reading() as session:
        incident = session.get_one(Incident, session.get_one(Offer, offer_id).incident_number)
    assert (incident.severity, incident.opened_by) == ("B", "U0ALICE")


def test_is_made_anew_with_the_severity_that_is_named_where_it_no_longer_holds(case: Case) -> None:
    offer_id = make(case, 0)
    with case.database.transaction() as session:
        session.get_one(Offer, offer_id).valid_until = AT

    assert not file(case, offer_id, severity="B")

    assert (severity_of(case, offer_id), posted(case)) == ("B", 2)


def test_a_plain_yes_files_nothing_while_it_may_be_an_incident_that_there_is(case: Case, similar: int) -> None:
    with pytest.raises(SameProblem):
        file(case, similar, severity="C")
    with case.database.transaction() as session:
        choose_severity(session, similar, "C", context=case.context(ALICE))

    assert file(case, similar, accepted="anyway")
