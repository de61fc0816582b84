import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from freezegun import freeze_time

from tests.dated_modules import DatedModules


def frozen(modules: Any, monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
    """Return the module and name of all that is exchanged while time stands still."""
    monkeypatch.setattr("freezegun.api.sys", modules)
    freezer = freeze_time("2026-11-23 08:00:00")
    with freezer:
        return {(module.__name__, name) for module, name, _ in freezer.undo_changes}


def test_nothing_that_holds_a_clock_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    few = frozen(DatedModules(), monkeypatch)
    assert few == frozen(SimpleNamespace(modules=sys.modules), monkeypatch)
    assert len(few) > 100


def test_a_module_that_is_loaded_while_time_stands_still_gets_the_real_clock_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    late = ModuleType("late")
    monkeypatch.setattr("freezegun.api.sys", DatedModules())
    with freeze_time("2026-11-23 08:00:00"):
        import datetime as dt  # noqa: PLC0415 - as a module does that is loaded now

        monkeypatch.setitem(sys.modules, "late", late)
        late.datetime = dt.datetime  # type: ignore[attr-defined]
    assert late.datetime is dt.datetime  # type: ignore[attr-defined]
