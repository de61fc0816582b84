"""What ends a command with one sentence for the operator instead of a trace."""


class SetupError(Exception):
    """The program cannot do what it was asked as it is set up; the message says what is wrong and how to mend it."""
