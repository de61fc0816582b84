"""Fixtures of the reports: an incident that has just been filed, and a worker that posts."""

from tests.filing import file_incident
from tests.worker import worker

__all__ = ["file_incident", "worker"]
