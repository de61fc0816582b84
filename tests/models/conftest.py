"""Fixtures of the models: the incidents that rows refer to."""

from tests.filing import file_incident

__all__ = ["file_incident"]
