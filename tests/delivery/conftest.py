"""Fixtures for testing the engine: an incident that has just been filed, and a worker that takes one step at a time."""

from tests.filing import file_incident
from tests.worker import worker

__all__ = ["file_incident", "worker"]
