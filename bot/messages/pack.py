"""What people read about packs: the answer to `/incident packs`, and the notices to buyers or managers."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

from slack_sdk.models.blocks import Block

from bot.facts.account import AccountEntry
from bot.facts.pack import EntryFacts, PackFacts, PackHistory
from bot.messages.blocks import (
    BLOCKS_LIMIT,
    labelled,
    length_of,
    mentions,
    message,
    more_line,
    one_paragraph,
    paragraph,
)
from bot.messages.menu import with_packs_button
from bot.rules.packs import Balance, local_date, masked
from bot.rules.person import is_member_id
from bot.texts.catalogue import Words
from bot.texts.length import pieces, units
from bot.texts.message import Message
from bot.texts.slack_text import shown

PACKS_SHOWN = 10
"""Maximum packs in one answer: each needs three blocks, and a message has at most 50."""
ENTRIES_SHOWN = 60
"""Maximum ledger entries in one answer, shared among its packs."""
ACCOUNTS_NAMED = 10
"""Maximum accounts without packs that are named."""
NAME_LIMIT = 100
"""Maximum characters shown of an account's name."""
REASON_LIMIT = 100
"""Maximum characters shown of a reason."""
NO_PERSONS = ("guichet", "import")
"""Actors in the ledger that are not people."""
OWN_REASONS = ("expired", "split", "duplicate")
"""Reasons that Guichet itself gives, which the texts translate."""


def packs(
    histories: Sequence[PackHistory], count: int, *, accounts: Sequence[AccountEntry], words: Words, now: datetime
) -> Message:
    """Return each pack with its ledger, how many more there are, and which accounts have none."""
    title = words("packs-title")
    having = {one.pack.account_id for one in histories}
    without = [one for one in accounts if one.id not in having]
    last = [paragraph(line) for line in more_line(count, shown=len(histories), words=words)]
    if without and count == len(histories):
        names = ", ".join(_name(one.name) for one in without[:ACCOUNTS_NAMED])
        last.append(paragraph(words("packs-none", account=names)))
    heads = [_head(one.pack, words, now) for one in histories]
    room = BLOCKS_LIMIT - length_of([title, *(block.to_dict() for block in chain(last, *heads))])
    blocks: list[Block] = [paragraph(title)]
    for head, one in zip(heads, histories, strict=True):
        blocks += [*head, *_ledger(one, words, room=room // len(heads))]
    return message(title, [*blocks, *last])


def no_account(*, managers: Sequence[str], words: Words) -> Message:
    """Return the message saying what somebody who belongs to no account can do."""
    return one_paragraph(words("packs-no_account", managers=mentions(managers) or words("a-manager")))


def which_account(*, words: Words) -> Message:
    """Return the message saying how somebody who may see every account names one."""
    return one_paragraph(words("packs-which_account"))


def low_balance(pack: PackFacts, *, words: Words) -> Message:
    """Return the notice that little or nothing is left in a pack."""
    text = words("low-balance", left=pack.balance.left, size=pack.balance.size, **_named(pack, words))
    return with_packs_button(text, code=pack.account_code, words=words)


def expiry_notice(pack: PackFacts, *, words: Words, now: datetime, timezone: str) -> Message:
    """Return the notice saying in how many days, by the account's zone, a pack expires, and what to do before that."""
    days = (pack.expires_on - local_date(now, timezone=timezone)).days
    must = words(f"must-{pack.expiry_counts}")
    text = words("expiry-notice", left=pack.balance.left, days=days, must=must, **_named(pack, words))
    return with_packs_button(text, code=pack.account_code, words=words)


def _named(pack: PackFacts, words: Words) -> dict[str, str]:
    return {
        "pack": masked(pack.confirmation),
        "account": _name(pack.account),
        "date": words.calendar_day(pack.expires_on),
    }


def _name(account: str) -> str:
    return shown(account, NAME_LIMIT)


def _head(pack: PackFacts, words: Words, now: datetime) -> list[Block]:
    """Return the blocks above the ledger of a pack."""
    balance = pack.balance
    sentence = "packs-expired" if now >= pack.expires_at else f"expires-{pack.expiry_counts}"
    return [
        paragraph(words("packs-pack", pack=masked(pack.confirmation), account=_name(pack.account))),
        labelled(
            [
                (words("packs-size"), str(balance.size)),
                (words("packs-left"), str(balance.left)),
                (words("packs-used"), str(balance.used)),
                (words("packs-reserved"), str(balance.reserved)),
                *_rest(balance, words),
                (words("packs-bought"), words.calendar_day(pack.bought_on)),
                (words("packs-expires"), words(sentence, date=words.calendar_day(pack.expires_on))),
            ]
        ),
    ]


def _rest(balance: Balance, words: Words) -> list[tuple[str, str]]:
    """Return the units that expired or were corrected, so that what is shown adds up to what was bought."""
    rest = balance.left + balance.used + balance.reserved - balance.size
    return [(words("packs-rest"), _signed(rest))] if rest else []


def _ledger(history: PackHistory, words: Words, *, room: int) -> list[Block]:
    """Return one line for each of the last entries, newest last: as many as fit into `room` characters."""
    lines: list[str] = []
    room -= units(words("packs-earlier", count=history.count)) + 1
    for entry in reversed(history.entries):
        line = _line(entry, words)
        room -= units(line) + 1
        if room < 0:
            break
        lines.insert(0, line)
    earlier = history.count - len(lines)
    lines = [words("packs-earlier", count=earlier), *lines] if earlier else lines
    return [paragraph(one) for one in pieces("\n".join(lines), measure=units)]


def _line(entry: EntryFacts, words: Words) -> str:
    """Return a ledger entry as a line: "• Mon 23 Nov 2026 · reserved -1 · INC-42 · @alice · reason"."""
    parts = [
        words.day(entry.at),
        f"{words(f'ledger-{entry.kind}')} {_signed(entry.units)}",
        words.named(entry.incident) if entry.incident else "",
        _actor(entry.actor, words),
        _reason(entry.reason, words),
    ]
    return "• " + " · ".join(part for part in parts if part)


def _signed(units: int) -> str:
    """Return "+2", "−2" or "0", with a minus sign that is as wide as the plus."""  # noqa: RUF002 - it is meant
    return f"{units:+d}".replace("-", "\N{MINUS SIGN}") if units else "0"


def _actor(actor: str, words: Words) -> str:
    if is_member_id(actor):
        return mentions([actor])
    return words(f"actor-{actor}") if actor in NO_PERSONS else shown(actor)


def _reason(reason: str, words: Words) -> str:
    if reason in OWN_REASONS:
        return words(f"reason-{reason}")
    return shown(reason, REASON_LIMIT)
