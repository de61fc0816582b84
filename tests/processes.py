"""Processes that start in an instant: they are forked from one that has loaded everything."""

import multiprocessing
import os
import runpy
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

MAIN = Path(__file__).parents[1] / "bot" / "__main__.py"

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.faults.preload"])


class Program:
    """A process of `python -m bot` with the given arguments, folder and environment, which inherits no variables."""

    def __init__(
        self, arguments: Sequence[str], *, folder: Path, environment: Mapping[str, str], is_loaded: bool = True
    ) -> None:
        """Start the process; unless `is_loaded`, it imports everything itself."""
        self._said = {stream: folder.with_name(f"{folder.name}.{stream}") for stream in ("stdout", "stderr")}
        for file in self._said.values():
            file.write_bytes(b"")
        self._encoding = environment.get("PYTHONIOENCODING", "utf-8")
        run = _main if is_loaded else _main_anew
        given = ([str(MAIN), *arguments], folder, dict(environment), [*self._said.values()], self._encoding)
        self._process = processes.Process(target=run, args=given)
        self._process.start()

    @property
    def is_running(self) -> bool:
        """Is the process still running?"""
        return self._process.is_alive()

    def said(self, stream: str) -> str:
        """Return what the process has written to `stdout` or `stderr`."""
        return self._said[stream].read_text(self._encoding)

    def signal(self, number: int) -> None:
        """Send the process a signal."""
        assert self._process.pid
        os.kill(self._process.pid, number)

    def wait(self, timeout: float) -> int:
        """Wait for the process to end and return its exit status; raise TimeoutError after `timeout` seconds."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise TimeoutError
        return self._process.exitcode

    def kill(self) -> None:
        """Kill the process and wait until it has ended."""
        self._process.kill()
        self._process.join()


def run_main(
    arguments: Sequence[str], *, folder: Path, environment: Mapping[str, str], timeout: float
) -> subprocess.CompletedProcess[str]:
    """Run `python -m bot` with these arguments in this folder, and return its output and exit status."""
    program = Program(arguments, folder=folder, environment=environment)
    try:
        status = program.wait(timeout)
    except TimeoutError:
        program.kill()
        raise TimeoutError(arguments) from None
    return subprocess.CompletedProcess(list(arguments), status, program.said("stdout"), program.said("stderr"))


def _main(argv: list[str], folder: Path, environment: dict[str, str], said: list[Path], encoding: str) -> None:
    _settle(folder, said)
    os.environ.clear()
    os.environ.update(environment)
    sys.stdout, sys.stderr = (open(number, "w", encoding=encoding, closefd=False) for number in (1, 2))  # noqa: SIM115
    sys.argv = argv
    try:
        runpy.run_path(argv[0], run_name="__main__")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def _main_anew(argv: list[str], folder: Path, environment: dict[str, str], said: list[Path], _encoding: str) -> None:
    _settle(folder, said)
    os.execve(sys.executable, [sys.executable, "-m", "bot", *argv[1:]], environment)  # noqa: S606


def _settle(folder: Path, said: list[Path]) -> None:
    os.chdir(folder)
    for number, file in enumerate(said, start=1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
