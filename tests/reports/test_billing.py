import csv
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest

from bot.database import Database
from bot.operations.packs.settlement import release_unit, settle_unit
from bot.policy import Policy
from bot.queries.billing import AT_ONCE
from bot.reports.billing import COLUMNS, STATES, Format, WrongMonth, read_month, write_billing
from bot.reports.csv_table import BOM
from models import Incident, Product, TaxCertificate
from tests.contexts import by
from tests.paying import add_account, add_pack, filed

File = Callable[..., int]
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
"""Tuesday 24 November 2026, 12:00 in Paris."""


@pytest.fixture
def policy(policy: Policy) -> Policy:
    """A contract with an office in Tokyo."""
    tokyo = policy.calendar["default"].model_copy(update={"timezone": "Asia/Tokyo"})
    return policy.model_copy(update={"calendar": {**policy.calendar, "tokyo": tokyo}})


@pytest.fixture
def file(database: Database, policy: Policy) -> File:
    """Store an incident that is charged individually, and return its number; columns can be changed by name."""

    def store(*, at: datetime = NOON, calendar: str | None = None, **changed: Any) -> int:
        terms = policy.terms(severity="B", cover="business", filed_at=at, calendar=calendar)
        columns = {
            "form_id": uuid4().hex, "title": "No mail", "description": "", "severity": "B", "cover": "business",
            "opened_by": "U0ALICE", "opened_in": "C0ACME", "opened_at": at, "deadline_at": at,
            "terms": terms.model_dump(mode="json"),
        }  # fmt: skip
        with database.transaction() as session:
            incident = Incident(**(columns | changed))
            session.add(incident)
            session.flush()
            return incident.id or 0

    return store


def export(database: Database, form: Format, month: str = "2026-11") -> str:
    """Return the exported file of a month as text."""
    file = StringIO(newline="")
    with database.reading() as session:
        write_billing(session, month=read_month(month), form=form, file=file)
    return file.getvalue()


def rows(database: Database, month: str = "2026-11") -> list[dict[str, str]]:
    """Return the rows of the CSV file for a month."""
    text = export(database, "csv", month)
    assert text.startswith(BOM)
    return list(csv.DictReader(StringIO(text.removeprefix(BOM), newline="")))


