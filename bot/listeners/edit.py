"""*Edit*: somebody on either side corrects what was filed."""

from typing import Any

from bot.forms import edit as form
from bot.listeners.attachments import look_up_withheld, with_what_is_taken
from bot.listeners.card_links import linking
from bot.listeners.gesture import Gesture
from bot.operations.incidents.edit import EditedMeanwhile, edit_incident
from bot.queries.edits import details_of, edits_since, newest_edit
from bot.queries.products import catalogue, catalogue_entry
from bot.rules.options import SELECT_LIMIT
from models import Incident


def draw(gesture: Gesture, incident: Incident, *, typed: form.Edit | None = None) -> dict[str, Any]:
    """Return the form with the incident's present details; what was typed in it before is kept, beside what is new."""
    present = details_of(incident)
    details = typed.merged(present) if typed else present
    with gesture.reading() as session:
        product = catalogue_entry(session, product_id=details.product_id) if details.product_id else None
        drawn = form.Drawn(
            number=incident.number,
            details=details,
            product=product.name if product else None,
            questions=gesture.policy.form.asked_for(product.code if product else ""),
            products=catalogue(session, limit=SELECT_LIMIT + 1),
            today=gesture.policy.today(None, gesture.now),
            newest_edit=newest_edit(session, incident_id=incident.number),
            is_technician=bool(gesture.person.works_on(desk=incident.desk, assigned_to=incident.assigned_to)),
            exception=typed.exception if typed else "",
            news=edits_since(session, incident_id=incident.number, seen=typed.seen) if typed else (),
            typed=typed.typed if typed else frozenset(),
            files=len(incident.attachments),
        )
    return form.view(drawn, words=gesture.words, policy=gesture.policy)


def submit(gesture: Gesture) -> None:
    """Save the corrections, then close the form; if others have edited meanwhile, show what they changed first."""
    questions = gesture.policy.form.extra
    edit = form.read(gesture.view, is_technician=gesture.person.is_technician, questions=questions)
    number = gesture.subject.incident
    try:
        gesture.once(
            edit_incident,
            incident_id=number,
            details=edit.details,
            files=look_up_withheld(gesture, edit.files),
            exception=edit.exception,
            seen=edit.seen,
            context=gesture.member_context,
        )
    except EditedMeanwhile:  # Rolled back, so that the form that is shown now counts as new.
        drawn = draw(linking(gesture, number), gesture.allowed("edit", number), typed=edit)
        gesture.show_next(with_what_is_taken(gesture, drawn))
    else:
        gesture.ack()
