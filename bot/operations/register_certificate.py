"""A manager registers the certificate that exempts an account from tax."""

from datetime import date, datetime

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
    """The account has a certificate with this number already."""

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
) -> TaxCertificate:
    """Keep a certificate and return it.

    Raises `UnknownCountry` at the field `country`, `ValidityReversed` at `valid_to`, `CertificateKnown` at `number`.
    """
    ledger.lock_account(session, account_id)
    code = read_country(country)
    if code is None:
        raise UnknownCountry("country")
    if valid_to < valid_from:
        raise ValidityReversed("valid_to")
    same = (
        TaxCertificate.account_id == account_id,
        TaxCertificate.country == code,
        TaxCertificate.number == number,
    )
    if session.exec(select(TaxCertificate.id).where(*same)).first() is not None:
        raise CertificateKnown("number")
    certificate = TaxCertificate(
        account_id=account_id,
        number=number,
        country=code,
        valid_from=valid_from,
        valid_to=valid_to,
        file_reference=file_reference,
        registered_by=actor,
        registered_at=now,
    )
    session.add(certificate)
    flush_or(session, CertificateKnown("number"))
    after = {"number": masked(number), "country": code, "valid_to": valid_to.isoformat()}
    audit.record(session, account_id=account_id, kind="register_certificate", actor=actor, at=now, after=after)
    return certificate
