"""The whole story, from the first look at the packs to the last way to file an incident."""

from collections.abc import Iterator

from bot.demo.tour.closing import ClosingScene
from bot.demo.tour.doors import DoorsScene
from bot.demo.tour.filing import FilingScene
from bot.demo.tour.life import LifeScene
from bot.demo.tour.packs import PackScene
from bot.demo.workspace import LocalWorkspace
from bot.texts.catalogue import Words


def story(workspace: LocalWorkspace, words: Words) -> Iterator[str]:
    """Play the story and yield its lines, each once everything in it was seen; raise NeverSeen or CannotPlay."""
    packs, filing = PackScene(workspace, words), FilingScene(workspace, words)
    yield from packs.before()
    yield from filing.files_two()
    first, second = filing.cards("INC-1 ·"), filing.cards("INC-2 ·")
    yield from filing.is_answered(first, second)
    yield from packs.after()
    filing.files("tour-mail_and_calendar")
    yield from LifeScene(workspace, words).steps(first, filing.cards("INC-3 ·"))
    yield from ClosingScene(workspace, words).steps(first, second)
    yield from packs.at_the_end()
    yield from DoorsScene(workspace, words).steps()
