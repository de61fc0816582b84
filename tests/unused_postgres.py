"""PostgreSQL databases that nobody has used before: a fixture of every file that imports it."""

from collections.abc import Iterator

import pytest

from tests.lent_postgres import LentDatabase


@pytest.fixture
def lent_postgres(postgres: str) -> Iterator[LentDatabase]:
    """One for a test that looks at plans: how a query is planned depends on the room that rows once took."""
    new = LentDatabase(postgres)
    yield new
    new.drop()