class TestRow:
    """Each incident is one row, with all that an accountant asks for."""

    def test_of_a_unit_names_account_pack_product_and_certificate(self, database: Database, policy: Policy) -> None:
        acme = add_account(database)
        pack = add_pack(database, policy, account_id=acme, number="ab 12-34")
        with database.transaction() as session:
            session.add(Product(code="mail", name="Mail Server"))
            session.add(_certificate(acme, "FR-1", date(2026, 1, 1), date(2026, 12, 31)))
        number = filed(database, policy, account_id=acme, chosen=pack, now=NOON)
        with database.transaction() as session:
            incident = session.get_one(Incident, number)
            incident.product_id, incident.exception_reason = 1, "agreed by phone"
            incident.extra_answers = [
                {"key": "site", "labels": {"fr": "Lieu"}, "answers": {"fr": "Bruxelles", "en": "Brussels"}},
                {"key": "asset", "labels": {"fr": "Poste"}, "answers": {"": "PC 42"}},
            ]

        assert rows(database) == [
            {
                "incident": "INC-1",
                "filed_at": "2026-11-24T12:00:00+01:00",
                "account": "ACME",
                "account_name": "Acme",
                "filed_by": "U0ALICE",
                "title": "No mail",
                "product": "mail",
                "severity": "B",
                "cover": "business",
                "status": "open",
                "billing": "reserved",
                "pack": "AB1234",
                "pack_bought_on": "2026-11-23",
                "units": "1",
                "exception": "agreed by phone",
                "extra": "site: Brussels\nasset: PC 42",
                "waited_for_us_min": "",
                "waited_for_customer_min": "",
                "tax_certificate": "FR-1",
                "tax_country": "FR",
                "tax_valid_from": "2026-01-01",
                "tax_valid_to": "2026-12-31",
                "tax_file": "drawer 7",
                "deadline_at": "2026-11-24T12:00:00+01:00",
                "answered_at": "",
                "margin_min": "",
                "margin_counted_min": "",
            }
        ]

    def test_of_what_is_paid_by_itself_leaves_the_rest_empty(self, database: Database, file: File) -> None:
        file()

        (row,) = rows(database)
        assert (row["billing"], row["units"]) == ("pay per incident", "0")
        assert {name for name in COLUMNS if not row[name]} == {
            "account", "account_name", "product", "pack", "pack_bought_on", "exception", "extra",
            "waited_for_us_min", "waited_for_customer_min",
            "tax_certificate", "tax_country", "tax_valid_from", "tax_valid_to", "tax_file",
            "answered_at", "margin_min", "margin_counted_min",
        }  # fmt: skip

    def test_of_what_has_ended_tells_how_long_each_side_waited(self, database: Database, policy: Policy) -> None:
        """From 12:00 to 17:00 it was open for five hours, of which 90 minutes were the customer's turn."""
        acme = add_account(database)
        pack = add_pack(database, policy, account_id=acme)
        number = filed(database, policy, account_id=acme, chosen=pack, now=NOON)
        with database.transaction() as session:
            incident = session.get_one(Incident, number)
            incident.status, incident.outcome, incident.closed_by = "closed", "withdrawn", "U0ALICE"
            incident.closed_at, incident.waited_for_customer_s = NOON + timedelta(hours=5), 5400

        (row,) = rows(database)
        assert (row["waited_for_us_min"], row["waited_for_customer_min"]) == ("210", "90")

    @pytest.mark.parametrize(("settle", "expected"), [(settle_unit, ("billed", "1")), (release_unit, ("waived", "0"))])
    def test_counts_a_unit_that_was_used_and_not_one_that_was_given_back(
        self, database: Database, policy: Policy, settle: Callable[..., None], expected: tuple[str, str]
    ) -> None:
        acme = add_account(database)
        add_pack(database, policy, account_id=acme)
        number = filed(database, policy, account_id=acme, now=NOON)
        reason = {"reason": "our fault"} if settle is release_unit else {}
        with database.transaction() as session:
            settle(session, incident_id=number, context=by("U0MAX", NOON), **reason)

        (row,) = rows(database)
        assert (row["billing"], row["units"]) == expected

    @pytest.mark.parametrize(
        ("periods", "expected"),
        [
            ([("2026-11-24", "2026-11-24")], "1"),  # Filed on its only day.
            ([("2026-01-01", "2026-11-23")], ""),  # Ended the day before.
            ([("2026-11-25", "2027-11-25")], ""),  # Begins the day after.
            ([("2026-01-01", "2026-12-31"), ("2026-11-01", "2027-10-31")], "2"),  # The one that began last.
            ([("2026-11-01", "2027-10-31"), ("2026-01-01", "2026-12-31")], "1"),
        ],
    )
    def test_has_the_certificate_of_the_day_of_filing(
        self, database: Database, file: File, periods: list[tuple[str, str]], expected: str
    ) -> None:
        acme, other = add_account(database), add_account(database, "OTHER")
        with database.transaction() as session:
            for number, days in enumerate(periods, start=1):
                session.add(_certificate(acme, str(number), *map(date.fromisoformat, days)))
            session.add(_certificate(other, "9", date(2026, 1, 1), date(2027, 12, 31)))
        file(account_id=acme)

        assert [row["tax_certificate"] for row in rows(database)] == [expected]


def _certificate(account_id: int, number: str, valid_from: date, valid_to: date) -> TaxCertificate:
    return TaxCertificate(
        account_id=account_id, number=number, country="FR", valid_from=valid_from, valid_to=valid_to,
        file_reference="drawer 7", registered_by="U0MAX", registered_at=NOON,
    )  # fmt: skip


