"""Who in our channels is from outside our workspace, and what do they count as under the policy? For `doctor`."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.directory.people import counts_as_technician
from bot.directory.profile import OwnWorkspace, Profile, read_profile
from bot.policy_tables import Standings
from bot.slack_answer import SlackUnavailable, asked

LOOK_UPS = 100
"""Maximum people whom Slack is asked about: it answers about 100 a minute (docs.slack.dev, Tier 4)."""
CHANNELS = 20
"""Maximum tied channels that are looked at."""
MEMBERS = 200
"""Maximum members of a channel that are looked at."""
CALLED = {"guest": "guest", "other": "of another organisation", None: "unknown to Slack"}


@dataclass
class Outsiders:
    """What was found, channel by channel."""

    listed: list[str] = field(default_factory=list)
    asked: int = 0
    has_stopped: bool = False
    """Were there more people or channels than are looked at?"""
    unanswered: int = 0
    """Number of channels and people that Slack could not look up just now."""

    def described(self) -> str:
        """Return the findings in sentences."""
        found = "; ".join(self.listed) or "nobody from outside the workspace was found in triage or a tied channel"
        stopped = f" Not everybody was looked up: it stops after {LOOK_UPS} people." if self.has_stopped else ""
        unknown = (
            f" Channels and people of whom Slack told nothing just now: {self.unanswered}." if self.unanswered else ""
        )
        return f"{found[:1].upper()}{found[1:]}.{stopped}{unknown}"


class LookAround:
    """Looks at who is in each channel, and asks Slack about each person once."""

    def __init__(self, client: WebClient, standings: Standings) -> None:
        self._client = client
        self._standings = standings
        self._profiles: dict[str, Profile | None] = {}
        self._found = Outsiders()

    def look(self, triage: Sequence[str], tied: Iterable[str]) -> Outsiders:
        """Return who from outside is in the triage channels, and in the first `CHANNELS` of the tied ones."""
        answer = self._answer(self._client.auth_test)
        if answer is None:
            return self._found
        home = OwnWorkspace(str(answer.get("team_id")), answer.get("enterprise_id"))
        for number, channel in enumerate([*triage, *tied]):
            if number >= len(triage) + CHANNELS:
                self._found.has_stopped = True
                break
            here = [self._described(one, profile, channel in triage) for one, profile in self._members(channel, home)]
            if here:
                name = f"triage ({channel})" if channel in triage else channel
                self._found.listed.append(f"in {name}: {', '.join(here)}")
        return self._found

    def _members(self, channel: str, home: OwnWorkspace) -> Iterator[tuple[str, Profile]]:
        answer = self._answer(lambda: self._client.conversations_members(channel=channel, limit=MEMBERS))
        for user_id in answer["members"] if answer else ():
            profile = self._profile(user_id, home)
            if profile and profile.standing != "member" and profile.can_act:
                yield user_id, profile
        if answer and (answer.get("response_metadata") or {}).get("next_cursor"):
            self._found.has_stopped = True

    def _profile(self, user_id: str, home: OwnWorkspace) -> Profile | None:
        if user_id not in self._profiles:
            if self._found.asked >= LOOK_UPS:
                self._found.has_stopped = True
                return None
            self._found.asked += 1
            answer = self._answer(lambda: self._client.users_info(user=user_id))
            user: Mapping[str, object] = answer["user"] if answer else {}
            self._profiles[user_id] = read_profile({**user}, home=home, locale="en") if answer else None
        return self._profiles[user_id]

    def _answer(self, call: Callable[[], SlackResponse]) -> SlackResponse | None:
        try:
            return asked(call)
        except (SlackApiError, SlackUnavailable):
            self._found.unanswered += 1
            return None

    def _described(self, user_id: str, profile: Profile, is_triage: bool) -> str:
        who = f"{profile.name} ({user_id}, {CALLED[profile.standing]})"
        if is_triage:
            is_technician = counts_as_technician(user_id, profile, self._standings)
            return f"{who} counts as {'a technician' if is_technician else 'no technician'}"
        if profile.standing == "guest" and self._standings.guests == "nobody":
            return f"{who} belongs only to accounts that name them"
        return f"{who} belongs to its account"
