"""Contexts for operations: who acts, under the contract, in a workspace with one manager, and when."""

from collections.abc import Collection
from datetime import datetime

from bot.operations.context import Context
from bot.policy import Policy, read_policy
from bot.rules.person import Person
from bot.rules.workspace import Workspace

BUILT_IN = read_policy(None)
POLICY = BUILT_IN.model_copy(update={"intake": BUILT_IN.intake.model_copy(update={"similar": "off"})})
"""The built-in contract without its check for similar incidents: stories file the same problem repeatedly."""
WORKSPACE = Workspace(triage_channel="C0TRIAGE", managers=("U0MAX",), locale="en")


def context_of(
    person: Person,
    now: datetime,
    *,
    workspace: Workspace = WORKSPACE,
    policy: Policy = POLICY,
    accounts: Collection[int] = (),
) -> Context:
    """Return the context in which this person acts at that instant."""
    return Context(person, policy, workspace, now, accounts)


def by(user_id: str, now: datetime) -> Context:
    """Return a context for the person with this user id, for tests in which nothing else about them matters."""
    return context_of(Person(user_id, user_id, "en", "UTC"), now)
