"""What has become of the channels that we need? Slack's present list is compared with what was known before."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

NEWS_FOR = timedelta(days=7)
"""Time for which a channel's new name is reported."""


@dataclass(frozen=True)
class Channel:
    """A channel that we are in, as Slack lists it."""

    name: str
    is_archived: bool = False
    is_shared: bool = False
    """True if the channel is shared with another organisation."""


@dataclass(frozen=True)
class Noted:
    """What is known of the channels that we need, by their Slack ids."""

    channels: Mapping[str, Channel]
    """Channels that we are in, or were in when Slack last listed them."""
    left: Sequence[str] = ()
    """Ids of channels that we are not in."""
    renamed: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Former name of a renamed channel, and when the new one was seen, in ISO format."""
    unshared: Sequence[str] = ()
    """Ids of channels that were shared with another organisation and no longer are."""

    def called(self, channel: str) -> str:
        """Return "#" and the name of a channel, or its id if the name is not known."""
        known = self.channels.get(channel)
        return f"#{known.name}" if known and known.name else channel


def compare(before: Noted, listed: Mapping[str, Channel], *, needed: Collection[str], now: datetime) -> Noted:
    """Return what is known once Slack has listed every channel that we are in."""
    known = {one: channel for one in needed if (channel := listed.get(one) or before.channels.get(one))}
    return Noted(
        channels=known,
        left=[one for one in needed if one not in listed],
        renamed=dict(_renamed(before, known, now)),
        unshared=[one for one, channel in known.items() if _is_unshared(one, channel, before)],
    )


def without(noted: Noted, channel: str) -> Noted:
    """Return what is known once we have been removed from a channel."""
    return replace(noted, left=[*(one for one in noted.left if one != channel), channel])


def _renamed(before: Noted, known: Mapping[str, Channel], now: datetime) -> Iterator[tuple[str, tuple[str, str]]]:
    for one, channel in known.items():
        former = before.channels.get(one)
        name, seen = before.renamed.get(one, ("", ""))
        if former and former.name != channel.name:
            yield one, (former.name, now.isoformat())
        elif name and now - datetime.fromisoformat(seen) < NEWS_FOR:
            yield one, (name, seen)


def _is_unshared(one: str, channel: Channel, before: Noted) -> bool:
    former = before.channels.get(one)
    return not channel.is_shared and (one in before.unshared or (former is not None and former.is_shared))
