"""Start local-slack and find out where it answers."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

from bot.demo.errors import CannotStart
from bot.demo.running.program import Program

STARTS_WITHIN = 30.0
"""Seconds; it takes well under one, but a virus scanner may delay the first start."""


def start(executable: Path, *, configuration: str, port: int) -> tuple[Program, str]:
    """Return the running program and its address once it answers there; raise CannotStart.

    With port 0 the program picks a free port itself, so that no other program can take it in between.
    """
    # The file is read once, at the start. Removed right after that, it is not left behind if we are killed later.
    with tempfile.TemporaryDirectory(prefix="guichet-") as folder, ExitStack() as undo:
        config = Path(folder) / "workspace.json"
        config.write_text(configuration, encoding="utf-8")
        options = ["--port", str(port), "--base-host", "127.0.0.1", "--config", str(config)]
        program = Program([str(executable), *options])
        undo.callback(program.stop)
        # Printed after the port was opened, so never the address of another program on the same port.
        banner = program.wait_for_output(r"Web UI:\s+(http://\S+)", STARTS_WITHIN)
        if banner is None:
            raise CannotStart(_reason(program, port))
        undo.pop_all()
    return program, banner[1]


def _reason(program: Program, port: int) -> str:
    """Return a sentence saying why the program did not start, with the end of its output."""
    if program.printed("EADDRINUSE"):
        return f"Port {port} is in use: choose another port, or 0 for any that is free."
    lines = program.output.splitlines()[-15:]
    printed = "".join(f"\n  {line[:200]}" for line in lines) or "nothing."
    seconds = f"is not ready after {STARTS_WITHIN:.0f} seconds"
    happened = seconds if program.exit_code is None else f"ended with exit code {program.exit_code}"
    return f"local-slack {happened}; it printed: {printed}"
