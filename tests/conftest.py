"""How tests are run; the fixtures that most of them use are in `fixtures.py`."""

import gc
from collections.abc import Iterator

import pytest
from _pytest.runner import runtestprotocol
from _pytest.unraisableexception import gc_collect_iterations_key

from tests.memory import use_memory
from tests.order import deal

use_memory()


def pytest_configure(config: pytest.Config) -> None:
    """Load the shared fixtures, which takes seconds, unless this process only hands out tests to workers."""
    is_worker = hasattr(config, "workerinput")
    if is_worker or config.option.dist == "no" or config.option.collectonly:
        config.pluginmanager.import_plugin("tests.fixtures")
    if is_worker:  # Garbage found after the last test is never reported, and two full passes took 8 s of CPU.
        config.stash[gc_collect_iterations_key] = 0


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Exclude everything collected and imported from garbage collection, for good: ten thousand tests, all kept.

    Afterwards collect garbage less often: that costs a few megabytes and saves a twentieth of the time.
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
    """Order the tests so that some workers wait while others compute."""
    if hasattr(config, "workerinput"):
        items[:] = deal([(item.nodeid, item) for item in items], config.workerinput["workercount"])


@pytest.hookimpl
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Let a worker report a passed test once instead of four times, which took as long as a small test.

    With `--durations`, the phases of fixtures are still reported.
    """
    config = item.config
    if not hasattr(config, "workerinput") or config.option.durations is not None:
        return None
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    return True
