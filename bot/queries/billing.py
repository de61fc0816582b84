"""What does an accountant want to know of the incidents that were filed?"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col, func

from bot.rules.waits import Waits
from models import Account, Incident, LedgerEntry, Pack, Product, TaxCertificate
from models.vocabulary import Billing, Cover, SeverityLetter, Status

AT_ONCE = 1000
"""Maximum incidents read by one statement and held in memory at once."""

WAITED = ("waiting_since", "closed_at", "waited_for_customer_s", "closed_for_s")
"""Columns that record whose turn it was."""


@dataclass(frozen=True)
class BillingFacts:
    """One incident as it is billed."""

    number: int
    filed_at: datetime
    timezone: str
    """Zone of the account's calendar when the incident was filed, so that the incident stays in its month for ever."""
    account_id: int | None
    account_code: str | None
    account_name: str | None
    filed_by: str
    title: str
    product: str | None
    severity: SeverityLetter
    cover: Cover
    status: Status
    billing: Billing
    confirmation: str | None
    """The whole order confirmation number of the pack."""
    bought_on: date | None
    exception_reason: str
    extra_answers: Sequence[dict[str, Any]]
    """Answers to the provider's own questions, as they are stored."""
    terms: Mapping[str, Any]
    """The terms of the incident as stored, with its opening hours."""
    waits: Waits
    """Whose turn it was."""
    promised_at: datetime
    answered_at: datetime | None
    """The instant of the initial response; None while there is none."""
    margin_s: int | None
    """Seconds left to the deadline at the initial response; negative if it was late."""
    margin_on_clock_s: int | None
    """The same on the clock of the target, which may count open time only; None if it was not stored."""
    units: int
    """Units of the pack that it has used or reserved."""
    certificates: Sequence[TaxCertificate]
    """All of the account's, the newest first."""

    @property
    def deadline_at(self) -> datetime:
        """Return the deadline that counts: the one that the initial response kept or missed, else the present one."""
        if self.answered_at is None or self.margin_s is None:
            return self.promised_at
        return self.answered_at + timedelta(seconds=self.margin_s)


def billing_facts(session: Session, *, since: datetime, until: datetime) -> Iterator[BillingFacts]:
    """Yield the incidents filed from `since` to before `until`, by number; only some are in memory at once."""
    number = 0
    while page := _page(session, since=since, until=until, after=number):
        units = _units(session, [row["number"] for row in page])
        certificates = _certificates(session, {row["account_id"] for row in page} - {None})
        for row in page:
            its = certificates.get(row["account_id"], [])
            kept = {name: row.pop(name) for name in WAITED}
            waits = Waits(
                opened_at=row["filed_at"],
                waiting_since=kept["waiting_since"],
                closed_at=kept["closed_at"],
                customer_s=kept["waited_for_customer_s"],
                closed_s=kept["closed_for_s"],
            )
            yield BillingFacts(**row, waits=waits, units=units.get(row["number"], 0), certificates=its)
        number = page[-1]["number"]


def _page(session: Session, *, since: datetime, until: datetime, after: int) -> list[dict[str, Any]]:
    wanted = (
        select(
            col(Incident.id).label("number"),
            col(Incident.opened_at).label("filed_at"),
            Incident.terms["calendar"]["timezone"].as_string().label("timezone"),
            col(Incident.account_id),
            col(Account.code).label("account_code"),
            col(Account.name).label("account_name"),
            col(Incident.opened_by).label("filed_by"),
            col(Incident.title),
            col(Product.code).label("product"),
            *(
                col(getattr(Incident, name))
                for name in ("severity", "cover", "status", "billing", "exception_reason", "extra_answers")
            ),
            *(col(getattr(Incident, name)) for name in ("terms", *WAITED)),
            col(Incident.deadline_at).label("promised_at"),
            col(Incident.acknowledged_at).label("answered_at"),
            col(Incident.acknowledged_margin).label("margin_s"),
            col(Incident.margin_on_clock).label("margin_on_clock_s"),
            col(Pack.confirmation),
            col(Pack.bought_on),
        )
        .outerjoin(Account, col(Incident.account_id) == col(Account.id))
        .outerjoin(Product, col(Incident.product_id) == col(Product.id))
        .outerjoin(Pack, col(Incident.pack_id) == col(Pack.id))
        .where(col(Incident.id) > after, col(Incident.opened_at) >= since, col(Incident.opened_at) < until)
        .order_by(col(Incident.id))
        .limit(AT_ONCE)
    )
    return [dict(row) for row in session.connection().execute(wanted).mappings()]


def _units(session: Session, numbers: list[int]) -> dict[int, int]:
    """Return how many units the ledger entries of each incident have taken in all, by its number."""
    taken = select(col(LedgerEntry.incident_id), -func.sum(LedgerEntry.units))
    meant = taken.where(col(LedgerEntry.incident_id).in_(numbers)).group_by(col(LedgerEntry.incident_id))
    return {number: int(units) for number, units in session.connection().execute(meant) if number is not None}


def _certificates(session: Session, account_ids: Collection[int]) -> dict[int, list[TaxCertificate]]:
    newest_first = (col(TaxCertificate.valid_from).desc(), col(TaxCertificate.id).desc())
    wanted = select(TaxCertificate).where(col(TaxCertificate.account_id).in_(account_ids)).order_by(*newest_first)
    found: dict[int, list[TaxCertificate]] = {}
    for one in session.scalars(wanted):
        found.setdefault(one.account_id, []).append(one)
    return found
