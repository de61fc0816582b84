"""Keep a program alive exactly as long as the process that asked for it: `keeper.py PROGRAM ARGUMENT...`.

The asking process holds the other end of our standard input. However that process ends (normally, by SIGTERM, by
SIGKILL, in a crash), the operating system closes that end, we read the end of the file, and stop the program. Linux's
own PR_SET_PDEATHSIG is no use here: it fires when the *thread* that started the program ends, it is set between fork
and exec, which is unsafe in a program with threads, and macOS has no equivalent.

We are started in a session of our own, so Ctrl-C in the terminal reaches neither us nor the program.
This file runs by itself in a bare interpreter and imports nothing of ours.
"""

import os
import signal
import subprocess
import sys
import threading

GRACE = 3.0
"""Seconds that the program has to end by itself."""


def main(command: list[str]) -> int:
    """Run the program until it ends or our standard input does, and return its exit code."""
    try:
        program = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 -- Our parent chose it.
    except OSError as problem:
        sys.stderr.write(f"{command[0]}: {problem.strerror}\n")
        return 127
    signal.signal(signal.SIGTERM, lambda *_: program.terminate())
    threading.Thread(target=stop_when_alone, args=[program], daemon=True).start()
    return program.wait()


def stop_when_alone(program: subprocess.Popen[bytes]) -> None:
    """Wait for the end of standard input, then stop the program and whatever it has started."""
    while os.read(0, 1):
        pass
    if sys.platform == "win32":
        tree = ["taskkill", "/T", "/F", "/PID", str(program.pid)]
        subprocess.run(tree, check=False, capture_output=True)  # noqa: S603 -- It ends our own child.
        return
    # The whole group: a `local-slack` from npm is a script that starts the real program and does not pass signals on.
    os.killpg(0, signal.SIGTERM)
    try:
        program.wait(GRACE)
    except subprocess.TimeoutExpired:
        os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    # Not sys.exit: the thread above may be in the middle of a read, and there is nothing to clean up.
    os._exit(main(sys.argv[1:]))
