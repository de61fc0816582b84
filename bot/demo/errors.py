"""What can go wrong in a local workspace."""


class CannotStart(Exception):
    """The workspace did not start; the sentence says why, with what the program printed."""


class CannotPlay(Exception):
    """A gesture that nobody could make on what is on the screen, or that the bot left unanswered."""


class NeverSeen(Exception):
    """What was waited for did not happen; the text shows what was there instead."""
