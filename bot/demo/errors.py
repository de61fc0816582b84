"""What can go wrong in a local workspace."""

from bot.setup_error import SetupError


class CannotStart(SetupError):
    """The workspace did not start; the sentence says why, with what the program printed."""


class CannotPlay(AssertionError):
    """A gesture that is impossible on the present screen, or that the bot left unanswered.

    An AssertionError, since the tests play people by the same rules.
    """


class NeverSeen(Exception):
    """What was waited for did not happen; the text shows what was there instead."""
