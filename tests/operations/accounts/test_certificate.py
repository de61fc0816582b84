"""A manager registers a tax exemption certificate."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import col, select

from bot.database import Database
from bot.operations.accounts.certificate import CertificateKnown, UnknownCountry, ValidityReversed, register_certificate
from bot.policy import read_policy
from bot.rules.certificates import CertificateDetails
from models import Event, OutboxMessage, TaxCertificate
from tests.paying import add_account, manager_context


class TestCertificate:
    """A certificate is kept once for each account, and said nowhere."""

    def register(self, database: Database, now: datetime, account: int, **changed: Any) -> bool:
        given = {
            "number": "TX-998877",
            "country": "fr",
            "valid_from": date(2026, 1, 1),
            "valid_to": date(2026, 12, 31),
            "file_reference": "Drive/acme.pdf",
        } | changed
        with database.transaction() as session:
            details = CertificateDetails(account, **given)
            return register_certificate(session, details, context=manager_context(read_policy(None), now))

    def kept(self, database: Database) -> TaxCertificate:
        with database.reading() as session:
            return session.exec(select(TaxCertificate)).one()

    def test_is_kept_and_recorded_without_its_whole_number(self, database: Database, now: datetime) -> None:
        assert not self.register(database, now, add_account(database))
        kept = self.kept(database)
        assert (kept.country, kept.number, kept.registered_by, kept.registered_at) == ("FR", "TX-998877", "U0MAX", now)
        with database.reading() as session:
            event = session.exec(select(Event)).one()
            assert session.exec(select(OutboxMessage)).all() == []
        assert event.account_id == kept.account_id
        assert event.after == {"number": "••••8877", "country": "FR", "valid_to": "2026-12-31"}

    def test_is_corrected(self, database: Database, now: datetime) -> None:
        account = add_account(database)
        self.register(database, now, account)
        with database.transaction() as session:
            session.exec(select(TaxCertificate)).one().has_warned = True

        assert self.register(database, now, account, valid_from=date(2026, 2, 1), file_reference="Drive/b.pdf")
        kept = self.kept(database)
        assert (kept.valid_from, kept.file_reference, kept.has_warned) == (date(2026, 2, 1), "Drive/b.pdf", True)
        assert self.register(database, now, account, valid_from=date(2026, 2, 1), valid_to=date(2027, 12, 31))
        kept = self.kept(database)
        assert (kept.valid_to, kept.has_warned) == (date(2027, 12, 31), False)

        with database.reading() as session:
            first, last = session.exec(select(Event).order_by(col(Event.id))).all()[1:]
        which = {"number": "••••8877", "country": "FR"}
        assert first.before == {"valid_from": "2026-01-01", "file_reference": "Drive/acme.pdf"}
        assert first.after == which | {"valid_from": "2026-02-01", "file_reference": "Drive/b.pdf"}
        assert last.before == {"valid_to": "2026-12-31", "file_reference": "Drive/b.pdf"}
        assert last.after == which | {"valid_to": "2027-12-31", "file_reference": "Drive/acme.pdf"}

    def test_of_one_day_is_valid(self, database: Database, now: datetime) -> None:
        self.register(database, now, add_account(database), valid_to=date(2026, 1, 1))

    @pytest.mark.parametrize(
        ("changed", "refusal", "field"),
        [
            ({"country": "XX"}, UnknownCountry, "country"),
            ({"country": "UK"}, UnknownCountry, "country"),  # it is GB
            ({"valid_to": date(2025, 12, 31)}, ValidityReversed, "valid_to"),
            ({}, CertificateKnown, "number"),
            ({"country": "FR "}, CertificateKnown, "number"),
        ],
    )
    def test_is_refused_at_the_field(
        self, database: Database, now: datetime, changed: dict[str, Any], refusal: type[Exception], field: str
    ) -> None:
        account = add_account(database)
        self.register(database, now, account)
        with pytest.raises(refusal) as refused:
            self.register(database, now, account, **changed)
        assert refused.value.field == field  # type: ignore[attr-defined] # a Refusal
        self.register(database, now, add_account(database, "OTHER"))
