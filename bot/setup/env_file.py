"""What is in `.env`, and how are settings written there without touching the rest?"""

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values

ITS_OWNER = 0o600
"""Mode of the file: there are tokens in it, so nobody but its owner may read it."""


def read_env(file: Path) -> dict[str, str]:
    """Return the settings in the file that have a value; none if there is no file."""
    return {name: value for name, value in dotenv_values(file, interpolate=False).items() if value}


def write_env(file: Path, settings: Mapping[str, str]) -> None:
    """Write the settings, all or none, each in its place; other lines stay. A new file begins as `.env.example`."""
    file = file.resolve()
    before = next((one for one in (file, file.with_name(".env.example")) if one.is_file()), None)
    text = before.read_text(encoding="utf-8") if before else ""
    for name, value in settings.items():
        text = _with(text, name, value)
    # `mkstemp` makes it for its owner only, beside the file, so that replacing it is a single step.
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=".env-")
    with os.fdopen(handle, "w", encoding="utf-8") as written:
        written.write(text)
    Path(draft).chmod(ITS_OWNER)
    Path(draft).replace(file)


def _with(text: str, name: str, value: str) -> str:
    """Return the text with this setting: in its place, or else where it is commented out, or else at the end."""
    line = f"{name}={value}"
    for there in (rf"(?m)^(?:export )?{name}=.*$", rf"(?m)^# ?{name}=.*$"):
        if re.search(there, text):
            return re.sub(there, lambda _: line, text, count=1)
    return f"{text.rstrip()}\n{line}\n".lstrip("\n")
