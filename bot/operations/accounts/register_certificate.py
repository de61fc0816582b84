"""A manager registers the certificate that exempts an account from tax."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from bot import audit, ledger
from bot.database import flush_or
from bot.rules.countries import read_country
from bot.rules.packs import masked
from bot.rules.refusal import Refusal
from models import TaxCertificate


class UnknownCountry(Refusal):
    """There is no country with this code of two letters."""

    text = "refusal-unknown_country"


class ValidityReversed(Refusal):
    """The certificate would end before it begins."""

    text = "refusal-validity_reversed"


class CertificateKnown(Refusal):
    """The account has a certificate with this number already, and nothing about it would change."""

    text = "refusal-certificate_known"


def register_certificate(
    session: Session,
    *,
    account_id: int,
    number: str,
    country: str,
    valid_from: date,
    valid_to: date,
    file_reference: str,
    actor: str,
    now: datetime,
) -> bool:
    """Keep a certificate, or correct the one the account has with this country and number; return whether it was one.

    The managers are told anew before a new last day. Raises `UnknownCountry` at the field `country`, `ValidityReversed`
    at `valid_to`, `CertificateKnown` at `number` where everything is the same.
    """
    ledger.lock_account(session, account_id)
    code = read_country(country)
    if code is None:
        raise UnknownCountry("country")
    if valid_to < valid_from:
        raise ValidityReversed("valid_to")
    given: dict[str, Any] = {"valid_from": valid_from, "valid_to": valid_to, "file_reference": file_reference}
    known = _known(session, account_id, code, number)
    if known is not None:
        _correct(session, known, given, actor=actor, now=now)
        return True
    session.add(
        TaxCertificate(
            account_id=account_id, number=number, country=code, **given, registered_by=actor, registered_at=now
        )
    )
    flush_or(session, CertificateKnown("number"))
    after = {"number": masked(number), "country": code, "valid_to": valid_to.isoformat()}
    audit.record(session, account_id=account_id, kind="register_certificate", actor=actor, at=now, after=after)
    return False


def _known(session: Session, account_id: int, country: str, number: str) -> TaxCertificate | None:
    is_same = (
        TaxCertificate.account_id == account_id,
        TaxCertificate.country == country,
        TaxCertificate.number == number,
    )
    wanted = select(TaxCertificate).where(*is_same).with_for_update()
    return session.exec(wanted.execution_options(populate_existing=True)).one_or_none()


def _correct(
    session: Session, certificate: TaxCertificate, given: dict[str, Any], *, actor: str, now: datetime
) -> None:
    before = {name: getattr(certificate, name) for name in given}
    changed = [name for name, value in given.items() if value != before[name]]
    if not changed:
        raise CertificateKnown("number")
    for name in changed:
        setattr(certificate, name, given[name])
    if "valid_to" in changed:
        certificate.has_warned = False
    which = {"number": masked(certificate.number), "country": certificate.country}
    audit.record(
        session,
        account_id=certificate.account_id,
        kind="register_certificate",
        actor=actor,
        at=now,
        before={name: str(before[name]) for name in changed},
        after=which | {name: str(given[name]) for name in changed},
    )
