"""The way to Slack, which can be shut, or let answers through only badly; Slack itself and its memory stay well.

While it is shut nobody listens on its port: a connection is refused by the operating system.
"""

import socket
import struct
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Literal
from urllib.parse import urlsplit

Manner = Literal["well", "half-open", "torn", "slow"]
DROPS = 20
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER: closing sends a reset."""


class Door:
    """Forwards connections to Slack, in the manner that is set; `manners` counts how many went which way."""

    def __init__(self, slack_url: str) -> None:
        self._slack = urlsplit(slack_url)
        self._listener = self._listen(0)
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}{self._slack.path}"
        self.manner: Manner = "well"
        self.spread = 4.0
        """Seconds over which a slow answer comes in drops: each in time, the whole of it longer than any time limit."""
        self.manners: Counter[str] = Counter()

    def open(self) -> None:
        """Listen again on the same port."""
        self._listener = self._listen(self.port)

    def shut(self) -> None:
        """Stop listening."""
        with suppress(OSError):  # It wakes the thread that waits there.
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def is_open(self) -> bool:
        """Is anybody listening? If not, the operating system refuses connections."""
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
        except ConnectionRefusedError:
            return False
        return True

    def _listen(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port), backlog=128)
        Thread(target=self._serve, args=(listener,), daemon=True).start()
        return listener

    def _serve(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                visitor, _ = listener.accept()
                Thread(target=self._let_in, args=(visitor,), daemon=True).start()

    def _let_in(self, visitor: socket.socket) -> None:
        """One connection, one question, one answer: the fake closes after each."""
        manner = self.manner
        with visitor, suppress(OSError):
            question = visitor.recv(1)
            if not question:
                return
            self.manners[manner] += 1
            if manner == "half-open":  # The peer is gone without closing the connection.
                visitor.recv(1 << 20)
                time.sleep(20)
                return
            self._forward(visitor, question, manner)

    def _forward(self, visitor: socket.socket, question: bytes, manner: Manner) -> None:
        with socket.create_connection((self._slack.hostname, self._slack.port), timeout=30) as slack:
            slack.sendall(question)
            Thread(target=_pump, args=(visitor, slack), daemon=True).start()
            answer = b"".join(iter(lambda: slack.recv(1 << 16), b""))
        if manner == "torn":
            visitor.sendall(answer[: len(answer) // 2])
            visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        elif manner == "slow":
            for start in range(0, len(answer), drop := len(answer) // DROPS + 1):
                visitor.sendall(answer[start : start + drop])
                time.sleep(self.spread / DROPS)
        else:
            visitor.sendall(answer)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while part := source.recv(1 << 16):
            target.sendall(part)


@contextmanager
def door(slack_url: str) -> Iterator[Door]:
    """Yield a door to this Slack that is open and forwards normally."""
    way = Door(slack_url)
    try:
        yield way
    finally:
        way.shut()
