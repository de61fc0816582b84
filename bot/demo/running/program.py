"""A program in the background that never outlives us, and what it has printed so far."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from bot.demo.running import keeper

NEW_GROUP: int = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
"""Windows' equivalent of a session of its own: Ctrl-C does not reach the program."""


class Program:
    """A running program: in a session of its own, working in `folder`, ended by `stop` or by our death."""

    def __init__(self, command: Sequence[str], *, folder: Path | None = None) -> None:
        arguments = [sys.executable, "-I", "-S", keeper.__file__, *command]
        self._keeper = subprocess.Popen(  # noqa: S603 -- The caller chose the program.
            arguments,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            creationflags=NEW_GROUP,
        )
        self._lines: deque[str] = deque(maxlen=500)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def group(self) -> int:
        """Return the id of the process group of the program and of everything that it starts."""
        return self._keeper.pid

    @property
    def exit_code(self) -> int | None:
        """Return the exit code, or None while the program runs."""
        return self._keeper.poll()

    @property
    def output(self) -> str:
        """Return the last lines that the program has printed, up to 500."""
        return "".join(list(self._lines))

    def printed(self, words: str) -> bool:
        """Return True if the output contains these words."""
        return words in self.output

    def wait_for_output(self, pattern: str, timeout: float) -> re.Match[str] | None:
        """Return the first match in the output, or None if the program ends or `timeout` seconds pass without one."""
        give_up = time.monotonic() + timeout
        while True:
            ended = self.exit_code is not None
            if ended:
                self._reader.join(1)
            if (match := re.search(pattern, self.output)) or ended or time.monotonic() > give_up:
                return match
            time.sleep(0.01)

    def stop(self) -> None:
        """End the program: ask it first, then kill it."""
        if self._keeper.stdin and self._keeper.stdout:
            self._keeper.stdin.close()
            try:
                self._keeper.wait(keeper.GRACE + 2)
            except subprocess.TimeoutExpired:
                self._kill()
            self._reader.join(1)
            # Closing it while it is read would wait forever, if some escaped process still held the other end.
            if not self._reader.is_alive():
                self._keeper.stdout.close()

    def _kill(self) -> None:
        """Kill every process of the program at once."""
        if sys.platform == "win32":
            self._keeper.kill()
        else:
            os.killpg(self.group, signal.SIGKILL)
        self._keeper.wait()

    def _read(self) -> None:
        """Collect what is printed, so that the program never waits for a reader."""
        for line in self._keeper.stdout or ():
            self._lines.append(line.decode(errors="replace"))
