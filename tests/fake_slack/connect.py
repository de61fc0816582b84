"""People of other organisations, in channels that are shared with them (help.slack.com, article 115004151203).

What Slack does there is documented only in part; what is not may turn out either way, so a test says which way it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.fake_slack.errors import SlackError

TOLD = ("id", "team_id", "deleted", "is_bot", "is_stranger")
"""What Slack tells of them beside the names inside `profile`: no real_name, tz or locale at the top."""


@dataclass(frozen=True)
class Connect:
    """What works for them: the least that may be, unless a test says otherwise."""

    opens_forms: bool = False
    shows_ephemerals: bool = False
    takes_direct_messages: bool = False
    shows_profiles: bool = True
    shows_files: bool = False
    hidden: frozenset[str] = frozenset()
    """Ids of people about whom Slack tells nothing, although it tells about others."""

    def profile(self, described: dict[str, Any]) -> dict[str, Any]:
        """Return what Slack tells about somebody, or refuse to."""
        if not self.shows_profiles or described["id"] in self.hidden:
            raise SlackError("user_not_found")
        names = {name: described["profile"][name] for name in ("real_name", "display_name")}
        return {name: described[name] for name in TOLD} | {"profile": names}

    def check_form(self) -> None:
        """Refuse to open a form."""
        if not self.opens_forms:
            raise SlackError("team_access_not_granted")

    def check_ephemeral(self) -> None:
        """Refuse an ephemeral message to them."""
        if not self.shows_ephemerals:
            raise SlackError("user_not_in_channel")

    def check_direct_message(self) -> None:
        """Refuse a direct message."""
        if not self.takes_direct_messages:
            raise SlackError("channel_not_found")

    def files(self, files: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return their files as events tell of them (objects/file-object, file_access)."""
        if self.shows_files:
            return list(files)
        return [{"id": one["id"], "created": 0, "mode": "tombstone", "file_access": "check_file_info"} for one in files]
