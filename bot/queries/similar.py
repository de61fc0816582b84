"""Which incidents are about the same thing? The full-text index finds candidates, the rules decide."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from bot.facts.similar import SimilarFacts
from bot.queries.full_text import PARTS, Expression, Owners, newest
from bot.queries.incident_facts import facts_where
from bot.queries.keywords import ONE_OF_MANY, SYMPTOMS, keywords_of, names_in, spellings
from bot.rules.similarity import Topic, is_similar, likeness
from bot.rules.statuses import FINAL
from models import Incident, Solution
from models.search_text import folded

SHOWN = 3
"""Maximum similar incidents that are shown."""
LOOKED_AT = 200
"""Maximum incidents with some of the words that are compared."""
WORDS_LIMIT = 60
"""Maximum words that are looked for."""
_SYMPTOMS, _OF_MANY = frozenset(SYMPTOMS), frozenset(ONE_OF_MANY)


def topic_of(title: str, description: str) -> Topic:
    """Return what an incident of this title and description is about."""
    in_title = keywords_of(title)
    every, names = [*in_title, *keywords_of(description)], [*names_in(title), *names_in(description)]
    return Topic(frozenset(in_title), frozenset(every), _SYMPTOMS, frozenset(names), _OF_MANY)


def similar_in_progress(session: Session, topic: Topic, *, theirs: Owners, since: datetime, limit: int) -> list[int]:
    """Return the incidents of these owners on this topic, open or closed since `since`, the most similar first."""
    goes_on = or_(col(Incident.closed_at).is_(None), col(Incident.closed_at) >= since)
    is_itself = or_(col(Incident.outcome).is_(None), col(Incident.outcome).not_in(FINAL))
    return _similar(session, topic, [goes_on, is_itself], theirs=theirs, limit=limit)


def similar_before(
    session: Session, number: int, *, of: str | None = None, not_of: Collection[str] = (), limit: int = SHOWN
) -> list[int]:
    """Return earlier incidents of all accounts on the same topic, open or closed, the most similar first.

    Only those of the desk `of` if it is given, otherwise none of the desks `not_of`. Raises what the database raises.
    """
    incident = session.get_one(Incident, number)
    of_desk = col(Incident.desk).not_in(not_of) if of is None else col(Incident.desk) == of
    topic = topic_of(incident.title, incident.description)
    return _similar(session, topic, [col(Incident.id) < number, of_desk], theirs=None, limit=limit)


def similar_facts(session: Session, number: int, similar: Collection[int]) -> SimilarFacts:
    """Return the facts of these incidents, in their order, with the last solution proposed for each."""
    known = {one.number: one for one in facts_where(session, col(Incident.id).in_(similar))}
    proposed = select(Solution).where(col(Solution.incident_id).in_(similar)).order_by(col(Solution.id))
    solutions = {one.incident_id: one.text for one in session.exec(proposed)}
    found = [known[one] for one in similar if one in known]
    return SimilarFacts(number, found, [solutions.get(one.number, "") for one in found])


def _similar(
    session: Session, topic: Topic, conditions: Sequence[ColumnElement[bool]], *, theirs: Owners, limit: int
) -> list[int]:
    words = list(dict.fromkeys(folded(word) for one in sorted(topic.telling) for word in spellings(one)))
    if not words:
        return []
    says = Expression(session)
    expression = says.owned_by(theirs, says.some(words[:WORDS_LIMIT], parts=len(PARTS) - 1))
    found = newest(session, expression, limit=LOOKED_AT, conditions=conditions).subquery()
    wanted = select(Incident.id, Incident.title, Incident.description).where(col(Incident.id).in_(select(found.c.id)))
    alike = [(number, topic_of(title, description)) for number, title, description in session.execute(wanted)]
    ordered = sorted(
        ((likeness(topic, one), number) for number, one in alike if number is not None and is_similar(topic, one)),
        reverse=True,
    )
    return [number for _, number in ordered[:limit]]
