"""Temporary files in memory where the machine has room for them: a commit on a disk takes a hundred times as long."""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - Linux keeps it for this; nothing but folders of our own goes there
ROOM = 4 * 1024**3
"""Bytes that must be free there: a run of all tests takes a quarter of that. Containers often have 64 MB."""


def use_memory() -> None:
    """Let this process and those it starts keep temporary files in memory, unless TMPDIR says where they belong."""
    if "TMPDIR" not in os.environ and _has_room():
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def _has_room() -> bool:
    try:
        return os.access(MEMORY, os.W_OK | os.X_OK) and shutil.disk_usage(MEMORY).free >= ROOM
    except OSError:  # The machine has no such folder.
        return False
