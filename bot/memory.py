"""How memory is taken from the system, so that it levels off."""

import ctypes
import gc
import sys

ARENAS = 2
"""Heaps among which threads take memory. glibc would make eight for each processor, and each keeps what it has once
needed: measured with 40 threads at 20 requests a second, what the heaps hold free went from 4 to 25 MB in 20 minutes
and on, while what is in use stayed the same; with two it stays at 6 MB. The interpreter runs one thread at a time, so
they do not wait for each other."""
M_ARENA_MAX = -8
"""Of malloc.h."""


def share_heaps() -> bool:
    """Let all threads take their memory from few heaps; return False where the C library is not glibc."""
    if not sys.platform.startswith("linux"):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and bool(mallopt(M_ARENA_MAX, ARENAS))


def collect_from_here() -> None:
    """Look for garbage from now on, as commands begin without it; never in what there is by now, which stays."""
    gc.freeze()
    gc.enable()
