"""What operations start from: an incident that has just been filed, and a worker that sends what they post."""

from tests.filing import file_incident
from tests.worker import worker

__all__ = ["file_incident", "worker"]
