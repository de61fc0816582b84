"""The scope: a technician proposes it, the customer amends it, and the other side agrees."""

from bot.forms import scope as form
from bot.listeners.gesture import Gesture
from bot.operations.incidents.scope import agree_scope, check_newest, propose_scope
from bot.queries.scopes import newest_scope


def open_form(gesture: Gesture) -> None:
    """Open the technician's form with the newest version, or with the description where there is none."""
    number = int(gesture.action["value"])
    incident = gesture.allowed("propose_scope", number)
    with gesture.reading() as session:
        newest = newest_scope(session, incident_id=number)
    version, text = (newest.version, newest.text) if newest else (0, incident.description)
    gesture.open(form.view(form.PROPOSE, number, version=version, text=text, words=gesture.words))


def open_amendment(gesture: Gesture) -> None:
    """Open the customer's form with the version whose button was pressed, if there is no newer one."""
    number, version = map(int, gesture.action["value"].split())
    gesture.allowed("amend_scope", number)
    with gesture.reading() as session:
        scope = check_newest(session, incident_id=number, version=version)
    gesture.open(form.view(form.AMEND, number, version=version, text=scope.text if scope else "", words=gesture.words))


def submit(gesture: Gesture) -> None:
    """Keep the new version, then close the form."""
    number, act, version, text = form.read(gesture.view)
    gesture.once(
        propose_scope,
        incident_id=number,
        act=act,
        text=text,
        instead_of=version,
        context=gesture.member_context,
    )
    gesture.ack()


def agree(gesture: Gesture) -> None:
    """Record the agreement to the version whose button was pressed."""
    number, version = map(int, gesture.action["value"].split())
    gesture.once(agree_scope, incident_id=number, version=version, context=gesture.member_context)
    gesture.ack()
