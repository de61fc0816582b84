"""Refusals of the fake, in the form that Slack gives them."""

from collections.abc import Iterable
from typing import Any


class SlackError(Exception):
    """A refusal by Slack: the error's name and, where Slack gives them, the reasons."""

    def __init__(self, error: str, reasons: Iterable[str] = (), **details: Any) -> None:
        self.error = error
        self.reasons = list(reasons)
        self.details = details
        super().__init__(": ".join([error, *self.reasons]))

    def answer(self) -> dict[str, Any]:
        """Return the JSON body Slack sends with this refusal."""
        body: dict[str, Any] = {"ok": False, "error": self.error, **self.details}
        if self.reasons:
            body["errors"] = self.reasons
            body["response_metadata"] = {"messages": [f"[ERROR] {reason}" for reason in self.reasons]}
        return body
