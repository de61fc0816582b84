"""A tab on the workspace without a browser: the WebSocket that local-slack's own page uses."""

import json
import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, TypeVar

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from bot.demo.errors import CannotPlay
from bot.demo.screen.pushes import Screen

Seen = TypeVar("Seen")


class Page:
    """The page of the workspace at `url`, kept up to date in the background until `close`."""

    def __init__(self, url: str) -> None:
        self._screen = Screen()
        self._changed = threading.Condition()
        self._leave = ExitStack()
        address = f"ws{url.removeprefix('http')}/ui"
        self._socket = self._leave.enter_context(connect(address, proxy=None, max_size=None))
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def send(self, gesture: str, **what: Any) -> None:
        """Do what a click on the page does; raises CannotPlay when the workspace is gone."""
        try:
            self._socket.send(json.dumps({"t": gesture, **what}))
        except ConnectionClosed as problem:
            raise CannotPlay("local-slack has ended.") from problem

    def look(self, see: Callable[[Screen], Seen], *, timeout: float = 0) -> Seen:
        """Return what `see` makes of the screen, as soon as that is truthy or the seconds have passed."""
        with self._changed:
            self._changed.wait_for(lambda: see(self._screen) or not self._reader.is_alive(), timeout)
            return see(self._screen)

    def close(self) -> None:
        """Leave the page."""
        self._leave.close()
        self._reader.join(5)

    def _read(self) -> None:
        try:
            for push in self._socket:
                with self._changed:
                    self._screen.take(json.loads(push))
                    self._changed.notify_all()
        except ConnectionClosed:
            pass
        finally:
            with self._changed:
                self._changed.notify_all()
