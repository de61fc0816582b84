"""Fixtures of the operations: an incident that has just been filed, and a worker that sends what they post."""

from tests.case import case
from tests.filing import file_incident
from tests.worker import worker

__all__ = ["case", "file_incident", "worker"]
