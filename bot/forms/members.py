"""The form in which a manager adds and removes members of an account."""

from collections.abc import Sequence
from typing import Any, get_args

from slack_sdk.models.blocks import (
    ConversationFilter,
    ConversationSelectElement,
    Option,
    PlainTextInputElement,
    StaticSelectElement,
    UserSelectElement,
)

from bot.facts.account import AccountEntry, Member
from bot.forms.administration import about, asking
from bot.forms.fields import Empty, asked, channel_or_none, chosen, one_of, person_or_none, typed
from bot.forms.values import values_of
from bot.messages.blocks import paragraph
from bot.rules.carried import number_in
from bot.rules.membership import Change, MemberChange, WrongMember, read_member
from bot.rules.refusal import Refusal
from bot.texts.catalogue import Words
from bot.texts.length import units
from models.vocabulary import MembershipKind

MEMBER_LIMIT = 300
"""Maximum characters of an id, a link or a domain."""
ROOM = 2800
"""Maximum length of all members that are shown: domains can be long."""
MEMBERS_SHOWN = 30
"""Maximum members listed in the form; the others are counted."""


class OneAtATime(Refusal):
    """Several members were named at once, but the form changes only one."""

    text = "refusal-one_at_a_time"


def view(account: AccountEntry, members: Sequence[Member], *, words: Words) -> dict[str, Any]:
    """Return the form, with the account's present members."""
    changes = [Option(value=one, text=words(f"change-{one}")) for one in get_args(Change)]
    channels = ConversationSelectElement(filter=ConversationFilter(include=["public", "private"]))
    blocks = [
        about(account, words),
        paragraph(_listed(members, words)),
        asked("change", StaticSelectElement(options=changes, initial_option=changes[0]), words),
        asked("person", UserSelectElement(), words, optional=True),
        asked("channel", channels, words, optional=True, hint=words("hint-channel")),
        asked("member", PlainTextInputElement(), words, optional=True, hint=words("hint-member")),
    ]
    return asking("edit_members", blocks, title="act-edit_members", carried=str(account.id), words=words)


def read(submitted: dict[str, Any]) -> MemberChange:
    """Return the member to add or remove; raise a `Refusal` at the first field that is wrong."""
    values = values_of(submitted)
    change: Change = one_of(get_args(Change), chosen(values, "change"), "change")
    named = {
        "person": person_or_none(values, "person"),
        "channel": channel_or_none(values, "channel"),
        "member": typed(values, "member", limit=MEMBER_LIMIT, required=False),
    }
    fields = [field for field, value in named.items() if value]
    if not fields:
        raise Empty("person")
    if len(fields) > 1:
        raise OneAtATime(fields[-1])
    (field,) = fields
    member = read_member(str(named[field]))
    if member is None:
        raise WrongMember(field)
    kind, value = member
    return MemberChange(number_in(submitted["private_metadata"]), change, kind, value, field)


def written(kind: MembershipKind, value: str) -> str:
    """Return a member of an account (a person, a channel or a domain) as mrkdwn."""
    return {"user": f"<@{value}>", "channel": f"<#{value}>"}.get(kind, value)


def _listed(members: Sequence[Member], words: Words) -> str:
    """Return one line for each member, as many as fit into one text object, and how many more there are."""
    lines, room = list[str](), ROOM
    for line in (_line(one, words) for one in members[:MEMBERS_SHOWN]):
        room -= units(line) + 1
        if room < 0:
            break
        lines.append(line)
    if len(members) > len(lines):
        lines.append(words("list-more", count=str(len(members) - len(lines))))
    return "\n".join([words("members-title"), *(lines or [words("members-none")])])


def _line(member: Member, words: Words) -> str:
    value = written(member.kind, member.value)
    return f"• {value} ({words('members-buyer')})" if member.is_buyer else f"• {value}"
