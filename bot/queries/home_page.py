"""What does somebody's App Home show, by their role?"""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime

from sqlmodel import Session

from bot.delivery.health import refusals
from bot.facts.home import HomeFacts
from bot.policy import Policy
from bot.queries.home import cards_of_all, last_closed, month_figures, queue_of, waiting_claims
from bot.queries.incidents import pending_verdicts
from bot.queries.packs import usable_packs
from bot.queries.roster import rosters_at
from bot.rules.home import CLOSED_SHOWN, DECISIONS_SHOWN, PACKS_SHOWN, PAGE, QueuePlace, decode
from bot.rules.person import Person
from bot.rules.zones import load_zone
from models import Home
from models.vocabulary import Side


def customer_page(
    session: Session, *, person: Person, home: Home, accounts: Collection[int], now: datetime
) -> HomeFacts:
    """Return the facts of the Home of a customer of these accounts."""
    queue = queue_of(session, person=person, accounts=accounts, limit=PAGE, after=_place(home))
    closed = last_closed(session, person=person, accounts=accounts, limit=CLOSED_SHOWN)
    packs = usable_packs(session, account_ids=accounts, now=now, limit=PACKS_SHOWN)
    facts = HomeFacts(queue, closed, packs, has_account=bool(accounts))
    return _with_cards(session, facts, Side.CUSTOMER)


def desk_page(session: Session, *, person: Person, home: Home, policy: Policy, now: datetime) -> HomeFacts:
    """Return the facts of a technician's or manager's Home; a manager's has the decisions that wait for them."""
    queue = queue_of(session, person=person, accounts=[], limit=PAGE, chosen=home.chosen, after=_place(home))
    refused: dict[str, int] = {}
    for one in refusals(session):
        refused[one.error] = refused.get(one.error, 0) + one.count
    facts = HomeFacts(queue, refused=refused)
    if person.manages or person.is_manager:
        desks = None if person.is_manager else person.manages
        facts = _with_decisions(session, facts, desks=desks, since=_month(policy, now), now=now)
    return _with_cards(session, facts, Side.TRIAGE)


def _place(home: Home) -> QueuePlace | None:
    return decode(home.after) if home.after else None


def _with_decisions(
    session: Session, facts: HomeFacts, *, desks: Collection[str] | None, since: datetime, now: datetime
) -> HomeFacts:
    """Add the decisions, figures and rosters for a manager of these desks; None for all desks, and then claims too."""
    verdicts, verdict_count = pending_verdicts(session, limit=DECISIONS_SHOWN, desks=desks)
    claims, claim_count = waiting_claims(session, limit=DECISIONS_SHOWN) if desks is None else ((), 0)
    month = month_figures(session, since=since, desks=desks)
    rosters = {desk: one for desk, one in rosters_at(session, at=now).items() if desks is None or desk in desks}
    decisions = replace(facts, verdicts=verdicts, verdict_count=verdict_count, claims=claims, claim_count=claim_count)
    return replace(decisions, month=month, rosters=rosters)


def _month(policy: Policy, now: datetime) -> datetime:
    """Return when this month began in the zone of the default calendar."""
    here = now.astimezone(load_zone(policy.calendar_of(None).timezone))
    return here.replace(day=1, hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def _with_cards(session: Session, facts: HomeFacts, side: Side) -> HomeFacts:
    shown = [*facts.queue.incidents, *facts.closed, *facts.verdicts]
    return replace(facts, cards=cards_of_all(session, numbers=[one.number for one in shown], side=side))
