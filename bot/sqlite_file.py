"""Whose is the database file, and is it still the one that was opened?

Two locks keep a second program out. The lock file beside it is there on every system. On Linux a lock on the database
file itself is added, which the kernel grants once for one file, whatever it is called: through a hard link, a bind
mount, or when somebody has removed the lock file. It belongs to our open file description (F_OFD_SETLK), not to the
process. SQLite's own locks belong to the process, and are lost as soon as it closes *any* descriptor of the file: so
ours is opened before SQLite's and closed after them.

SQLite goes on writing to a file that was deleted or replaced, and all of it is gone with the process
(sqlite.org/howtocorrupt.html#_unlinking_or_renaming_a_database_file_while_in_use). So the files are compared with those
of the start at every commit, which takes 30 microseconds beside the milliseconds of the commit itself.
"""

import errno
import logging
import os
import sqlite3
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import count
from pathlib import Path
from tempfile import gettempdir

from filelock import FileLock, Timeout

if sys.platform == "linux":
    import fcntl

OWNER_ONLY = 0o600
"""Mode of new files: nobody else on this machine needs what customers type. An existing file keeps its mode."""
LOCKED_BYTE = 1 << 62
"""Offset beyond the end of any file, and beyond what SQLite locks (512 from 0x40000000, sqlite.org/lockingv3.html)."""
COMPANIONS = ("-wal", "-shm")
"""Suffixes of the files that belong to a database while it is open."""
USED, RESCUED = ".used", ".rescued"
"""Suffixes of the mark that a database has been used here, and of what was saved of a lost one."""
RESCUE_WAITS_S = 3.0
"""Maximum seconds that a rescue waits for a lock: Python's `backup` would try for ever, and the program never end."""
MARK = """Guichet has used {name} here, and does not start with an empty one in its place.
Delete this file only if nothing of {name} is to be kept.
"""

Identity = tuple[int, int] | None
"""Device and inode of a file; None if there is none."""

log = logging.getLogger(__name__)


class InUse(Exception):
    """Another program has the file."""


class Lost(Exception):
    """The file was used here before, and is gone or empty; the sentence says what to do."""


