"""What Slack has answered: each question is asked at most once in a while, and the last answer stands meanwhile."""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from http.client import HTTPException
from threading import Lock
from typing import Generic, TypeVar

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

TRY_AGAIN_S = 30.0
"""Seconds after which Slack is asked again for what it could not answer; 0 if it has never answered, unless it wants us
to wait."""
LET_IT_BE_S = 10.0
"""Seconds without calls after one that went unanswered: people wait three seconds for us at most."""
MOST = 20_000
"""Maximum answers remembered of one kind; the one that was given longest ago is forgotten first."""

UNREACHABLE = (SlackClientError, OSError, HTTPException)
"""What a Web API call raises when Slack refuses, fails or cannot be reached."""

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")


class NoAnswer(Exception):
    """Slack gives no answer just now, which is neither yes nor no; it must not be asked again for `wait_s` seconds."""

    def __init__(self, wait_s: float = 0.0) -> None:
        super().__init__(wait_s)
        self.wait_s = wait_s


def _wait_wanted(response: SlackResponse) -> float:
    """Return the seconds for which Slack wants us to wait, as it says with a 429; else 0."""
    wanted = str(response.headers.get("Retry-After") or "")
    return float(wanted) if wanted.isdecimal() else 0.0


class Asking:
    """Asks Slack while somebody waits; after a call that went unanswered, asks nothing for a while."""

    def __init__(self) -> None:
        self._silent_until = 0.0

    def ask(self, call: Callable[[], Answer], what: str, *, settled: Mapping[str, Answer] | None = None) -> Answer:
        """Return Slack's answer; raise `NoAnswer` if it gives none.

        `settled` has the answers that error codes stand for, such as "user_not_found".
        """
        if time.monotonic() < self._silent_until:
            raise NoAnswer(self._silent_until - time.monotonic())
        try:
            return call()
        except SlackApiError as problem:
            error = str(problem.response.get("error"))
            if settled and error in settled:
                return settled[error]
            log.warning("Slack does not tell %s: %s.", what, error)
            wait_s = _wait_wanted(problem.response)
        except UNREACHABLE as problem:
            log.warning("Slack cannot be asked %s: %r", what, problem)
            self._silent_until, wait_s = time.monotonic() + LET_IT_BE_S, LET_IT_BE_S
        raise NoAnswer(wait_s)


@dataclass(frozen=True)
class _Known(Generic[Answer]):
    answer: Answer | None
    """The last answer; None if there has been none, or it no longer holds."""
    ask_at: float
    """When to ask again, on the monotonic clock."""
    corrections: int = 0


class Memory(Generic[Answer]):
    """The answers to one kind of question, by whom or what it is about; may be used by several threads at once."""

    def __init__(self, *, life_s: float, most: int = MOST) -> None:
        """Trust an answer for `life_s` seconds."""
        self._life_s = life_s
        self._most = most
        self._lock = Lock()
        self._known: OrderedDict[str, _Known[Answer]] = OrderedDict()

    def get(self, about: str, ask: Callable[[], Answer], *, life_s: float | None = None) -> Answer | None:
        """Return the last answer, after asking again if it is old; None if Slack has never answered.

        `life_s` is how long a new answer is trusted, if that is not the usual time.
        """
        with self._lock:
            known = self._known.get(about) or _Known(None, 0.0)
        if time.monotonic() < known.ask_at:
            return known.answer
        try:
            answer: Answer | None = ask()
            lasts = self._life_s if life_s is None else life_s
        except NoAnswer as silence:
            answer, lasts = known.answer, silence.wait_s
            if answer is not None:
                lasts = max(lasts, TRY_AGAIN_S)
        with self._lock:
            now = self._known.get(about)
            if now is not None and now.corrections > known.corrections:  # It was corrected while Slack was asked.
                return now.answer
            self._keep(about, _Known(answer, time.monotonic() + lasts, known.corrections))
        return answer

    def peek(self, about: str) -> Answer | None:
        """Return the last answer, however old; None if there is none. Nothing is asked."""
        with self._lock:
            known = self._known.get(about)
        return known.answer if known else None

    def is_fresh(self, about: str) -> bool:
        """Return True if nothing is to be asked: there is an answer that is trusted, or Slack is not to be asked."""
        with self._lock:
            known = self._known.get(about)
        return known is not None and time.monotonic() < known.ask_at

    def correct(self, about: str, change: Callable[[Answer], Answer | None]) -> None:
        """Change the last answer, if there is one, until Slack is asked again, which is done next time.

        `change` returns None if nothing is known now.
        """
        with self._lock:
            known = self._known.get(about)
            if known is not None:
                answer = None if known.answer is None else change(known.answer)
                self._keep(about, _Known(answer, 0.0, known.corrections + 1))

    def replace(self, about: str, change: Callable[[Answer], Answer]) -> None:
        """Change the last answer, if there is one; it is trusted for as long as before."""
        with self._lock:
            known = self._known.get(about)
            if known is not None and known.answer is not None:
                self._keep(about, _Known(change(known.answer), known.ask_at, known.corrections + 1))

    def _keep(self, about: str, known: _Known[Answer]) -> None:
        self._known[about] = known
        self._known.move_to_end(about)
        while len(self._known) > self._most:
            self._known.popitem(last=False)


class SideBySide:
    """Asks several questions at once; what is being asked already is waited for, and not asked a second time."""

    def __init__(self, most: int) -> None:
        """Ask at most `most` at once."""
        self._threads = ThreadPoolExecutor(most, thread_name_prefix="look-up")
        self._lock = Lock()
        self._under_way: dict[str, Future[object]] = {}

    def ask(self, questions: Mapping[str, Callable[[], object]], *, within_s: float) -> None:
        """Ask all these questions, by name, and wait at most this long; they go on after that."""
        if questions and within_s > 0:
            wait([self._asking(name, ask) for name, ask in questions.items()], timeout=within_s)

    def _asking(self, name: str, ask: Callable[[], object]) -> Future[object]:
        with self._lock:
            asking = self._under_way.get(name)
            if asking is None:
                asking = self._under_way[name] = self._threads.submit(self._ask, name, ask)
            return asking

    def _ask(self, name: str, ask: Callable[[], object]) -> None:
        try:
            ask()
        finally:
            with self._lock:
                del self._under_way[name]
