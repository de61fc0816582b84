"""What do our buttons and forms carry unseen? Numbers, which Slack sends back unchanged."""

import re

from bot.rules.refusal import Refusal

NUMBER = re.compile(r"[0-9]{1,9}")
"""A number that fits into the id column of every table."""


class NotOurs(Refusal):
    """A button or a form is not one of Guichet's: it was altered, or drawn by another version."""

    text = "refusal-not_ours"


def number_in(carried: object) -> int:
    """Return the number that is carried; raise `NotOurs` for anything else."""
    if not isinstance(carried, str) or not NUMBER.fullmatch(carried):
        raise NotOurs
    return int(carried)
