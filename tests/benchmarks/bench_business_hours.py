"""How fast do we count business hours, and do others count the same?

Run: uv run --group benchmarks python tests/benchmarks/bench_business_hours.py

One run measures everything, so that the ratios hold on any machine. The floor is the least that any answer
with datetimes costs: an aware datetime turned into an instant and back, by the cheaper of the two usual ways.
"""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from functools import partial
from statistics import median
from timeit import Timer
from typing import Any, NamedTuple

import pandas as pd
import pytz
from business_duration import businessDuration
from businesstimedelta import BusinessTimeDelta, HolidayRule, LunchTimeRule, Rules, WorkDayRule
from holidays import country_holidays
from rich.console import Console
from rich.table import Table

from bot.rules.business_hours import WEEKDAYS, BusinessHours
from bot.rules.zones import load_zone

ROUNDS = 9
PARIS = load_zone("Europe/Paris")
HOLIDAYS = sorted(country_holidays("FR", years=range(2026, 2033)))
H = timedelta(hours=1)
START = datetime(2026, 3, 5, 10, 11, 12, 345678, tzinfo=PARIS)


class Week(NamedTuple):
    """The hours that all engines are given: the same on some weekdays, with or without lunch from 12 to 13."""

    weekdays: list[int]
    opening: int
    closing: int
    has_lunch: bool

    @property
    def intervals(self) -> list[tuple[str, str]]:
        """Return the hours of one day as "HH:MM"."""
        edges = [self.opening, 12, 13, self.closing] if self.has_lunch else [self.opening, self.closing]
        texts = [f"{hour:02}:00" for hour in edges]
        return list(zip(texts[::2], texts[1::2], strict=True))


OFFICE = Week([0, 1, 2, 3, 4], 9, 18, has_lunch=True)
NO_LUNCH = OFFICE._replace(has_lunch=False)
SUNDAY_NIGHT = Week([6], 0, 6, has_lunch=False)

Add = Callable[[datetime, timedelta], Any]
Between = Callable[[datetime, datetime], Any]


class Engine(NamedTuple):
    """What an engine answers for one week; None where it has no such question or no such hours."""

    add: Add | None
    between: Between | None


def ours(week: Week) -> Engine:
    """Ask the code that this project uses."""
    hours = paris_hours(week)
    return Engine(hours.add, hours.between)


def paris_hours(week: Week) -> BusinessHours:
    """Return our calendar of a week."""
    weekly = {WEEKDAYS[day]: week.intervals for day in week.weekdays}
    return BusinessHours(timezone="Europe/Paris", weekly=weekly, holidays=HOLIDAYS)


def business_time_delta(week: Week) -> Engine:
    """Ask the package `businesstimedelta`, which needs zones of pytz."""
    zone = pytz.timezone("Europe/Paris")
    rules = [
        WorkDayRule(time(week.opening), time(week.closing), week.weekdays, tz=zone),
        HolidayRule(HOLIDAYS, tz=zone),
        *([LunchTimeRule(time(12), time(13), week.weekdays, tz=zone)] if week.has_lunch else []),
    ]
    rule = Rules(rules)

    def add(start: datetime, duration: timedelta) -> datetime:
        return start + BusinessTimeDelta(rule, timedelta=duration)

    def between(start: datetime, end: datetime) -> timedelta:
        return rule.difference(start, end).timedelta

    return Engine(add, between)


