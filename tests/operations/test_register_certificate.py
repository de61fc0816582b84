"""A manager registers a tax exemption certificate."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import select

from bot.database import Database
from bot.operations.register_certificate import (
    CertificateKnown,
    UnknownCountry,
    ValidityReversed,
    register_certificate,
)
from models import Event, OutboxMessage, TaxCertificate
from tests.paying import add_account


class TestCertificate:
    """A certificate is kept once for each account, and said nowhere."""

    def register(self, database: Database, now: datetime, account: int, **changed: Any) -> TaxCertificate:
        given = {
            "number": "TX-998877",
            "country": "fr",
            "valid_from": date(2026, 1, 1),
            "valid_to": date(2026, 12, 31),
            "file_reference": "Drive/acme.pdf",
        } | changed
        with database.transaction() as session:
            return register_certificate(session, account_id=account, **given, actor="U0MAX", now=now)

    def test_is_kept_and_recorded_without_its_whole_number(self, database: Database, now: datetime) -> None:
        kept = self.register(database, now, add_account(database))
        assert (kept.country, kept.number, kept.registered_by, kept.registered_at) == ("FR", "TX-998877", "U0MAX", now)
        with database.reading() as session:
            event = session.exec(select(Event)).one()
            assert session.exec(select(OutboxMessage)).all() == []
        assert event.account_id == kept.account_id
        assert event.after == {"number": "••••8877", "country": "FR", "valid_to": "2026-12-31"}

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
