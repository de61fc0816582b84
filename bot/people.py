"""Who is who? What Slack knows of a person, and whether they are a technician; remembered for a while."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from http.client import HTTPException
from typing import Any, TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.rules.person import Person, TechniciansUnknown
from bot.rules.workspace import Workspace
from bot.rules.zones import load_zone
from bot.texts.catalogue import language_of

PROFILE_LIFE_S = 600.0
"""Seconds for which Slack's answer about a person is trusted."""
MEMBERS_LIFE_S = 60.0
"""Seconds for which Slack's answer about a channel's members is trusted; an event reports at once who joins or leaves
the triage channel."""
TRY_AGAIN_S = 30.0
"""Seconds after which Slack is asked again for what it could not answer."""
LET_IT_BE_S = 10.0
"""Seconds without calls after one that went unanswered: people wait three seconds at most for us."""

UNREACHABLE = (SlackClientError, OSError, HTTPException)
"""What a Web API call raises when Slack refuses, fails or cannot be reached."""

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class _Profile:
    name: str
    locale: str
    timezone: str
    is_bot: bool = False
    has_left: bool = False
    """Was deactivated."""
    email: str | None = None

    @property
    def can_act(self) -> bool:
        """Is this a person who can still use Slack?"""
        return not (self.is_bot or self.has_left)


