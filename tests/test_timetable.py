"""Everything that runs by itself is in the timetable."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from threading import Event

import pytest
from apscheduler.schedulers.background import BackgroundScheduler

from bot import timetable
from tests.house_rules.code import nodes_of

BOT = Path(__file__).parents[1] / "bot"
MAKERS = {"Thread": "name", "Timer": None, "ThreadPoolExecutor": "thread_name_prefix"}
"""What starts a thread, and by which argument the thread is named; a Timer is named after it was made."""


@cache
def calls() -> tuple[tuple[Path, ast.Call, str], ...]:
    """Return each call in bot/ that is not the demo's, with the last name of what is called."""
    return tuple(_calls())


def _calls() -> Iterator[tuple[Path, ast.Call, str]]:
    for path in BOT.rglob("*.py"):
        if BOT / "demo" in path.parents:
            continue
        for node in nodes_of(path):
            if isinstance(node, ast.Call):
                yield path, node, getattr(node.func, "attr", getattr(node.func, "id", ""))


def named(call: ast.Call, argument: str | None) -> str:
    """Return the text given for the argument; "last resort" for a Timer, of which there is one."""
    return next((ast.literal_eval(one.value) for one in call.keywords if one.arg == argument), "last resort")


def test_names_every_thread() -> None:
    found = sorted(named(call, MAKERS[name]) for _path, call, name in calls() if name in MAKERS)

    assert found == sorted(timetable.THREADS)


def test_plans_every_job() -> None:
    assert {path.relative_to(BOT).as_posix() for path, _call, name in calls() if name == "add_job"} == {"timetable.py"}


@pytest.mark.parametrize("entry", [*timetable.AT_START.values(), *timetable.THREADS.values()])
def test_points_to_files_that_exist(entry: str) -> None:
    assert (BOT / entry.partition(":")[0]).is_file()


def test_runs_each_job_of_the_start_once() -> None:
    scheduler = BackgroundScheduler(timezone="UTC")
    ran = {name: Event() for name in timetable.AT_START}
    timetable.plan_at_start(scheduler, {name: event.set for name, event in ran.items()})

    scheduler.start()

    assert all(event.wait(10) for event in ran.values())
    assert scheduler.get_jobs() == []
    scheduler.shutdown()


def test_runs_at_start_too_what_is_due_once_a_day() -> None:
    """Else a program that is started anew each day would never do it."""
    scheduler = BackgroundScheduler(timezone="UTC")
    ran = {name: Event() for name in timetable.EVERY_SECONDS}
    timetable.plan(scheduler, {name: event.set for name, event in ran.items()})
    scheduler.start()

    timetable.run_what_is_due(scheduler)

    daily = {name for name, seconds in timetable.EVERY_SECONDS.items() if seconds >= timetable.A_DAY}
    assert daily >= {timetable.SETTLE_QUESTIONS, timetable.WATCH_MANAGERS}
    assert all(ran[name].wait(10) for name in (*daily, timetable.READ_ROSTERS))
    scheduler.shutdown()


class TestIndex:
    """What runs by itself is in the timetable, and what is there names the file that does it."""

    SOURCE = (BOT / "timetable.py").read_text(encoding="utf-8")
    PARTS = frozenset({"__init__.py", "rounds.py", "reread_threads.py"})
    """Files of bot/jobs that jobs are made of."""

    def test_every_job_is_named(self) -> None:
        jobs = {path.name for path in (BOT / "jobs").glob("*.py")} - self.PARTS
        assert {job for job in jobs if f"jobs/{job}" not in self.SOURCE} == set()

    def test_every_file_is_there(self) -> None:
        named = set(re.findall(r"[\w/]+\.py", self.SOURCE))
        assert len(named) > 20
        assert {one for one in named if not (BOT / one).is_file()} == set()
