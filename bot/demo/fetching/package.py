"""Which prebuilt local-slack fits this machine?

local-slack (MIT) is one self-contained program for each system, each in an npm package of its own.
"""

from dataclasses import dataclass

from bot.setup_error import SetupError

VERSION = "0.1.8"
"""The version that the demo and the journeys are written against."""

WITHOUT_FETCHING = "put a local-slack program on your PATH"
"""The way out that always works; every CannotFetch ends with it."""


class CannotFetch(SetupError):
    """local-slack is not on this machine and cannot be fetched; the sentence says what to do."""


@dataclass(frozen=True)
class Package:
    """One prebuilt program in the npm registry."""

    build: str
    """The system and processor, as in the package's name: `linux-x64`."""
    version: str = VERSION
    """The version, without a leading v."""
    size: int | None = None
    """Bytes to download, for the progress bar; None if we do not know."""
    sha512: str | None = None
    """The tarball's digest in base64, as npm writes it; None leaves that check to npm alone."""

    @property
    def name(self) -> str:
        """Return the name and version with which npm is asked for the package."""
        return f"local-slack-{self.build}@{self.version}"

    @property
    def program(self) -> str:
        """Return the program's file name."""
        return "local-slack.exe" if self.build.startswith("windows") else "local-slack"


PACKAGES = {
    ("linux", "x64"): Package(
        "linux-x64",
        size=36_856_687,
        sha512="2BCTKxKajjZNWCSCj66Jq5VDScUDNpGZ1lA3281I8RvpDE4/ULCwC26TlcW6/4sPbSTs02Q3KjTiltJp3ZBEvg==",
    ),
    ("linux", "arm64"): Package("linux-arm64"),
    ("darwin", "x64"): Package("darwin-x64"),
    ("darwin", "arm64"): Package("darwin-arm64"),
    ("windows", "x64"): Package("windows-x64"),
}
"""Every build there is, by system and processor."""

PROCESSORS = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}
"""What Python calls a processor, and what npm calls it."""


def package_for(system: str, machine: str) -> Package:
    """Return the package for `platform.system()` and `platform.machine()`; raise CannotFetch."""
    package = PACKAGES.get((system.lower(), PROCESSORS.get(machine.lower(), machine)))
    if package is None:
        raise CannotFetch(f"local-slack is not built for {system} on {machine}: {WITHOUT_FETCHING}.")
    return package
