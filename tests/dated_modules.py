"""What freezegun sees of `sys`: of two thousand modules, the few hundred that hold a date or a clock.

Each time it freezes or thaws it goes through all modules, which takes 5 ms; through these it takes half of one.
"""

import sys
from types import ModuleType
from typing import Any

import freezegun.api

FAKES = (
    freezegun.api.FakeDate,
    freezegun.api.FakeDatetime,
    *(fake for name, fake in vars(freezegun.api).items() if name.startswith("fake_") and callable(fake)),
)
KNOWN = {*freezegun.api._real_time_object_ids, *map(id, FAKES)}
"""The ids of the objects that freezegun replaces, and of their replacements."""


class DatedModules:
    """Stands in for `sys` in freezegun; each module is searched once, after it has been imported."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._dated: dict[str, ModuleType] = {}

    @property
    def modules(self) -> dict[str, ModuleType]:
        """Return the modules that hold a date or a clock, real or not, by name."""
        if self._seen != sys.modules.keys():
            new = {name: module for name, module in [*sys.modules.items()] if name not in self._seen}
            self._seen = {*sys.modules}
            self._dated |= {name: module for name, module in new.items() if _is_dated(module)}
        return self._dated


def _is_dated(module: Any) -> bool:
    return not KNOWN.isdisjoint(map(id, [*getattr(module, "__dict__", {}).values()]))


def use_dated_modules() -> None:
    """Let freezegun go through these modules only."""
    freezegun.api.sys = DatedModules()  # type: ignore[assignment]
