"""How tests are run; what most of them stand on is in `fixtures.py`."""

import gc
from collections.abc import Iterator

import pytest
from _pytest.runner import runtestprotocol
from _pytest.unraisableexception import gc_collect_iterations_key

from tests.memory import use_memory
from tests.order import deal

use_memory()


def pytest_configure(config: pytest.Config) -> None:
    """Load what tests stand on, which takes seconds, unless this process only hands them out to others."""
    is_worker = hasattr(config, "workerinput")
    if is_worker or config.option.dist == "no" or config.option.collectonly:
        config.pluginmanager.import_plugin("tests.fixtures")
    if is_worker:  # What is found after its last test reaches nobody, and to look twice through all took 8 CPU seconds.
        config.stash[gc_collect_iterations_key] = 0


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Look for no garbage among what is collected and imported, now or later: ten thousand tests, all kept.

    Afterwards look for it seldom: that takes a few megabytes more, and a twentieth of the time less.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(100_000)
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let some workers wait while others compute."""
    if hasattr(config, "workerinput"):
        items[:] = deal([(item.nodeid, item) for item in items], config.workerinput["workercount"])


@pytest.hookimpl
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Let a worker report a test that went well once, not four times, which took as long as a small test.

    Who asks for `--durations` hears of fixtures as well.
    """
    config = item.config
    if not hasattr(config, "workerinput") or config.option.durations is not None:
        return None
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    return True
