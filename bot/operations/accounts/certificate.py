"""A manager registers the certificate that exempts an account from tax; the managers are notified before it ends."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot import audit, ledger
from bot.database import flush_or, id_of
from bot.delivery import outbox
from bot.delivery.destination import direct_message
from bot.operations.context import Context
from bot.operations.missing_managers import notify_technicians_of
from bot.operations.questions import settle_notices
from bot.rules.certificates import CertificateDetails
from bot.rules.countries import read_country
from bot.rules.days import A_DAY
from bot.rules.packs import is_time_to_notify, local_date, masked
from bot.rules.refusal import Refusal
from models import Account, TaxCertificate
from models.vocabulary import Kind

WARN_BEFORE = timedelta(days=30)
"""How long before the last day of a certificate the managers are notified."""


class UnknownCountry(Refusal):
    """No country has this two-letter code."""

    text = "refusal-unknown_country"


class ValidityReversed(Refusal):
    """The certificate would end before it begins."""

    text = "refusal-validity_reversed"


class CertificateKnown(Refusal):
    """The account has a certificate with this number already, and nothing about it would change."""

    text = "refusal-certificate_known"


def register_certificate(session: Session, details: CertificateDetails, *, context: Context) -> bool:
    """Add a certificate, or correct the account's one with this country and number; return True if it was a correction.

    The managers are notified again before a new last day. Raises `UnknownCountry` at the field `country`,
    `ValidityReversed` at `valid_to`, and `CertificateKnown` at `number` if nothing would change.
    """
    ledger.lock_account(session, details.account_id)
    country = read_country(details.country)
    if country is None:
        raise UnknownCountry("country")
    if details.valid_to < details.valid_from:
        raise ValidityReversed("valid_to")
    given = {name: getattr(details, name) for name in ("valid_from", "valid_to", "file_reference")}
    known = _known(session, details.account_id, country, number=details.number)
    if known is not None:
        _correct(session, known, given, context=context)
        return True
    certificate = TaxCertificate(
        account_id=details.account_id,
        number=details.number,
        country=country,
        **given,
        registered_by=context.actor,
        registered_at=context.now,
    )
    session.add(certificate)
    flush_or(session, CertificateKnown("number"))
    _record(session, certificate, before={}, after={"valid_to": str(details.valid_to)}, context=context)
    return False


def _known(session: Session, account_id: int, country: str, *, number: str) -> TaxCertificate | None:
    is_same = (
        TaxCertificate.account_id == account_id,
        TaxCertificate.country == country,
        TaxCertificate.number == number,
    )
    wanted = select(TaxCertificate).where(*is_same).with_for_update()
    return session.exec(wanted.execution_options(populate_existing=True)).one_or_none()


def _correct(session: Session, certificate: TaxCertificate, given: dict[str, Any], *, context: Context) -> None:
    before = {name: getattr(certificate, name) for name in given}
    changed = [name for name, value in given.items() if value != before[name]]
    if not changed:
        raise CertificateKnown("number")
    for name in changed:
        setattr(certificate, name, given[name])
    if "valid_to" in changed:
        certificate.has_warned = False
    _record(
        session,
        certificate,
        before={name: str(before[name]) for name in changed},
        after={name: str(given[name]) for name in changed},
        context=context,
    )


def _record(
    session: Session, certificate: TaxCertificate, *, before: dict[str, str], after: dict[str, str], context: Context
) -> None:
    settle_notices(session, kind=Kind.CERTIFICATE_NOTICE, now=context.now)
    which = {"number": masked(certificate.number), "country": certificate.country}
    audit.record(
        session,
        account_id=certificate.account_id,
        kind="register_certificate",
        actor=context.actor,
        at=context.now,
        before=before,
        after=which | after,
    )


def certificates_near_expiry(session: Session, *, context: Context) -> Sequence[int]:
    """Return the ids of the certificates that the managers are to be reminded of now, except those already renewed."""
    newer = aliased(TaxCertificate)
    is_renewed = (
        col(newer.account_id) == TaxCertificate.account_id,
        col(newer.country) == TaxCertificate.country,
        col(newer.valid_to) > TaxCertificate.valid_to,
    )
    found = session.exec(
        select(TaxCertificate, Account.calendar)
        .join(Account)
        .where(
            col(TaxCertificate.has_warned).is_(False),
            col(TaxCertificate.valid_to) <= (context.now + WARN_BEFORE + A_DAY).date(),
            ~exists().where(*is_renewed),
        )
        .order_by(col(TaxCertificate.valid_to), col(TaxCertificate.id))
    ).all()
    return [id_of(one) for one, calendar in found if _is_due(one, context.policy.timezone_of(calendar), context.now)]


def warn_of_certificate(session: Session, certificate_id: int, *, context: Context) -> None:
    """Notify each manager once; while there is none, tell the technicians only that there is something to read."""
    certificate = session.get_one(TaxCertificate, certificate_id, populate_existing=True, with_for_update=True)
    key = f"certificate {certificate_id}"
    if certificate.has_warned:
        return
    if not context.workspace.managers:
        notify_technicians_of(session, what="certificate", dedup_key=key, context=context)
        return
    certificate.has_warned = True
    for manager in context.workspace.managers:
        outbox.post(
            session,
            kind=Kind.CERTIFICATE_NOTICE,
            to=direct_message(manager),
            dedup_key=key,
            parameters={
                "certificate": certificate_id,
                "account": session.get_one(Account, certificate.account_id).name,
                "country": certificate.country,
                "number": masked(certificate.number),
                "valid_to": certificate.valid_to.isoformat(),
            },
            now=context.now,
        )


def _is_due(certificate: TaxCertificate, timezone: str, now: datetime) -> bool:
    """Return True if the last day is near, and was still to come when the certificate was registered."""
    was_valid = local_date(certificate.registered_at, timezone=timezone) <= certificate.valid_to
    is_near = certificate.valid_to - local_date(now, timezone=timezone) <= WARN_BEFORE
    return was_valid and is_near and is_time_to_notify(now, timezone=timezone)
