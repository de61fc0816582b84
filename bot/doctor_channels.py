"""What has become of the channels that Guichet needs? For `doctor`, from what was noted while it ran."""

from collections.abc import Iterator, Sequence

from sqlmodel import Session

from bot.doctor_slack import CheckResult
from bot.operations.watched_channels import noted_channels
from bot.rules.channels import Noted

NAMED = 3
"""Maximum channels named in one result."""


def check_channels(session: Session) -> Iterator[CheckResult]:
    """Report which channels Guichet is not in, and which are archived, renamed or no longer shared."""
    noted = noted_channels(session)
    if noted is None:
        yield CheckResult("channels", True, "Guichet has not looked yet in which channels it is.")
    elif noted.left:
        text = f"Guichet is not in {_places(noted, noted.left)}: type /invite @Guichet there."
        yield CheckResult("channels", False, text)
    else:
        yield CheckResult("channels", True, f"Guichet is in every channel that it needs: {len(noted.channels)}.")
    if noted is not None:
        yield from _changes(noted)


def _changes(noted: Noted) -> Iterator[CheckResult]:
    if archived := [one for one, channel in noted.channels.items() if channel.is_archived and one not in noted.left]:
        how = "nothing can be posted there: unarchive it, or tie the account to another channel"
        yield CheckResult("archived channels", False, f"{_places(noted, archived)}: {how}.")
    if noted.renamed:
        places = _places(noted, list(noted.renamed))
        before = ", ".join(f"#{name}" for name, _seen in list(noted.renamed.values())[:NAMED])
        yield CheckResult("renamed channels", True, f"{places} was {before} before; Guichet goes by the id.")
    if noted.unshared:
        how = "customers of another organisation read nothing there any more: share it again, or reach them elsewhere"
        yield CheckResult("unshared channels", False, f"{_places(noted, noted.unshared)}: {how}.")


def _places(noted: Noted, channels: Sequence[str]) -> str:
    return ", ".join(map(noted.called, channels[:NAMED])) + (" …" if len(channels) > NAMED else "")
