"""Where does a report go? To a file or to standard output, and there only when it is complete."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import Any, TextIO


class CannotWrite(Exception):
    """The report cannot be written there; the sentence says why."""


@contextmanager
def output(path: Path | None) -> Iterator[TextIO]:
    """Give a file to write to, in UTF-8, line ends as written; at the end it becomes `path`, or standard output.

    What is given up on the way leaves nothing behind. Nor does whoever reads slowly keep a transaction open. Raises
    `CannotWrite`.
    """
    try:
        with _to_standard_output() if path is None else _replacing(path) as file:
            yield file
    except OSError as problem:
        raise CannotWrite(
            f"{path or 'The report'} cannot be written ({problem.strerror}): name another file."
        ) from None


@contextmanager
def _to_standard_output() -> Iterator[TextIO]:
    with TemporaryFile() as kept:
        yield from _texts(kept)
        kept.seek(0)
        shutil.copyfileobj(kept, sys.stdout.buffer)
        sys.stdout.buffer.flush()


@contextmanager
def _replacing(path: Path) -> Iterator[TextIO]:
    if path.exists() and not path.is_file():
        raise CannotWrite(f"{path} is no ordinary file: name another file.")
    path = path.resolve()
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as kept:
        try:
            yield from _texts(kept)
            Path(kept.name).replace(path)
        finally:
            Path(kept.name).unlink(missing_ok=True)


def _texts(kept: Any) -> Iterator[TextIO]:
    """Give the file as one for texts, and write what is left of them at the end."""
    file = TextIOWrapper(kept, encoding="utf-8", newline="")
    yield file
    file.flush()
    file.detach()