class TestMonth:
    """A month begins at midnight in the zone of the account's calendar."""

    def test_has_what_was_filed_from_its_first_instant_to_its_last(self, database: Database, file: File) -> None:
        second = timedelta(seconds=1)
        for calendar, begin, end in [
            (None, datetime(2026, 10, 31, 23, tzinfo=UTC), datetime(2026, 11, 30, 23, tzinfo=UTC)),  # Paris, UTC+1.
            ("tokyo", datetime(2026, 10, 31, 15, tzinfo=UTC), datetime(2026, 11, 30, 15, tzinfo=UTC)),  # UTC+9.
        ]:
            for at in (begin - second, begin, end - second, end):
                file(at=at, calendar=calendar)

        assert [(row["incident"], row["filed_at"]) for row in rows(database)] == [
            ("INC-2", "2026-11-01T00:00:00+01:00"),
            ("INC-3", "2026-11-30T23:59:59+01:00"),
            ("INC-6", "2026-11-01T00:00:00+09:00"),
            ("INC-7", "2026-11-30T23:59:59+09:00"),
        ]
        assert [row["incident"] for row in rows(database, "2026-10")] == ["INC-1", "INC-5"]
        assert [row["incident"] for row in rows(database, "2026-12")] == ["INC-4", "INC-8"]

    def test_without_incidents_has_a_header(self, database: Database) -> None:
        assert export(database, "csv", "2026-12") == BOM + ",".join(COLUMNS) + "\r\n"
        assert json.loads(export(database, "json", "2026-12")) == {
            "month": "2026-12",
            "incidents": [],
            "totals": {state: {"incidents": 0, "units": 0} for state in STATES},
        }

    def test_with_more_incidents_than_are_read_at_once_has_them_all(self, database: Database, file: File) -> None:
        first = file()
        with database.transaction() as session:
            row = session.get_one(Incident, first).model_dump(exclude={"id", "form_id"})
            session.add_all(Incident(**row, form_id=str(n)) for n in range(AT_ONCE + 1))

        assert [row["incident"] for row in rows(database)] == [f"INC-{n + 1}" for n in range(AT_ONCE + 2)]

    @pytest.mark.parametrize(
        "text", ["2026-13", "2026-00", "2026-1", "26-11", "11/2026", "", "0000-01", "9999-12", "²026-11"]
    )
    def test_is_refused_with_how_to_write_one(self, text: str) -> None:
        with pytest.raises(WrongMonth, match="is not a month: write it like 2026-11, year and month"):
            read_month(text)

    def test_of_december_is_followed_by_january(self) -> None:
        assert read_month("2026-12").following == date(2027, 1, 1)


class TestJson:
    """JSON has the same rows as objects, and totals."""

    def test_has_objects_and_totals_by_state(self, database: Database, policy: Policy, file: File) -> None:
        acme = add_account(database)
        add_pack(database, policy, account_id=acme)
        for _ in range(2):
            filed(database, policy, account_id=acme, now=NOON)
        file(title="=1+1 « é »")

        told = json.loads(export(database, "json"))

        assert [list(one) for one in told["incidents"]] == [list(COLUMNS)] * 3
        assert [(one["title"], one["units"], one["pack"] is None) for one in told["incidents"]] == [
            ("No mail", 1, False),
            ("No mail", 1, False),
            ("=1+1 « é »", 0, True),
        ]
        assert {state: total for state, total in told["totals"].items() if total["incidents"]} == {
            "reserved": {"incidents": 2, "units": 2},
            "pay per incident": {"incidents": 1, "units": 0},
        }


class TestCsv:
    """A spreadsheet shows what was typed, and runs none of it."""

    @pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n"])
    def test_defuses_formulas(self, database: Database, file: File, sign: str) -> None:
        title = f'{sign}HYPERLINK("http://evil.example","Click")'
        file(title=title, exception_reason=f"{sign}1")

        (row,) = rows(database)
        assert (row["title"], row["exception"]) == (f"'{title}", f"'{sign}1")

    def test_keeps_what_a_spreadsheet_would_change(self, database: Database, policy: Policy) -> None:
        acme = add_account(database, "MAR2026")
        for number in ("00123456", "4512345678901234567", "12E34567"):
            pack = add_pack(database, policy, account_id=acme, number=number)
            filed(database, policy, account_id=acme, chosen=pack, now=NOON)

        assert [(row["account"], row["pack"], row["pack_bought_on"]) for row in rows(database)] == [
            ("'MAR2026", "'00123456", "2026-11-23"),
            ("'MAR2026", "'4512345678901234567", "2026-11-23"),
            ("'MAR2026", "'12E34567", "2026-11-23"),
        ]
