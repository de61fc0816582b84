"""The scope: a technician proposes it, the customer amends it, and the other side agrees."""

from typing import Any

from bot.forms import confirmation
from bot.forms import scope as form
from bot.listeners.card_links import linking
from bot.listeners.gesture import Gesture
from bot.messages.blocks import quotation
from bot.operations.incidents.scope import agree_scope, check_newest, propose_scope
from bot.queries.scopes import newest_scope
from bot.rules.statuses import ScopeAct
from bot.rules.subject import Subject
from models import Incident


def draw(gesture: Gesture, incident: Incident) -> dict[str, Any]:
    """Return the technician's form with the newest version, or with the description where there is none."""
    return _draw(gesture, incident, form.PROPOSE)


def draw_amendment(gesture: Gesture, incident: Incident) -> dict[str, Any]:
    """Return the customer's form with the newest version, or with the description where there is none."""
    return _draw(gesture, incident, form.AMEND)


def draw_agreement(gesture: Gesture, incident: Incident) -> dict[str, Any]:
    """Return the form that shows the newest version, which must exist."""
    with gesture.reading() as session:
        newest = newest_scope(session, incident_id=incident.number)
    assert newest is not None  # noqa: S101 - the act is possible only then
    subject = Subject(incident.number, scope=newest.version)
    blocks = [quotation(newest.text)]
    return confirmation.view("agree_scope", subject, blocks, title="button-agree_scope", words=gesture.words)


def open_amendment(gesture: Gesture) -> None:
    """Open the customer's form with the version whose button was pressed, if there is no newer one."""
    number, version = gesture.subject.incident, gesture.subject.scope or 0
    gesture.allowed("amend_scope", number)
    with gesture.reading() as session:
        scope = check_newest(session, incident_id=number, version=version)
    words, text = linking(gesture, number).words, scope.text if scope else ""
    gesture.open(form.view(form.AMEND, number, version=version, text=text, words=words))


def submit(gesture: Gesture) -> None:
    """Store the new version, then close the form."""
    subject = gesture.subject
    act, text = form.read(gesture.view)
    gesture.once(
        propose_scope,
        incident_id=subject.incident,
        act=act,
        text=text,
        instead_of=subject.scope or 0,
        context=gesture.member_context,
    )
    gesture.ack()


def agree(gesture: Gesture) -> None:
    """Record the agreement to the version whose button was pressed."""
    subject = gesture.subject
    gesture.once(agree_scope, incident_id=subject.incident, version=subject.scope or 0, context=gesture.member_context)
    gesture.ack()


def _draw(gesture: Gesture, incident: Incident, act: ScopeAct) -> dict[str, Any]:
    with gesture.reading() as session:
        newest = newest_scope(session, incident_id=incident.number)
    version, text = (newest.version, newest.text) if newest else (0, incident.description)
    return form.view(act, incident.number, version=version, text=text, words=gesture.words)
