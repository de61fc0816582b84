"""A manager types `/incident admin`, chooses an act and its subject, fills in the form, and sees the result."""

from typing import Any

from sqlmodel import Session

from bot.forms import administration as form
from bot.forms.finished import finished
from bot.idempotency import record_key
from bot.listeners.administration_acts import ACTS, Administration
from bot.listeners.gesture import Gesture
from bot.queries.accounts import all_accounts
from bot.queries.products import catalogue
from bot.rules.managers import check_manager
from bot.rules.options import SELECT_LIMIT


def check_open(gesture: Gesture) -> None:
    """Raise `NotManager` for anybody but a manager."""
    check_manager(gesture.person)


def open_menu(gesture: Gesture) -> None:
    """Ask a manager what is to be done; raise `NotManager` for anybody else, here and at every step that follows."""
    check_open(gesture)
    gesture.open(form.menu(gesture.words))


def choose_act(gesture: Gesture) -> None:
    """Show the form for the act that was chosen, or first ask which account or product it is about."""
    check_manager(gesture.person)
    act = form.read_act(gesture.view)
    subject = ACTS[act].subject
    if subject is None:
        gesture.show_next(ACTS[act].view(gesture, 0))
        return
    with gesture.reading() as session:
        if subject == "account":
            choice = form.which_account(act, all_accounts(session, limit=SELECT_LIMIT + 1), gesture.words)
        else:
            choice = form.which_product(act, catalogue(session, limit=SELECT_LIMIT + 1), gesture.words)
    gesture.show_next(choice)


def choose_subject(gesture: Gesture) -> None:
    """Show the form for the account or product that was chosen."""
    check_manager(gesture.person)
    act, number = form.read_subject(gesture.view)
    gesture.show_next(ACTS[act].view(gesture, number))


def submit(gesture: Gesture) -> None:
    """Perform the act in `ACTS` whose form was sent, and show the result."""
    check_manager(gesture.person)
    act = ACTS[gesture.view["callback_id"]]
    told = gesture.write(_do, act, act.read(gesture.view), gesture=gesture)
    gesture.show_next(finished(told, words=gesture.words))


def _do(session: Session, act: Administration, given: Any, *, gesture: Gesture) -> str:
    """Perform the act unless the same form came before, and return the sentence that confirms it."""
    is_first = record_key(session, key=gesture.key, now=gesture.now)
    result = act.operation(session, given, context=gesture.context) if is_first else None
    return act.confirmation(session, given, result, words=gesture.words)


def offer_accounts(gesture: Gesture) -> None:
    """Offer a manager the accounts whose name or code contains what was typed so far."""
    check_manager(gesture.person)
    with gesture.reading() as session:
        found = all_accounts(session, limit=SELECT_LIMIT, typed=gesture.body["value"])
    gesture.ack(options=form.account_options(found))


def offer_products(gesture: Gesture) -> None:
    """Offer a manager the products whose name contains what was typed so far."""
    check_manager(gesture.person)
    with gesture.reading() as session:
        found = catalogue(session, limit=SELECT_LIMIT, typed=gesture.body["value"])
    gesture.ack(options=form.product_options(found))
