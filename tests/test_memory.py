"""Threads share few heaps, however many there are: each heap keeps what it has once needed."""

import subprocess
import sys

import pytest

from bot.memory import ARENAS, share_heaps

COUNT_HEAPS = """
import ctypes, sys
from threading import Barrier, Thread
from bot.memory import share_heaps

if sys.argv[1:] == ["shared"]:
    assert share_heaps()
all_are_here = Barrier(20)

def take():
    all_are_here.wait()
    held = [bytearray(5_000) for _ in range(200)]
    all_are_here.wait()

threads = [Thread(target=take) for _ in range(20)]
for one in threads:
    one.start()
for one in threads:
    one.join()
libc = ctypes.CDLL(None)
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""


def heaps(*how: str) -> int:
    """Return among how many heaps twenty threads have taken memory."""
    told = subprocess.run([sys.executable, "-c", COUNT_HEAPS, *how], capture_output=True, text=True, check=True)
    return told.stdout.count("<heap nr=")


@pytest.mark.skipif(not sys.platform.startswith("linux") or not share_heaps(), reason="only glibc has such heaps")
def test_threads_share_them() -> None:
    assert heaps("shared") <= ARENAS < heaps()
