"""Who is who? What Slack knows of a person, and whether they are a technician; remembered for a while."""

import math
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from slack_sdk import WebClient

from bot.directory.answers import TRY_AGAIN_S, Asking, Memory, SideBySide
from bot.directory.profile import NOBODY, OwnWorkspace, Profile, read_profile
from bot.policy_tables import Standings
from bot.rules.managers import does_nobody_hear, hears
from bot.rules.person import Person
from bot.rules.workspace import Workspace

PROFILE_LIFE_S = 600.0
"""Seconds for which Slack's answer about a person is trusted."""
MEMBERS_LIFE_S = 60.0
"""Seconds for which Slack's answer about the members of a channel, or the channels of a person, is trusted; an event
reports at once who joins or leaves one."""
ADDRESS_LIFE_S = 3600.0
"""Seconds for which Slack's answer about who has an e-mail address is trusted."""
LOOK_UPS = 32
"""Maximum look-ups that run side by side for people who wait."""
UNKNOWN_CHANNEL = ("channel_not_found", "not_in_channel", "is_archived")
"""Errors if Slack shows us no such channel (docs.slack.dev/reference/methods/conversations.members)."""
UNKNOWN_USER = ("user_not_found", "users_not_found", "user_not_visible")
"""Errors if Slack shows us no such profile, as with some people of other organisations."""


def counts_as_technician(user_id: str, profile: Profile, standings: Standings) -> bool:
    """Return whether somebody of known standing counts as a technician by the policy, if they are in triage."""
    if profile.standing == "other":
        return user_id in standings.others_as_technicians
    return profile.standing == "member" or standings.guests == "technicians"


def _any_known(answers: Iterable[bool | None]) -> bool | None:
    """Return True if one answer is True, else None if one is not known, else False."""
    given = set(answers)
    return True if True in given else None if None in given else False


