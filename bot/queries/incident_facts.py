"""What is shown of an incident? The same few statements serve one incident and a whole list."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, TextClause, bindparam, exists, func, literal
from sqlalchemy import select as sql_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.facts.incident import AgreedScope, IncidentFacts
from bot.facts.terms_period import TermsPeriodFacts, deadline_kept
from bot.queries.terms import terms_of
from bot.queries.terms_periods import COLUMNS as OF_PERIOD
from bot.queries.terms_periods import terms_period_of, terms_periods_of
from bot.rules.attachments import AttachedFile
from bot.rules.extra import ExtraAnswer
from bot.rules.lifecycle import last_day
from bot.rules.waits import Waits
from models import Account, Heartbeat, Incident, Pack, Product, Scope, TermsPeriod

Condition = ColumnElement[bool] | TextClause | bool
UNSHARED = "unshared "
"""Prefix, before a channel's id, of the name of the heartbeat of a channel that is no longer shared."""


def is_unshared(channel: Any) -> ColumnElement[bool]:
    """Return the condition that a channel is known to be no longer shared with another organisation.

    `channel` is a column with its Slack id.
    """
    return exists().where(col(Heartbeat.name) == literal(UNSHARED) + channel)


def _last_version(*conditions: Condition) -> Any:
    of_incident = sql_select(func.max(Scope.version)).where(col(Scope.incident_id) == Incident.id, *conditions)  # type: ignore[arg-type]
    return of_incident.correlate(Incident).scalar_subquery()


_AGREED = aliased(Scope)
_COLUMNS: list[Any] = [
    Incident,
    Product.name.label("product"),  # type: ignore[attr-defined]
    Product.mainstream_end,
    Product.extended_end,
    Account.name.label("account"),  # type: ignore[attr-defined]
    Account.locale,
    Pack.confirmation,
    col(_AGREED.version).label("agreed_version"),
    col(_AGREED.text).label("agreed_text"),
    col(_AGREED.agreed_by),
    _last_version().label("newest_version"),
]
# Built once: building this statement takes longer than running it, and every message needs it.
_FOUND = (
    sql_select(*_COLUMNS)
    .outerjoin(Product, col(Product.id) == col(Incident.product_id))
    .outerjoin(Account, col(Account.id) == col(Incident.account_id))
    .outerjoin(Pack, col(Pack.id) == col(Incident.pack_id))
    .outerjoin(
        _AGREED,
        (col(_AGREED.incident_id) == col(Incident.id))
        & (col(_AGREED.version) == _last_version(col(Scope.agreed_by).is_not(None))),
    )
)
_WITH_PERIODS = (
    _FOUND.add_columns(is_unshared(Incident.opened_in).label("is_unshared"), *OF_PERIOD)
    .outerjoin(TermsPeriod, col(TermsPeriod.incident_id) == col(Incident.id))
    .order_by(col(Incident.id), col(TermsPeriod.id))
)
"""A row for each terms period of an incident."""
_ONE = _WITH_PERIODS.where(col(Incident.id) == bindparam("number"))
_SEVERAL = _WITH_PERIODS.where(col(Incident.id).in_(bindparam("numbers", expanding=True)))


def read_incidents(session: Session, *, incident_ids: Collection[int]) -> dict[int, tuple[Any, IncidentFacts]]:
    """Return the row of columns and the facts of each of these incidents, by number.

    Takes one statement, and a second one for the parts of a split.
    """
    if len(incident_ids) == 1:
        found = _rows(session, _ONE, number=next(iter(incident_ids)))
    else:
        found = _rows(session, _SEVERAL, numbers=sorted(incident_ids))
    of_incident = {number: list(rows) for number, rows in groupby(found, key=lambda one: one.id)}
    first = {number: rows[0] for number, rows in of_incident.items()}
    periods = {
        number: [terms_period_of(*one[-len(OF_PERIOD) :]) for one in rows if one.begun_at]
        for number, rows in of_incident.items()
    }
    return {one.number: (first[one.number], one) for one in _with_the_rest(session, list(first.values()), periods)}


def facts_where(
    session: Session,
    *conditions: Condition,
    in_order: Sequence[Any] = (),
    limit: int | None = None,
) -> list[IncidentFacts]:
    """Return the facts of all incidents that meet the conditions, with at most three statements."""
    wanted = _FOUND.where(*conditions).order_by(*in_order).limit(limit)  # type: ignore[arg-type] # SQLModel's are bool
    found = _rows(session, wanted)
    if not found:
        return []
    periods = terms_periods_of(session, incident_ids=[one.id for one in found])
    return _with_the_rest(session, found, periods)


