"""Is there an incident of it already? Looked up before anything is reserved; a look-up that fails finds nothing."""

import logging
from collections.abc import Sequence
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.busy import NoTurn
from bot.forms import similar as form
from bot.listeners.card_links import words_with_links
from bot.listeners.gesture import Gesture
from bot.operations.incidents.similar import find_in_progress
from bot.queries.incidents import incidents_numbered
from bot.rules.refusal import Refusal
from models.vocabulary import Side

log = logging.getLogger(__name__)


def in_progress(
    gesture: Gesture,
    *,
    title: str,
    description: str,
    account_id: int | None,
    customer: str,
    follows: int | None = None,
) -> Sequence[int]:
    """Return what `find_in_progress` does; nothing where the database does not answer: filing is never held up.

    Raises `NoTurn` where others are in the way: the turn to file would not come in time either.
    """
    try:
        with gesture.reading() as session:
            return find_in_progress(
                session,
                title=title,
                description=description,
                account_id=account_id,
                customer=customer,
                follows=follows,
                context=gesture.context,
            )
    except NoTurn:
        raise
    except (SQLAlchemyError, Refusal):
        log.warning("Similar incidents could not be looked up.", exc_info=True)
        return []


def question(gesture: Gesture, form_id: str, numbers: Sequence[int], *, notice: str = "") -> dict[str, Any]:
    """Return the view that asks who sent a form whether it is one of these. May ask Slack once where it is."""
    with gesture.reading() as session:
        found = incidents_numbered(session, numbers)
    words = words_with_links(gesture, numbers, side=Side.CUSTOMER)
    return form.view(form_id, found, words=words, now=gesture.now, notice=notice)
