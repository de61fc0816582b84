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


def run_main(
    arguments: Sequence[str], *, folder: Path, environment: Mapping[str, str], timeout: float
) -> subprocess.CompletedProcess[str]:
    """Run `python -m bot` with these arguments in this folder, and return what it said and its exit status."""
    said = [folder.with_name(f"{folder.name}.{stream}") for stream in ("stdout", "stderr")]
    process = processes.Process(target=_main, args=([str(MAIN), *arguments], folder, dict(environment), said))
    process.start()
    process.join(timeout)
    if process.exitcode is None:
        process.kill()
        process.join()
        raise TimeoutError(arguments)
    stdout, stderr = (file.read_text(_encoding(environment)) for file in said)
    return subprocess.CompletedProcess(list(arguments), process.exitcode, stdout, stderr)


def _encoding(environment: Mapping[str, str]) -> str:
    return environment.get("PYTHONIOENCODING", "utf-8")


def _main(argv: list[str], folder: Path, environment: dict[str, str], said: list[Path]) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, file in enumerate(said, start=1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    sys.stdout, sys.stderr = (open(number, "w", encoding=_encoding(environment), closefd=False) for number in (1, 2))  # noqa: SIM115
    sys.argv = argv
    try:
        runpy.run_path(argv[0], run_name="__main__")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
