"""When was the request that this thread answers received? Slack's three seconds begin then."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_RECEIVED_AT: ContextVar[float | None] = ContextVar("received_at", default=None)


@contextmanager
def received(at: float) -> Iterator[None]:
    """Note within the block that this thread answers a request received at this instant of the monotonic clock."""
    before = _RECEIVED_AT.set(at)
    try:
        yield
    finally:
        _RECEIVED_AT.reset(before)


def received_at() -> float:
    """Return when the request was received, on the monotonic clock; now if it has not waited for a thread."""
    at = _RECEIVED_AT.get()
    return time.monotonic() if at is None else at
