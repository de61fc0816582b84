"""Is there an incident of it already? Looked up before anything is reserved; a look-up that fails finds nothing."""

import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col

from bot.busy import NoTurn
from bot.forms import similar as form
from bot.listeners.card_links import words_with_links
from bot.listeners.gesture import Gesture
from bot.operations.incidents.similar import find_in_progress
from bot.queries.incident_facts import facts_where
from bot.rules.refusal import Refusal
from models import Incident
from models.vocabulary import Side

log = logging.getLogger(__name__)


def in_progress(
    gesture: Gesture, *, title: str, description: str, account_id: int | None, customer: str
) -> Sequence[int]:
    """Return the incidents that somebody is asked about before they file; see `find_in_progress`."""
    find = partial(find_in_progress, title=title, description=description, account_id=account_id, customer=customer)
    return _looked_up(gesture, lambda session: find(session, context=gesture.context))


def question(gesture: Gesture, form_id: str, numbers: Sequence[int], *, notice: str = "") -> dict[str, Any]:
    """Return the view that asks who sent a form whether it is one of these. May ask Slack once where it is."""
    with gesture.reading() as session:
        facts = {one.number: one for one in facts_where(session, col(Incident.id).in_(numbers))}
    words = words_with_links(gesture, numbers, side=Side.CUSTOMER)
    found = [facts[one] for one in numbers if one in facts]
    return form.view(form_id, found, words=words, now=gesture.now, notice=notice)


def _looked_up(gesture: Gesture, look: Callable[[Session], Sequence[int]]) -> Sequence[int]:
    """Return what is found; nothing where the database does not answer: filing is never held up.

    Raise `NoTurn` where others are in the way: the turn to file would not come in time either.
    """
    try:
        with gesture.reading() as session:
            return look(session)
    except NoTurn:
        raise
    except (SQLAlchemyError, Refusal):
        log.warning("Similar incidents could not be looked up.", exc_info=True)
        return []
