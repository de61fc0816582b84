"""The FAQ's part of the policy: where to ask, and the topics of files in `faq/` beside the policy file."""

from bot.policy_tables import Table
from bot.policy_texts import TextKind
from bot.rules.markdown import as_mrkdwn


class Faq(Table):
    """Where to ask what Guichet does not know."""

    card_billing: str
    """Where questions about card payments are answered; "" for the managers."""
    tax_exemption: str
    """Where tax exemption certificates are sent; "" for the managers."""


TOPICS = TextKind(
    folder="faq",
    noun="topic",
    title="question",
    example="How are parcels sent?",
    file="delivery",
    text_limit=2900,  # It must fit into one section block.
    most=50,  # They share one select with ours.
    convert=as_mrkdwn,
)
"""Topics of the FAQ that a provider adds; their texts are mrkdwn."""
