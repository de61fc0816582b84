"""A signal ends the program, whatever the main thread is doing at the time."""

import subprocess
import sys

LOOP = """
import random, signal
from bot.stop_request import StopRequest

moments = random.Random(0)
for _ in range(1_000):
    request = StopRequest(look_every_s=0.0005)
    signal.signal(signal.SIGALRM, lambda *_: request.set())
    signal.setitimer(signal.ITIMER_REAL, moments.uniform(1e-6, 60e-6))
    request.wait()
"""


class TestStopRequest:
    """Signals arrive at any moment, also in the few microseconds in which the wait begins."""

    def test_never_misses_a_signal(self) -> None:
        subprocess.run([sys.executable, "-c", LOOP], check=True, timeout=30)
