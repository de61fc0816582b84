"""Who is who? What Slack knows of a person, and whether they are a technician; remembered for a while."""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.rules.desk import Desk
from bot.rules.person import Person
from bot.rules.zones import load_zone
from bot.texts.catalogue import language_of

PROFILE_LIFE_S = 600.0
MEMBERS_LIFE_S = 60.0
"""For so long an answer of Slack's is trusted; joining or leaving the triage channel is told by an event at once."""

UNREACHABLE = (SlackClientError, OSError)
"""What a Web API call raises when Slack refuses, fails or cannot be reached."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Profile:
    name: str
    locale: str
    timezone: str


class People:
    """Looks people up in Slack, at most once in a while each."""

    def __init__(self, client: WebClient, desk: Desk) -> None:
        self._client = client
        self._desk = desk
        self._profiles: dict[str, tuple[float, _Profile]] = {}
        self._technicians: tuple[float, frozenset[str]] | None = None

    def person(self, user_id: str) -> Person:
        """Return the person; where Slack cannot tell, the desk's language and UTC stand in."""
        profile = self._profile(user_id)
        return Person(
            user_id=user_id,
            name=profile.name,
            locale=profile.locale,
            timezone=profile.timezone,
            is_technician=user_id in self.technicians(),
            is_manager=user_id in self._desk.managers,
        )

    def technicians(self) -> frozenset[str]:
        """Return the members of the triage channel; the last known ones, or nobody, if Slack cannot tell."""
        known = self._technicians
        if known and time.monotonic() < known[0]:
            return known[1]
        try:
            members = frozenset(self._members())
        except UNREACHABLE:
            log.exception("The members of the triage channel %s cannot be read.", self._desk.triage_channel)
            members = known[1] if known else frozenset()
        self._technicians = (time.monotonic() + MEMBERS_LIFE_S, members)
        return members

    def forget_technicians(self) -> None:
        """Ask Slack anew next time: somebody joined or left."""
        self._technicians = None

    def forget(self, user_id: str) -> None:
        """Ask Slack anew next time: this person changed their profile."""
        self._profiles.pop(user_id, None)

    def _members(self) -> Iterable[str]:
        for page in self._client.conversations_members(channel=self._desk.triage_channel, limit=1000):
            yield from page["members"]

    def _profile(self, user_id: str) -> _Profile:
        known = self._profiles.get(user_id)
        if known and time.monotonic() < known[0]:
            return known[1]
        profile = self._asked(user_id)
        self._profiles[user_id] = (time.monotonic() + PROFILE_LIFE_S, profile)
        return profile

    def _asked(self, user_id: str) -> _Profile:
        try:
            user = self._client.users_info(user=user_id, include_locale=True)["user"]
        except SlackApiError as problem:
            log.warning("Slack does not tell who %s is: %s.", user_id, problem.response.get("error"))
            user = {}
        except UNREACHABLE:
            log.exception("Slack cannot be asked who %s is.", user_id)
            user = {}
        return _Profile(
            name=user.get("real_name") or user.get("name") or user_id,
            locale=language_of(user.get("locale"), default=self._desk.locale),
            timezone=_known_zone(user.get("tz")),
        )


def _known_zone(name: str | None) -> str:
    try:
        load_zone(name or "UTC")
    except ValueError:
        return "UTC"
    return name or "UTC"
