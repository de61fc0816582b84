"""What do our buttons and forms carry along unseen? Numbers, which Slack hands back as it got them."""

import re

from bot.rules.refusal import Refusal

NUMBER = re.compile(r"[0-9]{1,9}")
"""A number that fits into every column that numbers rows."""


class NotOurs(Refusal):
    """A button or a form is none that Guichet draws: it was changed, or drawn by another version."""

    text = "refusal-not_ours"


def number_in(carried: object) -> int:
    """Return the number that is carried; raise `NotOurs` for anything else."""
    if not isinstance(carried, str) or not NUMBER.fullmatch(carried):
        raise NotOurs
    return int(carried)