class People:
    """Looks people up in Slack, at most once in a while each; what was known last stands where Slack cannot tell."""

    def __init__(self, client: WebClient, workspace: Workspace) -> None:
        self._client = client
        self._workspace = workspace
        self._profiles: dict[str, tuple[float, _Profile]] = {}
        self._technicians: tuple[float, frozenset[str]] | None = None
        self._channels: dict[str, tuple[float, frozenset[str] | None]] = {}
        self._team: str | None = None
        self._workspace_url: str | None = None
        self._silent_until = 0.0

    def person(self, user_id: str) -> Person:
        """Return the person; where Slack has never told, the workspace's language and UTC stand in."""
        profile = self._profile(user_id)
        try:
            is_technician: bool | None = user_id in self.technicians() and profile.can_act
        except TechniciansUnknown:
            is_technician = None
        return self._made(user_id, profile, is_technician=is_technician)

    def author(self, user_id: str) -> Person:
        """Return who wrote something: the profile is looked up of technicians alone.

        Whether somebody is a technician is None where Slack has never told.
        """
        try:
            is_member = user_id in self.technicians()
        except TechniciansUnknown:
            return self.unasked(user_id)
        return self.person(user_id) if is_member else replace(self.unasked(user_id), is_technician=False)

    def unasked(self, user_id: str) -> Person:
        """Return what is known of the person without asking Slack."""
        known = self._profiles.get(user_id)
        return self._made(user_id, known[1] if known else self._stranger(user_id), is_technician=None)

    def name_of(self, user_id: str) -> str:
        """Return how people call this person, as far as it is known without asking Slack."""
        return self.unasked(user_id).name

    def technicians(self) -> frozenset[str]:
        """Return the members of the triage channel; raise `TechniciansUnknown` if Slack has never told us."""
        known = self._technicians
        if known is None or time.monotonic() >= known[0]:
            triage = self._workspace.triage_channel
            members = self._ask(lambda: frozenset(self._members(triage)), f"who is in {triage}")
            if members is not None:
                known = (time.monotonic() + MEMBERS_LIFE_S, members)
            elif known is not None:
                known = (time.monotonic() + TRY_AGAIN_S, known[1])
            self._technicians = known
        if known is None:
            raise TechniciansUnknown(self._workspace.triage_channel)
        return known[1]

    def channels_of(self, user_id: str, *, otherwise: frozenset[str] = frozenset()) -> frozenset[str]:
        """Return the channels in which both this person and Guichet are; where Slack has never told, the others."""
        known = self._channels.get(user_id)
        if known is None or time.monotonic() >= known[0]:
            joined = self._ask(lambda: frozenset(self._joined(user_id)), f"in which channels {user_id} is")
            if joined is not None:
                known = (time.monotonic() + MEMBERS_LIFE_S, joined)
            else:  # What was known last stands.
                known = (time.monotonic() + TRY_AGAIN_S, known[1] if known else None)
            self._channels[user_id] = known
        return otherwise if known[1] is None else known[1]

    def forget_place(self, user_id: str, channel: str) -> None:
        """Ask Slack anew next time: this person joined or left; until it answers they are not in the channel."""
        if self._technicians and channel == self._workspace.triage_channel:
            self._technicians = (0.0, self._technicians[1] - {user_id})
        if known := self._channels.get(user_id):
            self._channels[user_id] = (0.0, known[1] - {channel} if known[1] is not None else None)

    def address_of(self, channel: str, ts: str) -> str | None:
        """Return the address of a message, as Slack's *Copy link* gives it; None where Slack does not tell.

        The address that a local workspace tells (http) leads nowhere.
        """
        if self._workspace_url is None:
            self._workspace_url = self._ask(lambda: self._client.auth_test().get("url"), "where this workspace is")
        if self._workspace_url is None or not self._workspace_url.startswith("https://"):
            return None
        return f"{self._workspace_url}archives/{channel}/p{ts.replace('.', '')}"

    def learn(self, user: dict[str, Any]) -> None:
        """Remember what Slack tells of its own accord when somebody's profile changes, if we know them at all."""
        known = self._profiles.get(user["id"])
        if known:
            locale = user.get("locale") or known[1].locale
            self._profiles[user["id"]] = (known[0], self._read(user["id"], user | {"locale": locale}))

    def _made(self, user_id: str, profile: _Profile, *, is_technician: bool | None) -> Person:
        return Person(
            user_id=user_id,
            name=profile.name,
            locale=profile.locale,
            timezone=profile.timezone,
            is_technician=is_technician,
            email=profile.email,
            is_manager=user_id in self._workspace.managers,
            has_left=profile.has_left,
        )

    def _members(self, channel: str) -> Iterable[str]:
        for page in self._client.conversations_members(channel=channel, limit=1000):
            yield from page["members"]

    def _joined(self, user_id: str) -> Iterable[str]:
        kinds = "public_channel,private_channel"
        for page in self._client.users_conversations(user=user_id, types=kinds, exclude_archived=True, limit=200):
            for channel in page["channels"]:
                if self._workspace.tells_channels or user_id in self._members(channel["id"]):
                    yield channel["id"]

    def _profile(self, user_id: str) -> _Profile:
        known = self._profiles.get(user_id)
        if known and time.monotonic() < known[0]:
            return known[1]
        user = self._ask(
            lambda: self._client.users_info(user=user_id, include_locale=True).get("user"), f"who {user_id} is"
        )
        if user:
            profile = self._read(user_id, user)
            life = PROFILE_LIFE_S if self._team is not None else TRY_AGAIN_S  # Until then no address counts.
        else:
            profile, life = known[1] if known else self._stranger(user_id), TRY_AGAIN_S
        self._profiles[user_id] = (time.monotonic() + life, profile)
        return profile

    def _read(self, user_id: str, user: dict[str, Any]) -> _Profile:
        return _Profile(
            name=user.get("real_name") or user.get("name") or user_id,
            locale=language_of(user.get("locale"), default=self._workspace.locale),
            timezone=_known_zone(user.get("tz")),
            is_bot=bool(user.get("is_bot")),
            has_left=bool(user.get("deleted")),
            email=self._confirmed_email(user),
        )

    def _confirmed_email(self, user: dict[str, Any]) -> str | None:
        """Return the address if it proves where somebody works.

        That of somebody from another workspace, in a shared channel, is whatever the people there have set. Whoever
        was deactivated works there no more.
        """
        email = str((user.get("profile") or {}).get("email") or "").strip().lower()
        if not email or not user.get("is_email_confirmed", True) or user.get("deleted"):
            return None
        if self._team is None:
            self._team = self._ask(lambda: self._client.auth_test().get("team_id"), "which workspace this is")
        return email if self._team is not None and user.get("team_id") == self._team else None

    def _stranger(self, user_id: str) -> _Profile:
        return _Profile(name=user_id, locale=self._workspace.locale, timezone="UTC")

    def _ask(self, call: Callable[[], Answer | None], what: str) -> Answer | None:
        """Return Slack's answer, or None where it gives none; then nothing is asked for a while."""
        if time.monotonic() < self._silent_until:
            return None
        try:
            return call()
        except SlackApiError as problem:
            log.warning("Slack does not tell %s: %s.", what, problem.response.get("error"))
        except UNREACHABLE as problem:
            log.warning("Slack cannot be asked %s: %r", what, problem)
            self._silent_until = time.monotonic() + LET_IT_BE_S
        return None


def _known_zone(name: str | None) -> str:
    try:
        load_zone(name or "UTC")
    except ValueError:
        return "UTC"
    return name or "UTC"