def pandas_hours(week: Week) -> Engine:
    """Ask `pandas.offsets.CustomBusinessHour`, which adds whole hours only and cannot subtract."""
    offset = partial(
        pd.offsets.CustomBusinessHour,
        start=[opening for opening, _ in week.intervals],
        end=[closing for _, closing in week.intervals],
        weekmask=" ".join(WEEKDAYS[day].capitalize() for day in week.weekdays),
        holidays=HOLIDAYS,
    )
    offsets = {hours: offset(hours) for hours in (1, 4, 5, 7, 400)}

    def add(start: datetime, duration: timedelta) -> datetime:
        return pd.Timestamp(start) + offsets[duration // H]

    return Engine(add, None)


def business_duration(week: Week) -> Engine:
    """Ask the package `business-duration`, which knows no zones, no lunch, and only whole seconds between."""
    weekend = [day for day in range(7) if day not in week.weekdays]
    holidays = dict.fromkeys(HOLIDAYS, "")

    def between(start: datetime, end: datetime) -> timedelta:
        begin, stop = (at.replace(tzinfo=None) for at in (start, end))
        hours = time(week.opening), time(week.closing)
        return timedelta(seconds=float(businessDuration(begin, stop, *hours, weekend, holidays, "sec")))

    return Engine(None, None if week.has_lunch else between)


ENGINES = {
    "ours": ours,
    "businesstimedelta": business_time_delta,
    "pandas CustomBusinessHour": pandas_hours,
    "business-duration": business_duration,
}


class Case(NamedTuple):
    """A sum worth comparing."""

    title: str
    week: Week
    start: datetime
    duration: timedelta


def paris(text: str) -> datetime:
    """Return a datetime in the benchmark's zone."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


CASES = [
    Case("over lunch", OFFICE, paris("2026-03-05 11:00"), 4 * H),
    Case("exactly to closing", OFFICE, paris("2026-03-05 17:00"), 1 * H),
    Case("over Labour Day", OFFICE, paris("2026-04-30 17:00"), 4 * H),
    Case("over Labour Day, no lunch", NO_LUNCH, paris("2026-04-30 17:00"), 4 * H),
    Case("ten weeks, 29 March, 4 holidays", OFFICE, START, 400 * H),
    Case("the same, no lunch", NO_LUNCH, START, 400 * H),
    Case("night of 29 March, 5 h long", SUNDAY_NIGHT, paris("2026-03-29"), 5 * H),
    Case("night of 25 October, 7 h long", SUNDAY_NIGHT, paris("2026-10-25"), 7 * H),
]


def main() -> None:
    """Print the timings, then the answers."""
    console = Console(width=150)
    console.print(timings())
    console.print(answers())


def timings() -> Table:
    """Measure every engine that can do it on the same sums, in turn with the floor."""
    tasks = floors() | sums()
    rounds = [{title: microseconds(ask) for title, ask in tasks.items()} for _ in range(ROUNDS)]
    least = [min(costs[title] for title in floors()) for costs in rounds]
    table = Table("what", "µs", "x floor", title=f"Medians of {ROUNDS} rounds; Paris, from {START:%d %B %Y, %H:%M}")
    for title in tasks:
        ratios = [costs[title] / floor for costs, floor in zip(rounds, least, strict=True)]
        table.add_row(title, f"{median(costs[title] for costs in rounds):,.2f}", f"{median(ratios):,.1f}")
    return table


def floors() -> dict[str, Callable[[], object]]:
    """Return the two usual ways of turning a datetime into an instant and back."""
    return {
        "floor: timestamp() and fromtimestamp()": lambda: datetime.fromtimestamp(START.timestamp(), PARIS),
        "floor: astimezone(UTC) and back": lambda: START.astimezone(UTC).astimezone(PARIS),
    }


def sums() -> dict[str, Callable[[], object]]:
    """Return the questions of 4 and 400 hours, for every engine that has them."""
    asked: dict[str, Callable[[], object]] = {}
    for note, week in {"09-12, 13-18": OFFICE, "09-18": NO_LUNCH}.items():
        ends = {duration: paris_hours(week).add(START, duration) for duration in (4 * H, 400 * H)}
        for name, make in ENGINES.items():
            engine = make(week)
            for duration, end in ends.items():
                title = f"{duration // H} h, {note}"
                if engine.add:
                    asked[f"{name}: add, {title}"] = partial(engine.add, START, duration)
                if engine.between:
                    asked[f"{name}: between, {title}"] = partial(engine.between, START, end)
    return asked


def microseconds(ask: Callable[[], object]) -> float:
    """Return what one warm call costs on average over some 20 ms, in microseconds."""
    timer = Timer(ask)
    timer.timeit(1)
    calls = max(1, int(0.001 / timer.timeit(1)))
    calls = max(1, int(0.02 * calls / timer.timeit(calls)))
    return timer.timeit(calls) / calls * 1e6


def answers() -> Table:
    """Compare every peer's answer with ours; a blank means that it has no such question or no such hours."""
    table = Table(
        "case", *ENGINES, title="Answers: the instant of `add`, then the hours of `between` up to our instant"
    )
    for case in CASES:
        engines = [make(case.week) for make in ENGINES.values()]
        deadline = paris_hours(case.week).add(case.start, case.duration)
        table.add_row(
            f"{case.title}:\n{case.start:%a %d %b %H:%M} + {case.duration // H} h",
            *(answer(engine, case, deadline) for engine in engines),
            end_section=True,
        )
    return table


def answer(engine: Engine, case: Case, deadline: datetime) -> str:
    """Return an engine's two answers, marked where they differ from ours."""
    lines = []
    if engine.add is not None:
        lines.append(marked(engine.add(case.start, case.duration).astimezone(PARIS), deadline))
    if engine.between is not None:
        lines.append(marked(engine.between(case.start, deadline), case.duration))
    return "\n".join(lines)


def marked(actual: Any, expected: Any) -> str:
    """Return an answer in words, marked if it is not the expected one."""
    is_same = actual == expected
    words = f"{actual / H:.4f} h" if isinstance(actual, timedelta) else f"{actual:%a %d %b %H:%M:%S %z}"
    return words if is_same else f"[bold red]{words} (differs)[/]"


if __name__ == "__main__":
    main()
