import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any

import freezegun.api
from freezegun import freeze_time

from tests.dated_modules import DatedModules


@contextmanager
def frozen(modules: Any) -> Iterator[set[tuple[str, str]]]:
    """Freeze time in these modules; yield the module and name of every attribute that freezegun replaces."""
    before, freezegun.api.sys = freezegun.api.sys, modules
    freezer = freeze_time("2026-11-23 08:00:00")
    try:
        with freezer:
            yield {(module.__name__, name) for module, name, _ in freezer.undo_changes}
    finally:
        freezegun.api.sys = before


def test_nothing_that_holds_a_clock_is_left_out() -> None:
    for _ in range(2):  # The first time more is loaded.
        with frozen(SimpleNamespace(modules=sys.modules)) as everywhere:
            pass
    with frozen(DatedModules()) as exchanged:
        assert exchanged == everywhere
    assert len(exchanged) > 100


def test_a_module_that_is_loaded_while_time_stands_still_gets_the_real_clock_back() -> None:
    late = ModuleType("late")
    try:
        with frozen(DatedModules()):
            import datetime as dt  # noqa: PLC0415 - as a module does that is loaded now

            sys.modules["late"] = late
            late.datetime = dt.datetime  # type: ignore[attr-defined]
        assert late.datetime is dt.datetime  # type: ignore[attr-defined]
    finally:
        sys.modules.pop("late", None)
