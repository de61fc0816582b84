"""A calendar cannot be read, and why."""

from typing import Literal

Error = Literal[
    "no_file", "unreachable", "timed_out", "redirect", "status", "too_large", "empty", "not_ics", "unexpected"
]
"""There is no such file; nobody answers; not all of it came in time; it leads where it must not; the server answers
with an error; it is too large; there is nothing in it; it is not a calendar; a fault of ours."""


class UnreadableCalendar(Exception):
    """The calendar cannot be read; says why, and never where it is: an address may be secret."""

    def __init__(self, error: Error, status: int | None = None) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        """HTTP status of the server's answer; None if that is not the error."""

    def __str__(self) -> str:
        """Return the text that is stored, such as "status 404"."""
        return self.error if self.status is None else f"{self.error} {self.status}"
