"""The managers are told once, in a direct message, that a tax exemption certificate is about to expire."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.delivery import outbox
from bot.delivery.destination import direct_message
from bot.operations.packs.notify_buyers import A_DAY, zone_of
from bot.policy import Policy
from bot.rules.packs import is_time_to_tell, local_date, masked
from models import Account, TaxCertificate
from models.vocabulary import Kind

WARN_BEFORE = timedelta(days=30)


def certificates_near_expiry(session: Session, *, policy: Policy, now: datetime) -> Sequence[int]:
    """Return the certificates of which the managers are to be told now; one that has been renewed is none of them."""
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
            col(TaxCertificate.valid_to) <= (now + WARN_BEFORE + A_DAY).date(),
            ~exists().where(*is_renewed),
        )
        .order_by(col(TaxCertificate.valid_to), col(TaxCertificate.id))
    ).all()
    return [one.id or 0 for one, calendar in found if _is_due(one, zone_of(policy, calendar), now)]


def warn_of_certificate(session: Session, certificate_id: int, *, managers: Collection[str], now: datetime) -> None:
    """Tell each manager; a second time, or while there is none, nothing happens."""
    certificate = session.get_one(TaxCertificate, certificate_id, populate_existing=True, with_for_update=True)
    if certificate.has_warned or not managers:
        return
    certificate.has_warned = True
    for manager in managers:
        outbox.post(
            session,
            kind=Kind.CERTIFICATE_NOTICE,
            to=direct_message(manager),
            dedup_key=f"certificate {certificate_id}",
            parameters={
                "account": session.get_one(Account, certificate.account_id).name,
                "country": certificate.country,
                "number": masked(certificate.number),
                "valid_to": certificate.valid_to.isoformat(),
            },
            now=now,
        )


def _is_due(certificate: TaxCertificate, timezone: str, now: datetime) -> bool:
    """Is the last day near, and was it still to come when the certificate was registered?"""
    was_valid = local_date(certificate.registered_at, timezone=timezone) <= certificate.valid_to
    is_near = certificate.valid_to - local_date(now, timezone=timezone) <= WARN_BEFORE
    return was_valid and is_near and is_time_to_tell(now, timezone=timezone)
