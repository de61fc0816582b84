"""A form is kept while its sender is asked something, until an incident is filed from it or it is too old."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, select

from bot.operations.context import Context
from bot.rules.refusal import Refusal
from models import Incident, KeptForm

READ = ("id", "callback_id", "private_metadata", "blocks", "state")
"""Keys of a view's payload that are kept."""


class FormGone(Refusal):
    """The form is no longer kept, or is somebody else's."""

    text = "refusal-form_gone"


def keep_form(session: Session, view: Mapping[str, Any], *, context: Context) -> None:
    """Keep a form as it was sent; if the same form is sent again, it replaces the first."""
    read = {name: view[name] for name in READ if name in view}
    session.merge(KeptForm(form_id=view["id"], sent_by=context.actor, view=read, kept_at=context.now))


def find_kept(session: Session, form_id: str, *, context: Context) -> dict[str, Any]:
    """Return the form as it was sent; raise `FormGone`."""
    kept = session.get(KeptForm, form_id)
    if kept is None or kept.sent_by != context.actor:
        raise FormGone
    return kept.view


def forget_form(session: Session, form_id: str) -> None:
    """Delete the kept form, if there is one."""
    session.exec(delete(KeptForm).where(col(KeptForm.form_id) == form_id))


def prune_kept_forms(session: Session, *, before: datetime) -> None:
    """Delete the forms that were sent before this instant and never filed."""
    session.exec(delete(KeptForm).where(col(KeptForm.kept_at) < before))


def is_filed(session: Session, form_id: str) -> bool:
    """Return whether an incident was filed from this form."""
    return session.exec(select(Incident.id).where(Incident.form_id == form_id)).first() is not None
