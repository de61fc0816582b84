"""Serve a fake Slack from a process of its own: `python -m tests.fake_slack --port 0`; its URL is printed."""

import argparse
import sys

from tests.fake_slack.server import Server
from tests.fake_slack.workspace import Workspace


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--follow-clock", action="store_true", help="ts values follow the time of day")
    parser.add_argument("--keep-open", action="store_true", help="leave connections open after an answer")
    options = parser.parse_args()
    workspace = Workspace(follow_clock=options.follow_clock)
    with Server(workspace, options.port, keeps_open=options.keep_open) as server:
        sys.stdout.write(f"{workspace.root}/api/\n")
        sys.stdout.flush()
        try:
            server.serve_forever(0.02)
        except KeyboardInterrupt:
            server.stopping.set()


main()
