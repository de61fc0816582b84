"""A manager registers a tax exemption certificate; the managers are told before it ends."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.database import Database
from bot.operations.accounts.certificate import CertificateKnown, UnknownCountry, ValidityReversed, register_certificate
from bot.policy import Policy
from bot.rules.certificates import CertificateDetails
from bot.rules.workspace import Workspace
from models import Event, OutboxMessage, TaxCertificate
from tests.contexts import POLICY
from tests.pack_watch import DAY, NINE, SOON, THEN, Watch
from tests.paying import AT, add_account, manager_context, told


class TestCertificate:
    """Each account has one certificate, which is shown nowhere."""

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
            return register_certificate(session, details, context=manager_context(POLICY, now))

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


class TestCertificateNotice:
    """Managers are told once, thirty days before the last day."""

    @pytest.fixture
    def certificate(self, database: Database, acme: int) -> int:
        """A certificate whose last day is 9 January 2027."""
        return self.register(database, acme, SOON - DAY)

    def register(self, database: Database, account: int, valid_to: date, *, number: str = "FR-EX-12345") -> int:
        """Store a certificate, registered on that Monday."""
        with database.transaction() as session:
            row = TaxCertificate(
                account_id=account, number=number, country="FR", valid_from=date(2020, 1, 1), valid_to=valid_to,
                file_reference="drawer 3", registered_by="U0MAX", registered_at=AT,
            )  # fmt: skip
            session.add(row)
            session.flush()
            assert row.id is not None
            return row.id

    def test_is_given_once_in_the_morning(self, database: Database, watch: Watch, certificate: int) -> None:
        first = THEN - 31 * DAY  # 10 December: 9 January is 30 days away.
        given = []
        for hours in range(-24, 72):
            watch.at(first + timedelta(hours=hours))
            given.append(len(told(database, "certificate_notice")))

        assert given == [0] * (24 + 9) + [1] * (72 - 9)
        assert told(database, "certificate_notice") == [("U0MAX", None)]
        with database.reading() as session:
            assert session.get_one(TaxCertificate, certificate).has_warned

    @pytest.mark.usefixtures("certificate")
    def test_hides_the_number(self, database: Database, watch: Watch) -> None:
        watch.at(THEN - DAY + NINE)

        with database.reading() as session:
            notice = session.exec(select(OutboxMessage).where(OutboxMessage.kind == "certificate_notice")).one()
        assert "FR-EX" not in str(notice.parameters)
        assert notice.parameters["number"] == "••••2345"

    def test_waits_until_there_is_a_manager(
        self, database: Database, policy: Policy, workspace: Workspace, watch: Watch, certificate: int
    ) -> None:
        Watch(database, policy, replace(workspace, managers=())).at(THEN - DAY + NINE)
        with database.reading() as session:
            assert not session.get_one(TaxCertificate, certificate).has_warned
        assert told(database, "trouble_notice") == [("C0TRIAGE", None)]  # Nothing of it is shown in a channel.

        watch.at(THEN - DAY + NINE)
        assert told(database, "certificate_notice") == [("U0MAX", None)]

    @pytest.mark.usefixtures("certificate")
    def test_is_made_up_for_after_a_stop(self, database: Database, watch: Watch) -> None:
        watch.at(THEN + 100 * DAY + NINE)

        assert len(told(database, "certificate_notice")) == 1

    def test_is_not_given_for_what_was_over_when_it_was_registered(
        self, database: Database, watch: Watch, acme: int
    ) -> None:
        self.register(database, acme, date(2025, 12, 31))
        watch.at(AT + DAY)

        assert told(database, "certificate_notice") == []

    @pytest.mark.usefixtures("certificate")
    def test_is_not_given_once_there_is_a_newer_one(self, database: Database, watch: Watch, acme: int) -> None:
        self.register(database, acme, THEN.date() + 365 * DAY, number="FR-EX-99999")
        watch.at(THEN - DAY + NINE)

        assert told(database, "certificate_notice") == []
