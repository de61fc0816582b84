"""How memory is taken from the system, so that it levels off."""

import ctypes
import gc
import sys

ARENAS = 2
"""Heaps from which threads take memory. glibc would make eight for each processor, and each keeps what it once needed:
measured with 40 threads at 20 requests a second, the free memory in the heaps rose from 4 to 25 MB in 20 minutes, and
went on rising, while the memory in use stayed the same; with two heaps it stays at 6 MB. The interpreter runs one
thread at a time, so threads do not wait for each other."""
M_ARENA_MAX = -8
"""From malloc.h."""


def share_heaps() -> bool:
    """Let all threads take their memory from few heaps; return False where the C library is not glibc."""
    if not sys.platform.startswith("linux"):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and bool(mallopt(M_ARENA_MAX, ARENAS))


def collect_from_here() -> None:
    """Turn on garbage collection, which commands start without; what exists by now stays, and is not searched."""
    gc.freeze()
    gc.enable()