class People:
    """Looks people up in Slack, at most once in a while each; the last answer stands if Slack gives none."""

    def __init__(self, client: WebClient, workspace: Workspace, standings: Standings) -> None:
        self._client = client
        self._workspace = workspace
        self._standings = standings
        self._asking = Asking()
        self._home: Memory[OwnWorkspace] = Memory(life_s=math.inf)
        self._profiles: Memory[Profile] = Memory(life_s=PROFILE_LIFE_S)
        self._members: Memory[frozenset[str]] = Memory(life_s=MEMBERS_LIFE_S)
        self._channels: Memory[frozenset[str]] = Memory(life_s=MEMBERS_LIFE_S)
        self._addresses: Memory[frozenset[str]] = Memory(life_s=ADDRESS_LIFE_S)
        self._joined: set[tuple[str, str]] = set()
        """Who has joined which triage channel since Slack was last asked for its members."""
        self._looking_up = SideBySide(LOOK_UPS)

    def prepare(self, *, within_s: float) -> None:
        """Look up our workspace and the technicians before anybody waits for it; return after `within_s` at most."""
        questions = self._member_questions(self._workspace.triage_channels)
        self._looking_up.ask({"where": self.where, **questions}, within_s=within_s)

    @property
    def own_id(self) -> str | None:
        """Return Guichet's own member id, as people mention it; None until Slack has told us."""
        home = self._home.peek("")
        return home.bot_user or None if home else None

    def knows(self, user_id: str) -> bool:
        """Return True if Slack need not be asked who this is."""
        return self._profiles.is_fresh(user_id)

    def look_up(self, user_id: str, *, with_channels: bool, ends_at: float, mentioned: Iterable[str] = ()) -> None:
        """Ask Slack, side by side, for what is not known of a person, and for the profiles of those they mention.

        Returns by `ends_at`, on the monotonic clock; an answer that comes later is remembered for the next time.
        """
        questions: dict[str, Callable[[], object]] = {
            f"profile {one}": partial(self._profile, one) for one in (user_id, *mentioned) if not self.knows(one)
        }
        unknown = (one for one in self._workspace.triage_channels if not self._members.is_fresh(one))
        questions |= self._member_questions(unknown)
        if with_channels and not self._channels.is_fresh(user_id):
            questions[f"channels {user_id}"] = partial(self.channels_of, user_id)
        self._looking_up.ask(questions, within_s=ends_at - time.monotonic())

    def person(self, user_id: str) -> Person:
        """Return the person; if Slack has never answered, the workspace's language and UTC stand in."""
        return self._made(user_id, self._profile(user_id), self._memberships(user_id))

    def author(self, user_id: str) -> Person:
        """Return the author of a message; profiles are looked up only of members of a triage channel.

        Whether somebody is a technician is None if Slack has never answered.
        """
        if not any(is_member is not False for is_member in self._memberships(user_id).values()):
            return self.unasked(user_id)
        return self.person(user_id)

    def unasked(self, user_id: str) -> Person:
        """Return what is known of the person without asking Slack."""
        profile = self._profiles.peek(user_id) or self._stranger(user_id)
        known = {
            one.name: self._is_among(user_id, one.triage_channel, self._members.peek(one.triage_channel))
            for one in self._workspace.desks
        }
        return self._made(user_id, profile, known)

    def name_of(self, user_id: str) -> str:
        """Return the person's name, as far as it is known without asking Slack."""
        return self.unasked(user_id).name

    def channels_of(self, user_id: str) -> frozenset[str] | None:
        """Return the channels in which both this person and Guichet are; None if Slack has never answered."""
        return self._channels.get(user_id, lambda: self._asked_channels(user_id))

    def with_address(self, email: str) -> frozenset[str] | None:
        """Return the member ids with this e-mail address in Slack, at most one; None if Slack has never answered."""
        return self._addresses.get(email, lambda: self._asked_address(email))

    def is_lost_manager(self, user_id: str) -> bool:
        """Return True for somebody who is named as a manager and can read nothing; False if that is not known."""
        return user_id in self._workspace.all_managers and not hears(self.person(user_id))

    def is_outsider(self, user_id: str) -> bool:
        """Return True for somebody of another organisation; False if that is not known."""
        return self.person(user_id).is_outsider

    def is_known_outsider(self, user_id: str) -> bool:
        """Return `is_outsider` as far as it is known without asking Slack."""
        return self.unasked(user_id).is_outsider

    def hears_nobody(self) -> bool:
        """Return True if none of those whom MANAGERS names can read anything, as far as is known without asking Slack.

        `jobs/watch_managers.py` asks at start.
        """
        return does_nobody_hear(map(self.unasked, self._workspace.managers))

    def join(self, user_id: str, channel: str) -> None:
        """Note that a person has joined a channel: Slack is asked again, and nothing is known until it answers."""
        if channel in self._workspace.triage_channels:
            self._joined.add((user_id, channel))
            self._members.correct(channel, lambda members: members - {user_id})
        self._channels.correct(user_id, lambda _channels: None)

    def leave(self, user_id: str, channel: str) -> None:
        """Note that a person has left a channel: Slack is asked again, and they are not in it until it answers."""
        if channel in self._workspace.triage_channels:
            self._joined.discard((user_id, channel))
            self._members.correct(channel, lambda members: members - {user_id})
        self._channels.correct(user_id, lambda channels: channels - {channel})

    def address_of(self, channel: str, ts: str) -> str | None:
        """Return the address of a message, as Slack's *Copy link* gives it; None if our workspace is not known.

        None for a local workspace too, whose address (http) leads nowhere.
        """
        home = self.where()
        if home is None or not home.url.startswith("https://"):
            return None
        return f"{home.url}archives/{channel}/p{ts.replace('.', '')}"

    def learn(self, user: dict[str, Any]) -> None:
        """Remember the changed profile of an event, if we know that person at all."""
        home = self._home.peek("")
        self._profiles.replace(
            user["id"],
            lambda known: read_profile(
                user | {"locale": user.get("locale") or known.locale}, home=home, locale=self._workspace.locale
            ),
        )

    def unasked_channels(self, user_id: str) -> frozenset[str] | None:
        """Return `channels_of` as far as it is known without asking Slack."""
        return self._channels.peek(user_id)

    def _is_technician(self, user_id: str, profile: Profile, *, is_member: bool | None) -> bool | None:
        """Return whether a member of the triage channel is a technician by the policy; None if not known."""
        if is_member is False or not profile.can_act:
            return False
        if is_member is None or profile.standing is None:
            return None
        return counts_as_technician(user_id, profile, self._standings)

    def _memberships(self, user_id: str) -> dict[str, bool | None]:
        """Return whether somebody is in the triage channel of each desk; None where Slack has not told us."""
        return {
            one.name: self._is_among(user_id, one.triage_channel, self._members_in(one.triage_channel))
            for one in self._workspace.desks
        }

    def _member_questions(self, channels: Iterable[str]) -> dict[str, Callable[[], object]]:
        return {f"members {one}": partial(self._members_in, one) for one in channels}

    def _members_in(self, channel: str) -> frozenset[str] | None:
        return self._members.get(channel, lambda: self._asked_members(channel))

    def _is_among(self, user_id: str, channel: str, members: frozenset[str] | None) -> bool | None:
        return None if members is None or (user_id, channel) in self._joined else user_id in members

    def _made(self, user_id: str, profile: Profile, memberships: Mapping[str, bool | None]) -> Person:
        at_desks = {
            desk: self._is_technician(user_id, profile, is_member=is_member) for desk, is_member in memberships.items()
        }
        is_apart = len(at_desks) > 1 and self._standings.technicians_see == "own desk"
        counts_by_name = self._standings.guests == "nobody" and profile.standing in {"guest", None}
        return Person(
            user_id=user_id,
            name=profile.name,
            locale=profile.locale,
            timezone=profile.timezone,
            is_technician=_any_known(at_desks.values()),
            at_desks=at_desks if is_apart else None,
            email=None if counts_by_name else profile.email,
            is_known=profile.is_known,
            is_manager=user_id in self._workspace.managers,
            manages=frozenset(one.name for one in self._workspace.further_desks if user_id in one.managers),
            has_left=profile.has_left,
            by_name_only=counts_by_name,
            is_bot=profile.is_bot,
            is_nobody=profile.is_nobody,
            is_outsider=profile.standing == "other",
        )

    def _profile(self, user_id: str) -> Profile:
        home = self.where()
        # Until our own workspace is known, so that an address counts, no answer is trusted for long.
        life_s = PROFILE_LIFE_S if home else TRY_AGAIN_S
        profile = self._profiles.get(user_id, lambda: self._asked_profile(user_id, home), life_s=life_s)
        return profile or self._stranger(user_id)

    def _stranger(self, user_id: str) -> Profile:
        return Profile(user_id, self._workspace.locale, "UTC")

    def where(self, *, anew: bool = False) -> OwnWorkspace | None:
        """Return our own workspace; None while Slack gives no answer. With `anew` Slack is asked once more."""
        if anew:
            self._home.correct("", lambda known: known)
        return self._home.get("", self._asked_home)

    def _asked_home(self) -> OwnWorkspace:
        return OwnWorkspace.of(self._asking.ask(self._client.auth_test, "which workspace this is"))

    def _asked_profile(self, user_id: str, home: OwnWorkspace | None) -> Profile:
        stranger = {"id": user_id, "is_stranger": True, NOBODY: True}
        user = self._asking.ask(
            lambda: dict(self._client.users_info(user=user_id, include_locale=True)["user"]),
            f"who {user_id} is",
            settled=dict.fromkeys(UNKNOWN_USER, stranger),
        )
        return read_profile(user, home=home, locale=self._workspace.locale)

    def _asked_members(self, channel: str) -> frozenset[str]:
        """Return the members of a triage channel; nobody for a further desk's channel that Slack does not show us.

        If that counted as unknown, one wrong desk would keep every customer from filing.
        """
        joined = {one for one in self._joined if one[1] == channel}
        is_first = channel == self._workspace.triage_channel
        members = self._asking.ask(
            lambda: frozenset(self._members_of(channel)),
            f"who is in {channel}",
            settled={} if is_first else dict.fromkeys(UNKNOWN_CHANNEL, frozenset[str]()),
        )
        self._joined -= joined
        return members

    def _asked_channels(self, user_id: str) -> frozenset[str]:
        return self._asking.ask(
            lambda: frozenset(self._channels_of(user_id)),
            f"in which channels {user_id} is",
            settled=dict.fromkeys(UNKNOWN_USER, frozenset[str]()),
        )

    def _asked_address(self, email: str) -> frozenset[str]:
        return self._asking.ask(
            lambda: frozenset([str(self._client.users_lookupByEmail(email=email)["user"]["id"])]),
            "who has an e-mail address of a roster",
            settled=dict.fromkeys(UNKNOWN_USER, frozenset[str]()),
        )

    def _members_of(self, channel: str) -> Iterable[str]:
        for page in self._client.conversations_members(channel=channel, limit=1000):
            yield from page["members"]

    def _channels_of(self, user_id: str) -> Iterable[str]:
        kinds = "public_channel,private_channel"
        for page in self._client.users_conversations(user=user_id, types=kinds, exclude_archived=True, limit=200):
            for channel in page["channels"]:
                if self._workspace.tells_channels or user_id in self._members_of(channel["id"]):
                    yield channel["id"]
