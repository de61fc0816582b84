"""How is somebody asked at the terminal until the answer is one that Guichet can use?"""

import re
from collections.abc import Callable, Mapping

import typer
from rich.console import Console
from rich.markup import escape

IsWrong = Callable[[str], str | None]
"""Returns what is wrong with an answer as one sentence, or None."""


def ask(console: Console, question: str, *, known: str = "", is_secret: bool = False, is_wrong: IsWrong) -> str:
    """Return what is typed, once it is right; Enter keeps what is known already."""
    while True:
        given = _prompt(question, known, is_secret=is_secret)
        if (problem := is_wrong(given)) is None:
            return given
        complain(console, problem)


def choose(console: Console, question: str, offered: Mapping[str, str], *, known: str = "", is_wrong: IsWrong) -> str:
    """Return ids, separated by commas: typed as ids, or as numbers in the list of names that is printed first."""
    for number, (one, name) in enumerate(offered.items(), start=1):
        console.print(f"  {number:>2}  {escape(name)}  [dim]{escape(one)}[/dim]", highlight=False)
    while True:
        given = ",".join(_ids(_prompt(question, known), list(offered)))
        if (problem := is_wrong(given)) is None:
            return given
        complain(console, problem)


def complain(console: Console, problem: str) -> None:
    """Print what is wrong with an answer."""
    console.print(f"  [red]✗[/red] {escape(problem)}", highlight=False)


def confirm(console: Console, found: str) -> None:
    """Print what was found out, or done."""
    console.print(f"  [green]✓[/green] {escape(found)}", highlight=False)


def _prompt(question: str, known: str, *, is_secret: bool = False) -> str:
    kept = ("[Enter keeps the one that is there]" if is_secret else f"[{known}]") if known else ""
    given: str = typer.prompt(f"{question} {kept}".rstrip(), default=known, show_default=False, hide_input=is_secret)
    return given.strip()


def _ids(given: str, ids: list[str]) -> list[str]:
    numbers = {str(number): one for number, one in enumerate(ids, start=1)}
    return [numbers.get(part, part) for part in re.split(r"[\s,;]+", given) if part]
