"""What does somebody read once a week about those of their incidents in which nothing happens?"""

from bot.facts.digest import Digest, StoodStill
from bot.messages.blocks import message, paragraph, small_print
from bot.texts.catalogue import Words
from bot.texts.length import pieces, units
from bot.texts.message import Message
from bot.texts.slack_text import shown

TITLE_LIMIT, ACCOUNT_LIMIT = 60, 30
"""Maximum characters of a title and of an account's name: all lines fit into a message, even if each character is
written as `&amp;`."""


def weekly(digest: Digest, *, words: Words, who: str, is_unheard: bool = False, **_given: str) -> Message:
    """Return the list for the assignee of these incidents; `is_unheard` if others read it, as the assignee cannot."""
    name = "digest-unheard" if is_unheard else "digest-title"
    title = words(name, count=digest.count, who=f"<@{who}>")
    lines = [_line(one, words) for one in digest.listed]
    if digest.count > len(lines):
        lines.append(words("digest-more", count=digest.count - len(lines)))
    listed = [paragraph(one) for one in pieces("\n".join(lines), measure=units)]
    hint = words("digest-hint")
    return message("\n".join([title, *lines, hint]), [paragraph(title), *listed, small_print(hint)])


def _line(one: StoodStill, words: Words) -> str:
    facts = one.incident
    is_waiting = facts.waits is not None and facts.waits.waiting_since is not None
    return words(
        "digest-line",
        incident=words.named(facts.number),
        title=shown(facts.title, TITLE_LIMIT),
        account=shown(facts.account, ACCOUNT_LIMIT) if facts.account else words("verdict-nobody"),
        since=words.moment(one.since),
        waits="yes" if is_waiting else "no",
    )
