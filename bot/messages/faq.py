"""The FAQ: a question with its answer, or the list of all questions, with a select for the next one."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Option, StaticSelectElement

from bot.messages.blocks import message, paragraph
from bot.messages.faq_answers import TOPICS, Contract
from bot.policy import Policy
from bot.texts.catalogue import Words
from bot.texts.length import pieces, shorten, units
from bot.texts.message import Message
from bot.texts.slack_text import shown

CHOOSE = "faq_topic"
"""Action id of the select of topics."""
OPTION_LIMIT = 75
"""Maximum characters of an option (docs.slack.dev/reference/block-kit/composition-objects/option-object)."""


def topics_of(policy: Policy) -> list[str]:
    """Return the names of all topics: ours, then the provider's own, of which one with the name of ours replaces it."""
    return [*TOPICS, *(one.name for one in policy.own_topics if one.name not in TOPICS)]


def question(name: str, *, policy: Policy, words: Words) -> str:
    """Return the question of a topic, unescaped."""
    own = next((one for one in policy.own_topics if one.name == name), None)
    return own.titles[words.locale] if own else words(f"faq_question-{name}")


def answer(name: str, contract: Contract, *, words: Words) -> Message:
    """Return the question, and its answer by the policy in force."""
    title = f"*{_in_mrkdwn(name, contract.policy, words)}*"
    paragraphs = _paragraphs(name, contract, words)
    text = "\n".join([title, *paragraphs])
    below = [piece for one in paragraphs for piece in pieces(one, measure=units)]
    return message(text, [paragraph(title), *map(paragraph, below), _choice(contract.policy, words)])


def questions(policy: Policy, *, typed: str = "", words: Words) -> Message:
    """Return all questions; if something was typed, with a note that it is none of them, or fits several."""
    title = words("faq-unknown", typed=shown(typed)) if typed else words("faq-title")
    lines = [f"• {_in_mrkdwn(name, policy, words)}" for name in topics_of(policy)]
    below = [paragraph(piece) for piece in pieces("\n".join(lines), measure=units)]
    return message("\n".join([title, *lines]), [paragraph(title), *below, _choice(policy, words)])


def _in_mrkdwn(name: str, policy: Policy, words: Words) -> str:
    """Return the question as mrkdwn; ours keep their no-break spaces."""
    asked = question(name, policy=policy, words=words)
    return shown(asked) if any(one.name == name for one in policy.own_topics) else asked


def _paragraphs(name: str, contract: Contract, words: Words) -> Sequence[str]:
    own = next((one for one in contract.policy.own_topics if one.name == name), None)
    return [own.texts[words.locale]] if own else TOPICS[name](contract, words)


def _choice(policy: Policy, words: Words) -> ActionsBlock:
    options = [
        Option(value=name, text=shorten(question(name, policy=policy, words=words), OPTION_LIMIT))
        for name in topics_of(policy)
    ]
    select = StaticSelectElement(action_id=CHOOSE, placeholder=words("placeholder-faq"), options=options)
    return ActionsBlock(elements=[select])
