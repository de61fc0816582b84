"""A tax exemption certificate that an account has sent in. It is never shown in a channel."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class TaxCertificate(SQLModel, table=True):
    """What the accountant needs to leave tax out."""

    __tablename__ = "tax_certificate"
    __table_args__ = (
        CheckConstraint("valid_to >= valid_from", name="valid"),
        UniqueConstraint("account_id", "country", "number"),
        Index(
            "ix_tax_certificate_not_warned",
            "valid_to",
            sqlite_where=text("has_warned IS 0"),
            postgresql_where=text("has_warned IS false"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    number: str
    country: str
    """ISO 3166 code of two letters."""
    valid_from: date
    valid_to: date
    """The last day on which it is valid."""
    file_reference: str
    """Where the document is kept, in the provider's own words."""
    registered_by: str
    """Slack member id of the manager."""
    registered_at: datetime
    has_warned: bool = False
    """True once the managers have been notified that it expires soon."""
