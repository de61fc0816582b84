"""Who is notified outside Slack of an incident that nobody has answered, and when? The policy says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from models.vocabulary import SeverityLetter


@dataclass(frozen=True)
class Escalation:
    """One `[[escalate]]` of the policy: after this reminder these addresses are notified."""

    severity: SeverityLetter
    after: str
    """The name of a `Reminder`: "warning 90", "breach" or "escalation 3"."""
    to: tuple[str, ...]
    """Keys of the addresses, as `key_of` returns them."""


def key_of(address: str) -> str:
    """Return the key of an address in the outbox: the address may hold a password, so it is not stored there itself."""
    return sha256(address.encode()).hexdigest()[:12]


def all_addresses(escalations: Iterable[Escalation], *, severity: SeverityLetter) -> list[str]:
    """Return the keys of all addresses that are notified of incidents of this severity, each once."""
    return list(dict.fromkeys(key for one in escalations if one.severity == severity for key in one.to))
