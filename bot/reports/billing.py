"""`guichet export billing`: what was filed in a month, for the accountant, as CSV or JSON."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import Any, TextIO

from sqlmodel import Session

from bot.queries.billing import BillingFacts, billing_facts
from bot.queries.terms import read_terms
from bot.reports.csv_table import plain, write_csv
from bot.reports.options import Format, Separator
from bot.rules.extra import as_exported
from bot.rules.numbers import written
from bot.rules.zones import load_zone
from bot.setup_error import SetupError
from models import TaxCertificate

COLUMNS = (
    "incident",
    "filed_at",
    "account",
    "account_name",
    "filed_by",
    "title",
    "product",
    "severity",
    "cover",
    "status",
    "billing",
    "pack",
    "pack_bought_on",
    "units",
    "exception",
    "extra",
    "waited_for_us_min",
    "waited_for_customer_min",
    "tax_certificate",
    "tax_country",
    "tax_valid_from",
    "tax_valid_to",
    "tax_file",
    "deadline_at",
    "answered_at",
    "margin_min",
    "margin_counted_min",
)
STATES = ("reserved", "billed", "waived", "pending verdict", "pay per incident")
"""As the rows name them; see models/incident.py."""
YEARS = range(1970, 9000)
MARGIN = timedelta(days=1)
"""Every zone's month begins within a day of UTC's."""


class WrongMonth(SetupError):
    """This is not a month; the sentence says how to write one."""


@dataclass(frozen=True)
class Month:
    """A month of some year."""

    first: date
    """Its first day."""

    @property
    def following(self) -> date:
        """Return the first day of the next month."""
        return date(self.first.year + self.first.month // 12, self.first.month % 12 + 1, 1)

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


def read_month(text: str) -> Month:
    """Return the month written like 2026-11; raise `WrongMonth`."""
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text.strip(), re.ASCII)
    if match is None or int(match[1]) not in YEARS:
        raise WrongMonth(f"{text!r} is not a month: write it like 2026-11, year and month.")
    return Month(date(int(match[1]), int(match[2]), 1))


def write_billing(
    session: Session, *, month: Month, form: Format, separator: Separator = "comma", file: TextIO
) -> None:
    """Write every incident filed in that month, counted in the zone of its account's calendar, in order of number.

    Rows go out as they are read, so that a busy month needs no more memory than a quiet one.
    """
    rows = billing_rows(session, month=month)
    if form == "csv":
        write_csv(COLUMNS, map(_in_one_cell, rows), file, separator=separator)
    else:
        _write_json(month, rows, file)


def billing_rows(session: Session, *, month: Month) -> Iterator[dict[str, Any]]:
    """Yield one row for each incident, with the `COLUMNS` as keys; missing values are None."""
    since, until = (datetime.combine(day, time(), UTC) for day in (month.first, month.following))
    for facts in billing_facts(session, since=since - MARGIN, until=until + MARGIN):
        filed_at = facts.filed_at.astimezone(load_zone(facts.timezone))
        if month.first <= filed_at.date() < month.following:
            yield _row(facts, filed_at)


def _row(facts: BillingFacts, filed_at: datetime) -> dict[str, Any]:
    certificate, (us, customer) = _valid(facts, filed_at.date()), _waited(facts)
    return {
        "incident": written(facts.number),
        "filed_at": filed_at,
        "account": facts.account_code,
        "account_name": facts.account_name,
        "filed_by": facts.filed_by,
        "title": facts.title,
        "product": facts.product,
        "severity": facts.severity,
        "cover": facts.cover,
        "status": facts.status,
        "billing": facts.billing.replace("_", " "),
        "pack": facts.confirmation,
        "pack_bought_on": facts.bought_on,
        "units": facts.units,
        "exception": facts.exception_reason or None,
        "extra": as_exported(facts.extra_answers) or None,
        "waited_for_us_min": us,
        "waited_for_customer_min": customer,
        "tax_certificate": certificate.number if certificate else None,
        "tax_country": certificate.country if certificate else None,
        "tax_valid_from": certificate.valid_from if certificate else None,
        "tax_valid_to": certificate.valid_to if certificate else None,
        "tax_file": certificate.file_reference if certificate else None,
        "deadline_at": facts.deadline_at.astimezone(filed_at.tzinfo),
        "answered_at": facts.answered_at.astimezone(filed_at.tzinfo) if facts.answered_at else None,
        "margin_min": _minutes(facts.margin_s),
        "margin_counted_min": _minutes(facts.margin_on_clock_s),
    }


def _in_one_cell(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row with the answers to the provider's own questions as one text: "site: Paris", a line for each."""
    answers = row["extra"] or {}
    return {**row, "extra": "\n".join(f"{key}: {answer}" for key, answer in answers.items()) or None}


def _waited(facts: BillingFacts) -> tuple[int | None, int | None]:
    """Return how long the customer has waited for us, and we for the customer, in minutes of opening hours.

    None while the incident has not ended.
    """
    waits, hours = facts.waits, read_terms(facts.terms).hours()
    if waits.closed_at is None:
        return None, None
    lengths = waits.for_us(hours, waits.closed_at), waits.for_customer(hours, waits.closed_at)
    us, customer = (round(one / timedelta(minutes=1)) for one in lengths)
    return us, customer


def _minutes(seconds: int | None) -> int | None:
    """Return whole minutes, rounded down: less than a minute late counts as one minute late."""
    return None if seconds is None else seconds // 60


def _valid(facts: BillingFacts, day: date) -> TaxCertificate | None:
    """Return the certificate that is valid on this day; of several the one that began last."""
    return next((one for one in facts.certificates if one.valid_from <= day <= one.valid_to), None)


def _write_json(month: Month, rows: Iterator[dict[str, Any]], file: TextIO) -> None:
    """Write one incident per line, then the totals of what was written."""
    incidents, units = Counter[str](), Counter[str]()
    file.write(f'{{"month": "{month}",\n"incidents": [')
    for comma, row in zip(chain(["\n"], iter(lambda: ",\n", "")), rows, strict=False):
        file.write(comma + json.dumps(row, ensure_ascii=False, default=plain))
        incidents[row["billing"]] += 1
        units[row["billing"]] += row["units"]
    totals = {state: {"incidents": incidents[state], "units": units[state]} for state in STATES}
    file.write(f'\n],\n"totals": {json.dumps(totals, ensure_ascii=False)}}}\n')
