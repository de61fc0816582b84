"""A message as the engine would render it, from facts made by hand."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.delivery.traits import Rendering
from bot.facts.account import AccountEntry
from bot.facts.digest import Digest, StoodStill
from bot.facts.incident import IncidentFacts
from bot.facts.offer import OfferFacts
from bot.facts.remark import RemarkFacts
from bot.facts.similar import SimilarFacts
from bot.kinds import KINDS
from bot.queries.digest import LISTED, load_digest
from bot.queries.message_facts import (
    load_account,
    load_incident,
    load_incident_of_filer,
    load_incident_on_call,
    load_incident_to_open,
    load_offer,
    load_pack,
    load_remark,
    load_reminder,
    load_similar,
)
from bot.rules.person import Person
from bot.texts.catalogue import Words
from bot.texts.message import Message
from tests.messages.offer_with import offer_with
from tests.messages.pack_parameters import pack_with
from tests.messages.remark_with import remark_with

ABOUT_INCIDENT = (
    load_incident,
    load_incident_of_filer,
    load_incident_on_call,
    load_incident_to_open,
    load_reminder,
    load_digest,
    load_similar,
)
"""What loads facts of incidents; messages of which other facts are loaded do not depend on any incident."""


def similar_to(facts: IncidentFacts | None, typed: str) -> SimilarFacts:
    """Return three incidents like this one, one of which has a solution and one an explanation."""
    like = [] if facts is None else [facts, replace(facts, explanation=typed), replace(facts, account=None)]
    return SimilarFacts(1, like, [typed, "", ""][: len(like)])


def rendered(
    kind: str,
    facts: IncidentFacts | None,
    *,
    words: Words,
    now: datetime,
    parameters: Mapping[str, Any] | None = None,
    late: timedelta | None = None,
    typed: str = "typed",
    remark: RemarkFacts | None = None,
    offer: OfferFacts | None = None,
) -> Message:
    """Return the message of this kind about the incident, or about a pack or a remark in which somebody typed this."""
    subjects: dict[object, Callable[[], object]] = {
        load_incident: lambda: facts,
        load_incident_of_filer: lambda: facts,
        load_incident_on_call: lambda: facts,
        load_incident_to_open: lambda: facts,
        load_reminder: lambda: facts,
        load_digest: lambda: facts and Digest([StoodStill(facts, facts.opened_at)] * LISTED, count=99),
        load_similar: lambda: similar_to(facts, typed),
        load_pack: lambda: pack_with(typed),
        load_remark: lambda: remark or remark_with(typed),
        load_account: lambda: AccountEntry(1, "ACME", typed, None, None),
        load_offer: lambda: offer or offer_with(typed),
    }
    rendering = Rendering(
        subjects.get(KINDS[kind].load, lambda: None)(),
        words=words,
        now=now,
        parameters=parameters or {},
        late=late,
        reader="U0MAX",
        person=lambda user_id: Person(user_id, typed, "en", "UTC", is_technician=True),
    )
    return KINDS[kind].render(rendering)
