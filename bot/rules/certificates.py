"""A tax exemption certificate as a manager registers it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class CertificateDetails:
    """A certificate as a manager describes it."""

    account_id: int
    number: str
    country: str
    """The country's two-letter code, as typed."""
    valid_from: date
    valid_to: date
    """The last day on which it is valid."""
    file_reference: str
    """Where the document is kept, in the provider's own words."""
