"""`guichet export surveys`: what was answered in a month, as CSV or JSON."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time
from statistics import mean
from typing import Any, TextIO

from sqlmodel import Session

from bot.queries.surveys import answered_surveys
from bot.reports.billing import Month
from bot.reports.csv_table import plain, write_csv
from bot.reports.options import Format, Separator
from bot.rules.numbers import written

COLUMNS = (
    "incident",
    "account",
    "severity",
    "outcome",
    "member",
    "answered_at",
    "useful",
    "quality",
    "language",
    "remarks",
)


def write_surveys(
    session: Session, *, month: Month, form: Format, separator: Separator = "comma", file: TextIO
) -> None:
    """Write every answer given in that month, counted in UTC; JSON has the means as well, None without answers."""
    rows = survey_rows(session, month=month)
    if form == "csv":
        write_csv(COLUMNS, rows, file, separator=separator)
        return
    answers = list(rows)
    means = {
        name: round(mean(one[name] for one in answers), 2) if answers else None
        for name in ("useful", "quality", "language")
    }
    json.dump(
        {"month": str(month), "answers": answers, "means": means}, file, ensure_ascii=False, indent=1, default=plain
    )
    file.write("\n")


def survey_rows(session: Session, *, month: Month) -> Iterator[dict[str, Any]]:
    """Yield one row for each answer, with the `COLUMNS` as keys."""
    since, until = (datetime.combine(day, time(), UTC) for day in (month.first, month.following))
    for survey, incident, account in answered_surveys(session, since=since, until=until):
        yield {
            "incident": written(incident.number),
            "account": account.code if account else None,
            "severity": incident.severity,
            "outcome": incident.outcome,
            "member": survey.member,
            "answered_at": survey.answered_at,
            "useful": survey.is_useful,
            "quality": survey.quality,
            "language": survey.language,
            "remarks": survey.remarks,
        }
