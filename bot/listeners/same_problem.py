"""Is there an incident about the same problem already? Asked before reserving; a failed look-up finds nothing."""

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
    """Return what `find_in_progress` returns; an empty list if the look-up fails, so that filing is never held up.

    Raises `NoTurn` if the turn to use the database does not come in time: nor would the turn to file.
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
    """Return the view that asks the sender of a form whether it is about one of these incidents. May ask Slack once."""
    with gesture.reading() as session:
        found = incidents_numbered(session, numbers)
    words = words_with_links(gesture, numbers, side=Side.CUSTOMER)
    return form.view(form_id, found, words=words, now=gesture.now, notice=notice)
