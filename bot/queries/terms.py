"""Which terms were promised? They are stored as JSON and read back here."""

from collections.abc import Mapping
from typing import Any

from bot.rules.terms import Terms
from models import Incident, TermsPeriod


def terms_of(row: Incident | TermsPeriod) -> Terms:
    """Return the terms of an incident, or of one of its terms periods."""
    return read_terms(row.terms)


def read_terms(stored: Mapping[str, Any]) -> Terms:
    """Return the terms that a row keeps as JSON."""
    return Terms.model_validate(stored)
