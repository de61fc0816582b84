"""What people read about claims: only the end of a number, and the same answer to claimants of every number."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, ButtonElement

from bot.messages.blocks import mentions, message, one_paragraph, paragraph
from bot.messages.menu import with_packs_button
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import shown

APPROVE, REFUSE = "approve_claim", "refuse_claim"
"""Action ids of the buttons."""
REASON_LIMIT = 500
"""Maximum characters shown of a reason."""


def made(*, words: Words, claim: int, who: str, number: str, account: str | None, is_member: bool) -> Message:
    """Return the message to managers about a new claim, with *Approve* if there is a pack, and *Refuse*."""
    lines = [words("claim-made", who=f"<@{who}>", number=number)]
    if account is None:
        lines.append(words("claim-no_pack"))
    else:
        lines.append(words("claim-pack", account=_name(account)))
    if is_member:
        lines.append(words("claim-is_member"))
    return message(lines[0], [paragraph("\n".join(lines)), row(claim, words, has_pack=account is not None)])


def row(claim: int, words: Words, *, has_pack: bool = True) -> ActionsBlock:
    """Return the buttons *Approve*, if there is a pack, and *Refuse*."""
    approve = ButtonElement(text=words("button-approve"), action_id=APPROVE, value=str(claim), style="primary")
    refuse = ButtonElement(text=words("button-refuse"), action_id=REFUSE, value=str(claim))
    return ActionsBlock(elements=[approve, refuse] if has_pack else [refuse])


def approved(*, words: Words, number: str, account: str, code: str = "") -> Message:
    """Return the message to the claimant that the claim is approved; `code` is the account's."""
    return with_packs_button(words("claim-approved", number=number, account=_name(account)), code=code, words=words)


def refused(*, words: Words, number: str, reason: str) -> Message:
    """Return the message to the claimant that the claim is refused."""
    return one_paragraph(words("claim-refused", number=number, reason=_reason(reason)))


def decided(*, words: Words, number: str, managers: Sequence[str]) -> Message:
    """Return the message saying that the claim is decided, and whom to ask, as others would read the decision."""
    asked = mentions(managers) or words("a-manager")
    return one_paragraph(words("claim-decided", number=number, managers=asked))


def former_owner(
    *, words: Words, number: str, account: str, who: str, managers: Sequence[str], code: str = ""
) -> Message:
    """Return the message to the pack's former owner about an approval."""
    facts = {"number": number, "account": _name(account), "who": f"<@{who}>", "managers": mentions(managers)}
    return with_packs_button(words("claim-told_owner", **facts), code=code, words=words)


def approved_to_managers(*, words: Words, number: str, account: str, who: str, by: str, code: str = "") -> Message:
    """Return the message to the managers about an approval."""
    facts = {"number": number, "account": _name(account), "who": f"<@{who}>", "by": f"<@{by}>"}
    return with_packs_button(words("claim-approved_to_managers", **facts), code=code, words=words)


def refused_to_managers(*, words: Words, number: str, reason: str, who: str, by: str) -> Message:
    """Return the message to the managers about a refusal."""
    facts = {"number": number, "reason": _reason(reason), "who": f"<@{who}>", "by": f"<@{by}>"}
    return one_paragraph(words("claim-refused_to_managers", **facts))


def _name(account: str) -> str:
    return shown(account)


def _reason(reason: str) -> str:
    return shown(reason, REASON_LIMIT)
