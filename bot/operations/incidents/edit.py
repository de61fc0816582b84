"""Either side corrects what was filed (title, description, product, contacts, cover, answers) or adds files."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from bot.operations.context import Context
from bot.operations.incidents.both_sides import notify_both_sides
from bot.operations.incidents.eligibility import is_product_covered
from bot.operations.incidents.permission import lock_allowed
from bot.operations.incidents.reachability import note_reachable
from bot.operations.incidents.terms_period import change_terms
from bot.operations.incidents.trail import record_act
from bot.operations.incidents.update_clock import rearm_update_clock
from bot.operations.incidents.words import index_incident
from bot.queries.edits import details_of, newest_edit
from bot.queries.terms import terms_of
from bot.rules.attachments import ATTACHMENTS_LIMIT, AttachedFile
from bot.rules.edit import Details
from bot.rules.extra import corrected
from bot.rules.filing import COVERED
from bot.rules.numbers import written
from bot.rules.refusal import Refusal
from models import Account, Incident, Product, vocabulary
from models.vocabulary import EndedBecause


class NothingChanged(Refusal):
    """The form was sent as it was shown."""

    text = "refusal-nothing_changed"


class TooManyFilesInIncident(Refusal):
    """Somebody else has added files meanwhile, so that the incident would have more than allowed."""

    text = "refusal-too_many_files"


class EditedMeanwhile(Refusal):
    """Somebody else has edited the incident since the form was drawn."""

    text = "refusal-edited_meanwhile"


def edit_incident(
    session: Session,
    *,
    incident_id: int,
    details: Details,
    files: Sequence[AttachedFile] = (),
    exception: str = "",
    seen: int,
    context: Context,
) -> None:
    """Save what the form says, add files, keep the former values in the audit trail, and notify both sides.

    `seen` is the newest edit that the form shows, 0 for none; `exception` is why a technician accepts a product that is
    out of its lifecycle. Neither the product nor the cover moves the deadline, so its reminders stay. The update clock
    restarts with the cover, as it counts day and night only with 24x7 cover. Raises what `lock_allowed` and
    `is_product_covered` raise, `EditedMeanwhile`, `NothingChanged`, or `TooManyFilesInIncident`.
    """
    incident = lock_allowed(session, incident_id=incident_id, act="edit", context=context)
    if newest_edit(session, incident_id=incident_id) != seen:
        raise EditedMeanwhile("title", incident=written(incident_id))
    present = details_of(incident)
    changes, added = present.changes_to(details), _added(incident, files)
    if not changes and not added:
        raise NothingChanged("title")
    if "product_id" in changes:
        _accept_product(session, incident, details.product_id, exception=exception, context=context)
    before, after = (_readable(session, one, changes) for one in (present, replace(present, **changes)))
    if added:
        incident.attachments = [*incident.attachments, *added]
        after["files"] = added
    _write(session, incident, changes, context=context)
    index_incident(session, incident)
    record_act(session, incident, "edit_incident", context=context, before=before, after=after)
    parameters = {"who": context.actor, "before": before, "after": after}
    notify_both_sides(session, incident, vocabulary.EDITED, context=context, parameters=parameters)
    if incident.unreachable_at is not None and context.person.is_technician is False:
        # A customer who edits the incident can evidently be reached.
        note_reachable(session, incident, at=context.now, context=context)


def _added(incident: Incident, files: Sequence[AttachedFile]) -> list[dict[str, Any]]:
    """Return the files that the incident does not have yet; raise `TooManyFilesInIncident`."""
    present = {one["id"] for one in incident.attachments}
    added = [one.model_dump() for one in files if one.id not in present]
    if len(incident.attachments) + len(added) > ATTACHMENTS_LIMIT:
        raise TooManyFilesInIncident("attachments", limit=str(ATTACHMENTS_LIMIT))
    return added


def _accept_product(
    session: Session, incident: Incident, product_id: int | None, *, exception: str, context: Context
) -> None:
    """Record the reason for an exception, or clear it if none is needed; raise what `is_product_covered` raises."""
    account = session.get(Account, incident.account_id) if incident.account_id else None
    is_technician = context.person.works_on(desk=incident.desk, assigned_to=incident.assigned_to)
    reason = exception if is_technician else ""
    is_covered = is_product_covered(session, product_id, account, exception=reason, context=context)
    if not is_covered:
        incident.exception_reason = reason
    elif incident.request == COVERED:
        incident.exception_reason = ""


def _write(session: Session, incident: Incident, changes: dict[str, Any], *, context: Context) -> None:
    for name, value in changes.items():
        if name == "extra":
            incident.extra_answers = [dict(one) for one in corrected(incident.extra_answers, value)]
        elif name != "cover":
            setattr(incident, name, value)
    if "cover" not in changes:
        incident.version += 1
        session.flush()
        return
    if changes["cover"] == "business":
        incident.unreachable_at = None
    terms = terms_of(incident).model_copy(update={"cover": changes["cover"]})
    change_terms(session, incident, terms, context=context)
    if incident.status == "acknowledged":
        rearm_update_clock(session, incident, because=EndedBecause.TERMS_CHANGED, context=context)


def _readable(session: Session, details: Details, changes: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that change, ready for JSON: the product by its name, None for any product.

    `extra` has the questions that change by their keys, as they are stored on the incident; None for no answer.
    """
    shown = {name: getattr(details, name) for name in changes if name not in {"product_id", "extra"}}
    if "extra" in changes:
        answers = {key: details.extra.get(key) for key in changes["extra"]}
        shown["extra"] = {key: one.model_dump() if one else None for key, one in answers.items()}
    if "product_id" in changes:
        product = session.get(Product, details.product_id) if details.product_id else None
        shown["product"] = product.name if product else None
    return shown
