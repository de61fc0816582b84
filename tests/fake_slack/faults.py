"""Faults between the bot and Slack, as ordered by a test, and a count of those that happened."""

import random
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ANY_METHOD = "*"


@dataclass
class Fault:
    """A fault that is to happen `times` times."""

    method: str
    """The Web API method that is hit; `*` hits all."""
    times: int = 1
    """How many calls are still to be hit."""
    status: int = 200
    """The HTTP status of the answer."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """More headers of the answer."""
    body: str | None = None
    """The raw body of the answer; need not be JSON."""
    error: str | None = None
    """The `error` of an `ok: false` answer."""
    hang: float = 0.0
    """Seconds until the answer; a call that is only slow is carried out first."""
    drop_after_accept: bool = False
    """Carry out the call, then close the connection without an answer."""
    after_accept: bool = False
    """Carry out the call, then answer with the error all the same."""
    channel: str | None = None
    """Hit only the calls for this channel."""
    ts: str | None = None
    """Hit only the calls about this message."""
    kind: str = "ordered"
    """The name under which the fault is counted."""

    def hits(self, method: str, args: Mapping[str, Any]) -> bool:
        """Return whether this fault hits this call."""
        wanted = self.method in {ANY_METHOD, method}
        is_here = self.channel in {None, args.get("channel")} and self.ts in {None, args.get("ts")}
        return wanted and self.times > 0 and is_here

    @property
    def replaces_answer(self) -> bool:
        """Return whether the caller gets a false answer."""
        return self.status != 200 or self.body is not None or self.error is not None

    @property
    def lets_through(self) -> bool:
        """Return whether the call is carried out."""
        return self.drop_after_accept or self.after_accept or not self.replaces_answer

    def answer(self) -> tuple[int, dict[str, str], str]:
        """Return status, headers and body of the false answer."""
        error = self.error or ("ratelimited" if self.status == 429 else None)
        body = self.body
        if body is None:
            body = f'{{"ok": false, "error": "{error}"}}' if error else "<html>Something went wrong</html>"
        return self.status, dict(self.headers), body


KINDS: dict[str, dict[str, Any]] = {
    "429": {"status": 429, "headers": {"Retry-After": "1"}},
    "500": {"status": 500},
    "garbage": {"body": "<html>busy</html>"},
    "internal_error": {"error": "internal_error"},
    "accepted, then an error": {"error": "fatal_error", "after_accept": True},
    "accepted, answer lost": {"drop_after_accept": True},
    "accepted, answer late": {"hang": 1.5},
    "not accepted, no answer": {"status": 500, "hang": 1.5},
}
"""What a random mix can consist of."""


class Faults:
    """The faults that are ordered, and a count of those that happened."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ordered: list[Fault] = []
        self._mix: dict[str, float] = {}
        self._random = random.Random(0)  # noqa: S311 - no secret
        self.is_down = False
        self.happened: list[str] = []
        self.kinds: Counter[str] = Counter()

    def mix(self, probabilities: Mapping[str, float], *, seed: int = 0) -> None:
        """Let each call go wrong by chance: probabilities by the names in KINDS."""
        with self._lock:
            self._mix = {kind: float(probabilities[kind]) for kind in probabilities if KINDS[kind]}
            self._random = random.Random(seed)  # noqa: S311 - no secret

    def order(self, fault: Fault) -> None:
        """Add a fault to those that are to happen."""
        with self._lock:
            self._ordered.append(fault)

    def clear(self) -> None:
        """Cancel all faults; those that happened stay counted."""
        with self._lock:
            self._ordered.clear()
            self._mix.clear()
            self.is_down = False

    @property
    def are_ordered(self) -> bool:
        """Return whether any fault may still happen."""
        with self._lock:
            return self.is_down or bool(self._mix) or any(fault.times > 0 for fault in self._ordered)

    def take(self, method: str, args: Mapping[str, Any]) -> Fault | None:
        """Return the fault that hits this call, if any, and count it."""
        with self._lock:
            fault = next((fault for fault in self._ordered if fault.hits(method, args)), None) or self._drawn()
            if fault:
                fault.times -= 1
                self.happened.append(method)
                self.kinds[fault.kind] += 1
            return fault

    def _drawn(self) -> Fault | None:
        draw = self._random.random() if self._mix else 1.0
        for kind, probability in self._mix.items():
            draw -= probability
            if draw < 0:
                return Fault(ANY_METHOD, kind=kind, **KINDS[kind])
        return None

    def refuse_connection(self) -> bool:
        """Return whether a new connection is to be closed at once, and count the fault if so."""
        with self._lock:
            if self.is_down:
                self.happened.append("down")
                self.kinds["down"] += 1
            return self.is_down
