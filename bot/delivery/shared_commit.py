"""One commit for several workers: what came of their messages is noted together, and the next ones are claimed.

While one worker writes, the others that have something to note wait. The next one that writes does so for all of them:
the busier the workers are, the fewer commits a message takes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from threading import Lock

from sqlmodel import Session

from bot.database import HAS_NEWS
from bot.delivery.claim import Claimed
from bot.delivery.protocol import Ready

TOGETHER = 8
"""Maximum outcomes noted in one commit: nobody else writes on SQLite meanwhile."""
Step = Callable[[Session], object]
"""A step of the protocol that is still to be taken, in the next transaction."""


class OwnRow(partial[object]):
    """A step that changes and locks no row but that of its message, so that it shares a transaction with others.

    Of all other steps a transaction takes only one, before these: everybody locks accounts before incidents, and
    incidents before messages. With two of them, it would wait for a lock while it holds one that comes later.
    """


@dataclass(frozen=True)
class Taken:
    """A message that one worker sends to Slack."""

    claimed: Claimed
    ready: Ready | None
    """What is to be posted; None if the sender has to look that up."""
    lease_ends: float
    """The end of its lease, on the monotonic clock."""


def _held() -> Lock:
    """Return a lock that is held already: an `Event` takes ten times as long to wake a thread."""
    lock = Lock()
    lock.acquire()
    return lock


@dataclass(eq=False)
class Request:
    """A worker that wants the outcome of its message noted, and more messages."""

    step: Step | None = None
    """Notes the outcome; None if there is none."""
    wanted: int = 1
    """Maximum messages that it takes: one itself, and one for each worker that it may start."""
    taken: Sequence[Taken] = ()
    """The messages that it was given."""
    is_answered: bool = False
    turn: Lock = field(default_factory=_held)
    """Released once, when the request is answered or its worker is to write."""
    has_failed: bool = False
    """True if the transaction has failed, so that nothing was noted or claimed."""

    @property
    def is_of_one_row(self) -> bool:
        """Return True if any number of such requests fit into one transaction."""
        return self.step is None or isinstance(self.step, OwnRow)


class SharedCommits:
    """Answers the requests of several threads, one transaction after the other."""

    def __init__(self, write: Callable[[Sequence[Request]], None]) -> None:
        """`write` notes and claims for all these requests in one transaction, and sets what each has `taken`."""
        self._write = write
        self._lock = Lock()
        """Guards what follows."""
        self._waiting: list[Request] = []
        self._is_writing = False

    def answer(self, request: Request) -> None:
        """Return once the request is answered, in a transaction of this thread or of another one.

        Raises what `write` raises in the thread that called it; in the others, the request `has_failed`.
        """
        with self._lock:
            self._waiting.append(request)
            must_wait, self._is_writing = self._is_writing, True
        if must_wait:
            request.turn.acquire()
        if request.is_answered:
            return
        with self._lock:
            together = self._together_with(request)
        try:
            self._write(together)
        except BaseException:
            for one in together:
                one.has_failed = True
            raise
        finally:
            for one in together:
                one.is_answered = True
                if one is not request:
                    one.turn.release()
            self._pass_on()

    def _pass_on(self) -> None:
        """Let the worker that has waited longest write next, and wake no other: each that wakes takes time from all."""
        with self._lock:
            self._is_writing = bool(self._waiting)
            if self._waiting:
                self._waiting[0].turn.release()

    def _together_with(self, request: Request) -> list[Request]:
        """Take from the queue, and return, this request and those that fit into one transaction with it."""
        others = [one for one in self._waiting if one is not request]
        of_one_row = [one for one in others if one.is_of_one_row][: TOGETHER - 1]
        if request.is_of_one_row:
            of_one_row.insert(0, request)
            first = [one for one in others if not one.is_of_one_row][:1]
        else:
            first = [request]
        together = [*first, *of_one_row]
        self._waiting = [one for one in self._waiting if one not in together]
        return together


def forget_what_was_read(session: Session) -> None:
    """Flush the session, and forget all rows and what queries keep of them in `session.info`.

    What follows in the same transaction reads the rows as they are now.
    """
    session.flush()
    session.expunge_all()
    for kept in session.info.keys() - {HAS_NEWS}:
        del session.info[kept]
