"""Where does a report go? To a file or to standard output, but only once it is complete."""

import os
import shutil
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import Any, TextIO

from bot.database import Database, SqliteDatabase
from bot.policy import BUILT_IN
from bot.setup_error import SetupError
from bot.sqlite_file import RESCUED

COMPANIONS = ("", "-wal", "-shm", "-journal", ".lock", ".used")
"""Suffixes of the files of an SQLite database."""


class CannotWrite(SetupError):
    """The report cannot be written there; the sentence says why."""


def own_files(database: Database, *, policy_file: Path | None) -> list[Path]:
    """Return the files that no report may replace: the database with what lies beside it, policy and settings."""
    path = database.path if isinstance(database, SqliteDatabase) else None
    files = [path.with_name(path.name + end) for end in COMPANIONS] if path else []
    saved = path.parent.glob(f"{path.name}{RESCUED}*") if path else ()  # All that is left of a lost one.
    return [*files, *saved, *([policy_file] if policy_file else []), BUILT_IN, Path(".env")]


@contextmanager
def output(path: Path | None, *, replace: bool = False, kept: Collection[Path] = ()) -> Iterator[TextIO]:
    """Yield a file to write to, in UTF-8, line ends as written; at the end it becomes `path`, or standard output.

    A report that is given up leaves nothing behind, and a slow reader of standard output keeps no transaction open.
    An existing file is replaced only with `replace`, and the files in `kept` never, under whatever name. Raises
    `CannotWrite`.
    """
    try:
        with _to_standard_output() if path is None else _to_file(path, replace, kept) as file:
            yield file
    except OSError as problem:
        raise CannotWrite(
            f"{path or 'The report'} cannot be written ({problem.strerror}): name another file."
        ) from None


@contextmanager
def _to_standard_output() -> Iterator[TextIO]:
    with TemporaryFile() as written:
        yield from _texts(written)
        written.seek(0)
        shutil.copyfileobj(written, sys.stdout.buffer)
        sys.stdout.buffer.flush()


@contextmanager
def _to_file(named: Path, replace: bool, kept: Collection[Path]) -> Iterator[TextIO]:
    path = Path(os.path.realpath(named))  # What a link points to.
    _refuse(named, path, replace, kept=kept)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as written:
        try:
            yield from _texts(written)
            os.fsync(written.fileno())
            _refuse(named, path, replace, kept=kept)  # Much may have happened while it was written.
            if path.exists():
                shutil.copymode(path, written.name)
            Path(written.name).replace(path)
        finally:
            Path(written.name).unlink(missing_ok=True)


def _refuse(named: Path, path: Path, replace: bool, *, kept: Collection[Path]) -> None:
    """Raise `CannotWrite` if no report may go there."""
    if any(_is_same(path, one) for one in kept):
        raise CannotWrite(f"{named} belongs to Guichet itself and is never replaced: name another file.")
    if path.exists() and not path.is_file():
        raise CannotWrite(f"{named} is not an ordinary file: name another file.")
    if path.exists() and not replace:
        raise CannotWrite(f"{named} exists already: name another file, or add --force to replace it.")


def _is_same(path: Path, other: Path) -> bool:
    """Return whether both name the same file, or would; symbolic and hard links are followed."""
    if path.exists() and other.exists():
        return path.samefile(other)
    return path == other.resolve()


def _texts(written: Any) -> Iterator[TextIO]:
    """Yield a text file that writes to this binary one, and flush it at the end."""
    file = TextIOWrapper(written, encoding="utf-8", errors="replace", newline="")
    yield file
    file.flush()
    file.detach()
