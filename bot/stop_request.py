"""A request to end the program, made by a signal or by one of our threads."""

import logging
import os
import signal
import sys
import time
from typing import NoReturn


class StopRequest:
    """Like `threading.Event`, but safe to set in a signal handler.

    Two things go wrong with an event there, both seen in a program that then never ended. The handler runs in the
    main thread, between any two of its steps, even while `Event.wait` holds the event's lock: `set` then waits for
    that lock for ever. And a signal that arrives just before the wait for a lock begins does not end that wait, so
    its handler does not run. A plain attribute and a short sleep have neither weakness.
    """

    def __init__(self, look_every_s: float = 0.1) -> None:
        self._is_made = False
        self._look_every_s = look_every_s

    def set(self) -> None:
        """Request the end; doing so more than once does no harm."""
        self._is_made = True

    def wait(self) -> None:
        """Return when the end is requested, at most `look_every_s` later."""
        while not self._is_made:
            time.sleep(self._look_every_s)


def at_signal() -> StopRequest:
    """Return the request that Ctrl-C and SIGTERM make from now on."""
    request = StopRequest()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: request.set())
    return request


def end_at_once(status: int) -> NoReturn:
    """End the program even if a job is still waiting for Slack: Python would wait for it, long after all is closed."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
