"""A profile: what Slack knows of one person, as far as it matters to us."""

import re
from dataclasses import dataclass
from typing import Any, Literal

from bot.rules.membership import domain_of
from bot.rules.person import Person
from bot.rules.zones import load_zone
from bot.texts.catalogue import language_of

Standing = Literal["member", "guest", "other"]
"""Somebody of our workspace, a guest of it, or somebody of another organisation in a shared channel."""

NOBODY = "is_nobody"
"""Marks the description that stands for "there is no such user"; it is no field of Slack's."""
ONE_ADDRESS = re.compile(r"[^\s@,;:<>()\"\\\[\]]+@([^\s@,;:<>()\"\\\[\]]+)")
"""An e-mail address alone: no list, no quoted part with an address in it, nothing on a second line."""


SCOPES, FILES = "x-oauth-scopes", "files:read"
"""The header in which Slack says what a token may do, and the scope of forms that ask for files."""


@dataclass(frozen=True)
class OwnWorkspace:
    """Our own workspace."""

    team_id: str
    enterprise_id: str | None = None
    """Id of our organisation on Enterprise Grid, whose workspaces all count as ours."""
    url: str = ""
    """Such as "https://acme.slack.com/"."""
    bot_user: str = ""
    """Our own Slack member id."""
    may_read_files: bool = True
    """False if the token is known to lack the scope without which no form may ask for files."""

    @staticmethod
    def of(answer: Any) -> "OwnWorkspace":
        """Return the workspace that this answer of `auth.test` describes."""
        named = {name: str(answer.get(key) or "") for name, key in (("url", "url"), ("bot_user", "user_id"))}
        headers = {name.lower(): value for name, value in (getattr(answer, "headers", None) or {}).items()}
        scopes = headers.get(SCOPES)
        may_read_files = scopes is None or FILES in [one.strip() for one in scopes.split(",")]
        return OwnWorkspace(str(answer["team_id"]), answer.get("enterprise_id"), may_read_files=may_read_files, **named)

    def is_of(self, user: dict[str, Any]) -> bool:
        """Return True if Slack's description of this user says that they are of our workspace or organisation."""
        enterprise_id = (user.get("enterprise_user") or {}).get("enterprise_id")
        return user.get("team_id") == self.team_id or (
            enterprise_id is not None and enterprise_id == self.enterprise_id
        )


@dataclass(frozen=True)
class Profile:
    """What is known of a person."""

    name: str
    locale: str
    timezone: str
    standing: Standing | None = None
    """None until Slack has told us."""
    is_bot: bool = False
    has_left: bool = False
    """True if they were deactivated in Slack."""
    is_nobody: bool = False
    """True if Slack says that there is nobody with this id, or nobody whom it shows us."""
    email: str | None = None
    """The address, if it proves where somebody works."""

    @property
    def is_known(self) -> bool:
        """Return True once Slack has told who this is."""
        return self.standing is not None

    @property
    def can_act(self) -> bool:
        """Return True for a person who can still use Slack."""
        return not (self.is_bot or self.has_left)

    def as_person(self, user_id: str) -> Person:
        """Return the person with this profile, without a role."""
        return Person(
            user_id,
            self.name,
            self.locale,
            self.timezone,
            email=self.email,
            is_known=self.is_known,
            has_left=self.has_left,
            is_bot=self.is_bot,
            is_nobody=self.is_nobody,
            is_outsider=self.standing == "other",
        )


def read_profile(user: dict[str, Any], *, home: OwnWorkspace | None, locale: str) -> Profile:
    """Return the profile in Slack's description of a user (docs.slack.dev/reference/objects/user-object).

    For somebody in a shared channel, Slack may give the name only within `profile`. While our own workspace is not
    known, neither is whether they belong to it. `locale` stands in for a language that we do not speak.
    """
    profile = user.get("profile") or {}
    known_name = user.get("real_name") or profile.get("real_name") or profile.get("display_name") or user.get("name")
    standing = _standing(user, home) if home else None
    return Profile(
        name=str(known_name or user.get("id") or ""),
        locale=language_of(user.get("locale"), default=locale),
        timezone=_known_zone(user.get("tz")),
        standing=standing,
        is_bot=bool(user.get("is_bot")),
        has_left=bool(user.get("deleted")),
        is_nobody=bool(user.get(NOBODY)),
        email=None if standing in {None, "other"} else _proving_email(user),
    )


def _standing(user: dict[str, Any], home: OwnWorkspace) -> Standing:
    if not home.is_of(user) or user.get("is_stranger"):
        return "other"
    return "guest" if user.get("is_restricted") or user.get("is_ultra_restricted") else "member"


def _proving_email(user: dict[str, Any]) -> str | None:
    """Return the address of somebody of our workspace if it proves where they work: one address, confirmed, in use.

    An app's address proves nothing, and somebody who was deactivated no longer works there. An address in another
    workspace is whatever people there have set.
    """
    email = str((user.get("profile") or {}).get("email") or "").strip()
    if user.get("is_bot") or user.get("deleted") or not user.get("is_email_confirmed", True):
        return None
    match = ONE_ADDRESS.fullmatch(email)
    # Some other characters would become Latin letters in lower case, such as the kelvin sign.
    is_proof = match and match[1].isascii() and domain_of(match[1]) == match[1].lower()
    return email.lower() if is_proof else None


def _known_zone(name: str | None) -> str:
    try:
        load_zone(name or "UTC")
    except ValueError:
        return "UTC"
    return name or "UTC"
