"""What queries about messages are asked of: an incident that has just been filed, and a worker that posts."""

from collections.abc import Iterator

import pytest

from tests.filing import file_incident
from tests.lent_postgres import LentDatabase
from tests.worker import worker

__all__ = ["file_incident", "worker"]


@pytest.fixture
def lent_postgres(postgres: str) -> Iterator[LentDatabase]:
    """A database that nobody has used before: how a query is planned depends on the room that rows once took."""
    new = LentDatabase(postgres)
    yield new
    new.drop()
