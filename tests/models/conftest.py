"""Models have incidents to be rows of."""

from tests.filing import file_incident

__all__ = ["file_incident"]
