"""What a person has in front of them, and where on it a button or a menu is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from bot.demo.reading import Part as Element
from bot.demo.reading import elements
from tests.fake_slack.copies import copied
from tests.fake_slack.reading import readable
from tests.fake_slack.things import Channel
from tests.fake_slack.workspace import Workspace


@dataclass(frozen=True)
class Place:
    """Where buttons and menus can be used: a message, a modal or the App Home."""

    thing: dict[str, Any]
    channel: Channel | None = None
    is_ephemeral: bool = False

    @property
    def key(self) -> str:
        """Return the key under which choices made here are kept."""
        return str(self.thing["ts"] if self.channel else self.thing["id"])


Test = Callable[[Place, Element, Element], bool]


def places(workspace: Workspace, user: str, channel: Channel | None) -> list[Place]:
    """Return the messages of the channel, newest first; without one, the open form or else the App Home."""
    if channel is None:
        thing = workspace.open_view(user) or workspace.home(user)
        return [Place(thing)] if thing else []
    with workspace.lock:
        shown = [Place(copied(message), channel) for message in channel.messages.values()]
    ephemerals = (message for message in workspace.ephemerals(user) if message["channel"] == channel.id)
    shown += [Place(message, channel, is_ephemeral=True) for message in ephemerals]
    return sorted(shown, key=lambda place: place.key, reverse=True)


def find(where: Iterable[Place], is_it: Test, beside: str) -> list[tuple[Place, Element, Element]]:
    """Return the matching elements of the first place that has any, as (place, block, element); [] if none has."""
    for place in where:
        blocks = place.thing.get("blocks", [])
        usable = ((block, element) for block, element in elements(blocks) if beside in _words_near(blocks, block))
        if found := [(place, block, element) for block, element in usable if is_it(place, block, element)]:
            return found
    return []


def _words_near(blocks: list[Element], block: Element) -> str:
    """Return the words of a block and of the one above, which a row of buttons belongs to."""
    position = blocks.index(block)
    return "\n".join(readable(blocks[max(0, position - 1) : position + 1], broadcasts=[]))
