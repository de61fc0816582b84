"""An incident that has just been filed: a fixture of every folder whose conftest imports it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from bot.database import Database
from bot.operations.context import Context
from bot.operations.incidents import filing as operation
from bot.policy import Policy
from bot.rules.filing import Filing
from bot.rules.person import Person
from bot.rules.workspace import Workspace


@pytest.fixture
def file_incident(
    database: Database, policy: Policy, workspace: Workspace, alice: Person, now: datetime
) -> Callable[..., int]:
    """File an incident; keyword arguments replace answers in the form."""

    def file(*, form_id: str = "V1", opened_in: str = "C0ACME", at: datetime = now, **changed: Any) -> int:
        answers = {
            "title": "No mail",
            "product_id": None,
            "severity": "B",
            "cover": "business",
            "contacts": "",
            "description": "Nobody gets mail since 9.",
        } | changed
        with database.transaction() as session:
            return operation.file_incident(
                session,
                filing=Filing(**answers),
                form_id=form_id,
                opened_in=opened_in,
                context=Context(alice, policy, workspace, at),
            )

    return file
