"""`guichet demo`: a workspace to try things out in, or a story that plays by itself."""

import os
import signal
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.markup import escape

from bot import stop_request
from bot.demo import seed
from bot.demo.stage import stage
from bot.demo.tour.scene import SPEED
from bot.demo.tour.story import story
from bot.demo.workspace import LocalWorkspace
from bot.texts.catalogue import Words, language_of


def play(*, tour: bool, verbose: bool, speed: float | None, port: int, console: Console) -> None:
    """Run the demo until Ctrl-C, or the tour to its end; raise what `stage` and `story` raise."""
    if tour:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # SIGTERM then ends the story as Ctrl-C does.
    stopped = None if tour else stop_request.at_signal()
    speed = speed or (SPEED if tour else 1.0)
    with (
        TemporaryDirectory(prefix="guichet-demo-") as folder,
        stage(folder=Path(folder), port=port, speed=speed) as workspace,
    ):
        if stopped is None:
            _tell(workspace, console, is_verbose=verbose)
        else:
            _invite(workspace, console)
            stopped.wait()
            console.print("Stopping.")


def _tell(workspace: LocalWorkspace, console: Console, *, is_verbose: bool) -> None:
    """Print the story, which fits on a screen of 24 lines, and with `is_verbose` all messages after that."""
    locale = language_of(os.environ.get("LOCALE"), default="en")
    for line in story(workspace, Words(locale, "Europe/Paris", slack_dates=False)):
        console.print(f"[green]✓[/green] {escape(line)}")
    if is_verbose:
        console.print("\n[bold]What was written in the workspace[/bold]\n")
        console.print(escape(_with_names(workspace.transcript())))
    else:
        console.print("Every step was seen. --verbose prints what was written in the workspace too.")


def _with_names(text: str) -> str:
    """Show mentions as Slack does."""
    for user in seed.USERS:
        text = text.replace(f"<@{user.id}>", f"@{user.name}")
    return text


def _invite(workspace: LocalWorkspace, console: Console) -> None:
    console.print(f"[bold]Guichet is at[/bold] {workspace.url}")
    console.print("The first message in each channel says who you are there and what to try. Ctrl-C stops everything.")
