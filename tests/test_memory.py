"""Memory use levels off: threads share few heaps, and commands that read many rows collect garbage."""

import subprocess
import sys
from pathlib import Path

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

COLLECT = """
import gc
from typer.testing import CliRunner
from bot.cli import cli

for command in ("manifest", "import products memory.csv", "export billing --month 2026-11"):
    gc.disable()
    CliRunner().invoke(cli, command.split())
    print(command.split()[0], gc.isenabled(), gc.get_freeze_count() > 0)
"""


def heaps(*how: str) -> int:
    """Return the number of heaps from which twenty threads have allocated memory."""
    told = subprocess.run([sys.executable, "-c", COUNT_HEAPS, *how], capture_output=True, text=True, check=True)
    return told.stdout.count("<heap nr=")


@pytest.mark.skipif(not sys.platform.startswith("linux") or not share_heaps(), reason="only glibc has such heaps")
def test_threads_share_them() -> None:
    assert heaps("shared") <= ARENAS < heaps()


def test_commands_collect_garbage_where_there_may_be_many_rows(tmp_path: Path) -> None:
    """Nobody has set anything up there, which ends them as soon as they begin."""
    (tmp_path / "memory.csv").touch()
    done = subprocess.run([sys.executable, "-c", COLLECT], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert done.stdout.splitlines() == ["manifest False False", "import True True", "export True True"]
