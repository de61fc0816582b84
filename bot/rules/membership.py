"""Who can belong to an account? People by their Slack ids, e-mail domains, and channels."""

import re
from dataclasses import dataclass
from typing import Literal

from bot.rules.plain_text import one_line
from bot.rules.refusal import Refusal
from models.vocabulary import MembershipKind

Change = Literal["add", "add_buyer", "remove"]

MEMBER_ID = re.compile(r"[UW][A-Z0-9]{2,20}")
"""Member ids: "U…", or "W…" on Enterprise Grid (docs.slack.dev/reference/objects/user-object)."""
CHANNEL_ID = re.compile(r"[CG][A-Z0-9]{2,20}")
"""Channel ids: "C…", or "G…" for older private channels (docs.slack.dev/reference/objects/conversation-object)."""
LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
DOMAIN = re.compile(rf"({LABEL}\.)+{LABEL}")
"""Domain names (RFC 1035, section 2.3.1), with leading digits as RFC 1123 allows."""
LONGEST_DOMAIN = 253
"""Maximum characters of a domain name (RFC 1035, section 2.3.4)."""
EVERYBODYS = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "outlook.de", "outlook.fr", "hotmail.co.uk", "hotmail.com"),
        *("hotmail.de", "hotmail.es", "hotmail.fr", "hotmail.it", "live.co.uk", "live.com", "live.fr", "msn.com"),
        *("yahoo.co.uk", "yahoo.com", "yahoo.de", "yahoo.es", "yahoo.fr", "yahoo.it", "ymail.com", "rocketmail.com"),
        *("icloud.com", "mac.com", "me.com", "aol.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.fr", "gmx.net"),
        *("freenet.de", "mailbox.org", "posteo.de", "t-online.de", "web.de", "bluewin.ch", "libero.it", "virgilio.it"),
        *("proton.me", "protonmail.ch", "protonmail.com", "pm.me", "tuta.com", "tuta.io", "tutanota.com"),
        *("bbox.fr", "free.fr", "laposte.net", "neuf.fr", "numericable.fr", "orange.fr", "sfr.fr", "wanadoo.fr"),
        *("duck.com", "email.com", "fastmail.com", "hey.com", "hushmail.com", "mail.com", "zoho.com", "zohomail.eu"),
        *("126.com", "163.com", "qq.com", "inbox.ru", "list.ru", "mail.ru", "rambler.ru", "yandex.com", "yandex.ru"),
    }
)
"""Domains in which anybody can get an address, which proves nothing about where they work."""

SHELL = re.compile(r"(?:<[@#]|https://[a-z0-9.-]+/archives/)([A-Z0-9]+)(?:\|[^<>]*)?>?")
"""What may surround an id: the signs of a mention, or the beginning of a link."""


class WrongMember(Refusal):
    """What was given is neither a member id, nor a channel id, nor a domain."""

    text = "refusal-wrong_member"


@dataclass(frozen=True)
class MemberChange:
    """A member to be added to an account or removed from it."""

    account_id: int
    change: Change
    kind: MembershipKind
    value: str
    """Slack member id, e-mail domain or Slack channel id, depending on `kind`."""
    field: str
    """The field of the form where the member was given, at which a refusal appears."""


def domain_of(text: str) -> str | None:
    """Return an e-mail domain in the form that is compared, without "@" and in lower case; None if it is not one."""
    domain = one_line(text).removeprefix("@").lower()
    return domain if DOMAIN.fullmatch(domain) and len(domain) <= LONGEST_DOMAIN and not _is_address(domain) else None


def read_member(text: str) -> tuple[MembershipKind, str] | None:
    """Return the kind and the value of what was typed: ("user", "U…"), ("channel", "C…") or ("domain", "example.com").

    None for anything else. Ids may also come as mentions, and a channel as the link that Slack copies.
    """
    bare = SHELL.sub(r"\1", one_line(text))
    if MEMBER_ID.fullmatch(bare):
        return "user", bare
    if CHANNEL_ID.fullmatch(bare):
        return "channel", bare
    domain = domain_of(bare)
    return None if domain is None else ("domain", domain)


def _is_address(domain: str) -> bool:
    """Return True for an IP address: a top-level domain is never a number (RFC 3696, section 2)."""
    return domain.rpartition(".")[2].isdecimal()
