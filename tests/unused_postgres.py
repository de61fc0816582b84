"""PostgreSQL databases that nobody has used before: a fixture of every file that imports it."""

from collections.abc import Iterator

import pytest

from tests.lent_postgres import LentDatabase


@pytest.fixture
def lent_postgres(postgres: str) -> Iterator[LentDatabase]:
    """A new database for a test of query plans: plans depend on the space that deleted rows once took."""
    new = LentDatabase(postgres)
    yield new
    new.drop()