def _rows(session: Session, wanted: Select[Any], **given: object) -> Sequence[Row[Any]]:
    """Return plain rows: making an `Incident` of each in the session would take longer than everything else."""
    session.flush()
    return session.connection().execute(wanted, given).all()


def _with_the_rest(
    session: Session, found: Sequence[Row[Any]], periods: Mapping[int, Sequence[TermsPeriodFacts]]
) -> list[IncidentFacts]:
    parts = parts_of(session, incident_ids=[one.id for one in found if one.outcome == "split"])
    return [_facts(one, terms_periods=periods[one.id], parts=parts[one.id]) for one in found]


def parts_of(session: Session, *, incident_ids: Collection[int]) -> Mapping[int, list[int]]:
    """Return the parts that each of these incidents was split into, by number."""
    parts: Mapping[int, list[int]] = defaultdict(list)
    if incident_ids:
        of_these = col(Incident.parent_id).in_(incident_ids)
        for one in session.exec(select(Incident).where(of_these).order_by(col(Incident.id))):
            if one.parent_id is not None:
                parts[one.parent_id].append(one.number)
    return parts


def _others(incident: Any, parts: Sequence[int]) -> Sequence[int]:
    """Return the incident that this one is a duplicate of, or those that it was split into."""
    original = incident.duplicate_of if incident.outcome == "duplicate" else None
    return parts if original is None else [original]


def _facts(incident: Any, *, terms_periods: Sequence[TermsPeriodFacts], parts: Sequence[int]) -> IncidentFacts:
    """Return the facts from a row that `_FOUND` has read."""
    margin = incident.acknowledged_margin
    return IncidentFacts(
        number=incident.id,
        title=incident.title,
        description=incident.description,
        product=incident.product,
        severity=incident.severity,
        cover=incident.cover,
        contacts=incident.contacts,
        status=incident.status,
        opened_by=incident.opened_by,
        opened_in=incident.opened_in,
        opened_at=incident.opened_at,
        terms=terms_of(incident),
        promised_at=incident.deadline_at,
        acknowledged_by=incident.acknowledged_by,
        acknowledged_how=incident.acknowledged_how,
        margin=_length(margin),
        margin_on_clock=_length(incident.margin_on_clock),
        outcome=incident.outcome,
        closed_by=incident.closed_by,
        explanation=incident.explanation,
        account=incident.account,
        account_locale=incident.locale,
        pack=incident.confirmation,
        billing=incident.billing,
        support_ends=last_day(incident.mainstream_end, incident.extended_end),
        request=incident.request,
        exception_reason=incident.exception_reason,
        **_scope(incident),
        parent=incident.parent_id,
        follows=incident.follows_id,
        others=_others(incident, parts),
        terms_periods=terms_periods,
        answered_for=_answered_for(incident, terms_periods),
        acknowledged_at=incident.acknowledged_at,
        unreachable_at=incident.unreachable_at,
        attachments=[AttachedFile.model_validate(one) for one in incident.attachments],
        extra_answers=[ExtraAnswer.model_validate(one) for one in incident.extra_answers],
        desk=incident.desk,
        assigned_to=incident.assigned_to,
        waits=waits_of(incident),
        customer_updated_at=incident.customer_updated_at,
    )


def waits_of(incident: Incident) -> Waits:
    """Return the stored record of whose turn it was."""
    return Waits(
        opened_at=incident.opened_at,
        waiting_since=incident.waiting_since,
        closed_at=incident.closed_at,
        customer_s=incident.waited_for_customer_s,
        closed_s=incident.closed_for_s,
    )


def _length(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def _scope(found: Row[Any]) -> dict[str, Any]:
    """Return the scope that is agreed and the version that is not yet, as fields of `IncidentFacts`."""
    agreed, newest = found.agreed_version, found.newest_version
    return {
        "agreed_scope": AgreedScope(agreed, found.agreed_text, found.agreed_by) if agreed else None,
        "proposed_scope": newest if newest != agreed else None,
    }


def _answered_for(incident: Any, terms_periods: Sequence[TermsPeriodFacts]) -> datetime | None:
    """Return the deadline that was in force at the acknowledgement; None if there is none."""
    answered_at, margin = incident.acknowledged_at, incident.acknowledged_margin
    if answered_at is None or margin is None:
        return None
    return deadline_kept(terms_periods, answered_at=answered_at, margin=margin) or incident.deadline_at
