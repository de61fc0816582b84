"""When was the request received that this thread answers? Slack's three seconds begin then, not with a free thread."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_RECEIVED_AT: ContextVar[float | None] = ContextVar("received_at", default=None)


@contextmanager
def received(at: float) -> Iterator[None]:
    """Let this thread answer what was received then, on the monotonic clock."""
    before = _RECEIVED_AT.set(at)
    try:
        yield
    finally:
        _RECEIVED_AT.reset(before)


def received_at() -> float:
    """Return the instant of the monotonic clock; now, where the request has waited for no thread."""
    at = _RECEIVED_AT.get()
    return time.monotonic() if at is None else at