class SqliteFile:
    """The file of one database; `path` is where it really is, with every link resolved."""

    def __init__(self, path: Path, *, rescue_waits_s: float = RESCUE_WAITS_S) -> None:
        self.path = path
        self._rescue_waits_s = rescue_waits_s
        self.is_lost = False
        """True once the file was found to be gone or replaced. That is final: SQLite still has the old file open."""
        self._mark = path.with_name(path.name + USED)
        # The thread that closes the database need not be the one that claimed the file.
        self._lock_file = FileLock(f"{path}.lock", timeout=0, thread_local=False)
        self._descriptor: int | None = None
        self._keeper: sqlite3.Connection | None = None
        self._names = [str(path), *(f"{path}{end}" for end in COMPANIONS)]
        self._opened: list[Identity] = []
        self._change = (0, 0)
        """When the file was last changed, in nanoseconds, and its size then."""

    def claim(self) -> None:
        """Claim the file for this process alone, and create it if it does not exist.

        Raises `InUse`, `Lost`, or OSError if it cannot be written.
        """
        if self._lock_file.is_locked:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock_file.acquire()
        except Timeout:
            raise InUse from None
        try:
            self.refuse_missing()
            self._descriptor = _opened(self.path)
            if self._descriptor is not None:
                _lock(self._descriptor)
        except BaseException:
            self.release()
            raise

    def refuse_missing(self, *, has_tables: bool = True) -> None:
        """Raise `Lost` if the file was used here, and is gone or no longer has tables."""
        is_there = self.path.exists() and self.path.stat().st_size > 0
        if self._mark.exists() and not (is_there and has_tables):
            raise Lost(
                f"{self.path} was used here, and is {'empty' if self.path.exists() else 'gone'}: put it back from "
                f"{self._copies()}. Only if nothing of it is to be kept, delete {self._mark}, and Guichet starts anew."
            )

    def _copies(self) -> str:
        found = sorted(self.path.parent.glob(f"{self.path.name}{RESCUED}*"), key=lambda one: one.stat().st_mtime)
        return f"a backup, or from what Guichet saved when it was lost ({found[-1]})" if found else "a backup"

    def watch(self) -> None:
        """Note which files are open, once the tables are there; from now on `loss` compares them."""
        if self._descriptor is None or self._opened:
            return
        # This connection stays open from start to end, and with it the same companions; a rescue reads through it.
        self._keeper = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        self._keeper.execute("PRAGMA query_only = ON")
        self._keeper.execute("SELECT count(*) FROM sqlite_master").fetchone()
        of_database = os.fstat(self._descriptor)
        self._opened = [(of_database.st_dev, of_database.st_ino), *map(_identity, self._names[1:])]
        self.note_change()
        self._mark.touch(mode=OWNER_ONLY)
        self._mark.write_text(MARK.format(name=self.path.name), encoding="utf-8")

    @property
    def is_watched(self) -> bool:
        """Return True if the files are compared with those of the start."""
        return bool(self._opened)

    def loss(self) -> str | None:
        """Return what has become of the file since `watch`, as in "... is gone"; None if nothing has.

        Raises OSError if that cannot be known.
        """
        for name, opened in zip(self._names, self._opened, strict=False):
            now = _identity(name)
            if now != opened:
                self.is_lost = True
                return f"{name} {'was deleted or moved' if now is None else 'was replaced by another file'}"
        return None

    def damage(self) -> str | None:
        """Return what is wrong with the file if others have changed it, as by copying another over it; else None.

        SQLite itself changes it when a commit moves its log there: `note_change` has noted that. After any other change
        the file is checked, which takes a second for each 100 MB. Raises OSError if that is impossible.
        """
        if not self._opened or self._changed_at() == self._change:
            return None
        if (state := _state(self.path)) != "ok":
            self.is_lost = True
            return f"{self.path} was overwritten while it was in use ({state})"
        self.note_change()
        return None

    def note_change(self) -> None:
        """Note when the file was last changed, which was by us."""
        if self._opened:
            self._change = self._changed_at()

    def _changed_at(self) -> tuple[int, int]:
        found = os.stat(self._names[0])  # noqa: PTH116 - see `_identity`
        return found.st_mtime_ns, found.st_size

    def rescue(self) -> Path | None:
        """Copy what SQLite still has open to a file beside it or elsewhere; return its path, None if it is unusable."""
        for folder in (self.path.parent, Path(), Path(gettempdir())):
            try:
                return self._copied_to(folder.resolve())
            except (OSError, sqlite3.Error):
                log.exception("What is left of the database cannot be copied there; trying elsewhere.")
        return None

    def _copied_to(self, folder: Path) -> Path | None:
        assert self._keeper is not None  # noqa: S101 - only what is watched is found to be lost
        copy = next(_new_files(folder / f"{self.path.name}{RESCUED}"))
        self._keeper.execute("PRAGMA busy_timeout = 0")  # `_StandsStill` limits how long a lock is waited for.
        try:
            with closing(sqlite3.connect(copy)) as target:
                self._keeper.backup(target, progress=_StandsStill(self._rescue_waits_s))
        except (OSError, sqlite3.Error):
            copy.unlink()  # Nobody must take it for what was saved.
            raise
        if (state := _state(copy)) == "ok":
            return copy
        log.critical("The copy %s is damaged (%s); `sqlite3 %s .recover` may find a part of it.", copy, state, copy)
        return None

    def release(self) -> None:
        """Let another process have the file; SQLite's connections are closed already.

        Connections to a lost file stay open until the process ends: on closing, SQLite would delete whatever now has
        the name of its write-ahead log.
        """
        if self._keeper is not None and not self.is_lost:
            self._keeper.close()
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._descriptor, self._opened = None, []
        self._lock_file.release()


class _StandsStill:
    """Called after each step of a backup: raises TimeoutError if a lock has let none succeed for too long."""

    def __init__(self, at_most_s: float) -> None:
        self._at_most_s = at_most_s
        self._since = time.monotonic()

    def __call__(self, status: int, _remaining: int, _pages: int) -> None:
        if status not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            self._since = time.monotonic()
        elif time.monotonic() - self._since > self._at_most_s:
            raise TimeoutError("another connection keeps it locked")


def _opened(path: Path) -> int | None:
    """Return a descriptor of the file; None for one that SQLite will refuse, with a reason."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), OWNER_ONLY)
    except (IsADirectoryError, PermissionError):
        if path.exists():
            return None
        raise


def _lock(descriptor: int) -> None:
    """Take the lock on the file itself; raise `InUse` if another program has it."""
    if sys.platform != "linux":
        return
    wanted = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, LOCKED_BYTE, 1, 0)
    try:
        fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, wanted)
    except OSError as problem:
        if problem.errno in {errno.EAGAIN, errno.EACCES}:
            raise InUse from None
        log.warning(
            "This file system gives no lock on the database (%s): only the lock file keeps others out.", problem
        )


def _identity(name: str) -> Identity:
    """Return the device and inode of the file with this name; None if there is none. Raises OSError if unknown."""
    try:
        found = os.stat(name)  # noqa: PTH116 - at every commit, and half as fast through a Path
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino


def _state(path: Path) -> str:
    """Return "ok" for a file that SQLite can read, else what is wrong with it."""
    try:
        with closing(sqlite3.connect(path)) as fresh:
            return str(fresh.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as problem:
        return str(problem)


def _new_files(wanted: Path) -> Iterator[Path]:
    """Create and yield new files that only their owner can read, with a number at the end of their names."""
    for number in count(1):
        path = wanted.with_name(f"{wanted.name}-{number}")
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
            yield path
