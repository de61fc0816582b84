"""Offers with typed text, as the facts from which messages are rendered."""

from datetime import UTC, datetime

from bot.facts.account import AccountEntry
from bot.facts.incident import IncidentFacts
from bot.facts.offer import OfferFacts
from tests.contexts import POLICY
from tests.messages.pack_parameters import pack_with

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def offer_with(typed: str, **changed: object) -> OfferFacts:
    """Return an offer with this title, description and account."""
    terms = POLICY.terms(severity="B", cover="business", filed_at=AT)
    facts: dict[str, object] = {
        "number": 7,
        "author": "U0ALICE",
        "offered_by": "U0ALICE",
        "title": typed[:150],
        "description": (typed * 300)[:3000],
        "severity": None,
        "terms": terms,
        "shows_account": True,
        "account": typed,
        "pack": pack_with(typed),
        "choices": (),
    }
    return OfferFacts(**(facts | changed))  # type: ignore[arg-type]


def incident_with(typed: str, number: int, **changed: object) -> IncidentFacts:
    """Return an incident with this title that the offer shows."""
    terms = POLICY.terms(severity="A", cover="business", filed_at=AT)
    facts: dict[str, object] = {
        "number": number, "title": typed[:150], "description": typed, "product": None, "severity": "A",
        "cover": "business", "contacts": "", "status": "open", "opened_by": "U0ALICE", "opened_in": "C0ACME",
        "opened_at": AT, "terms": terms, "promised_at": AT, "acknowledged_by": None, "acknowledged_how": None,
        "margin": None,
    }  # fmt: skip
    return IncidentFacts(**(facts | changed))  # type: ignore[arg-type]


def offers_with(typed: str) -> list[OfferFacts]:
    """Return an offer in each of its states."""
    account = AccountEntry(1, "A", typed[:75], None, None)
    closed = {"status": "closed", "outcome": "solved", "closed_by": "U0THEO"}
    similar = [incident_with(typed, 4), incident_with(typed, 5), incident_with(typed, 6, **closed)]
    return [
        offer_with(typed),
        offer_with(typed, severity="B", offered_by="U0THEO"),
        offer_with(typed, severity="A", shows_account=False),
        offer_with(typed, pack=None),
        offer_with(typed, pack=None, account=None),
        offer_with(typed, pack=None, account=None, choices=(account,), must_choose=True, in_thread=False),
        offer_with(typed, pack=None, account=None, must_choose=True),
        offer_with(typed, description="", similar=similar, severity="B"),
        offer_with(typed, description="", similar=similar[2:], shows_account=False),
        offer_with(typed, incident=12),
        offer_with("", incident=12, is_joined=True),
    ]
