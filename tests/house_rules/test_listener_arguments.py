import inspect
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_bolt.context.context import BoltContext
from slack_bolt.kwargs_injection.args import Args

from bot import failures, routes
from bot.clock import Clock
from bot.database import Database
from bot.listeners.middleware import GIVEN, introduce
from bot.policy import Policy
from bot.rules.person import Person
from bot.rules.workspace import Workspace

KNOWN_TO_BOLT = {*inspect.signature(Args.__init__).parameters} - {"self", "kwargs"}
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


LISTENERS: dict[str, Callable[..., Any]] = {
    **{name: listener for name, (_, listener) in routes.COMMANDS.items()},
    **{name: listener for name, (_, listener) in routes.SHORTCUTS.items()},
    **{f"form {name}": listener for name, listener in routes.FORMS.items()},
    **{f"menu {name}": listener for name, listener in routes.OPTIONS.items()},
    **{f"button {name}": listener for name, listener in routes.BUTTONS.items()},
    **{f"event {name}": listener for name, listener in routes.EVENTS.items()},
}


class TestListeners:
    """A misspelt argument would arrive as None, with nothing but a warning in the log."""

    @pytest.mark.parametrize("listener", LISTENERS.values(), ids=LISTENERS)
    def test_ask_only_for_what_there_is(self, listener: Callable[..., Any]) -> None:
        assert set(inspect.signature(listener).parameters) - KNOWN_TO_BOLT - set(GIVEN) == set()

    @pytest.mark.parametrize("listener", LISTENERS.values(), ids=LISTENERS)
    def test_confirm_that_the_request_has_arrived(self, listener: Callable[..., Any]) -> None:
        assert not {"ack", "gesture"}.isdisjoint(inspect.signature(listener).parameters)

    def test_are_told_of_failures_in_the_same_way(self) -> None:
        assert set(
            inspect.signature(failures.answering(Workspace("C0TRIAGE", (), "en"))).parameters
        ) <= KNOWN_TO_BOLT | {"error"}

    def test_take_nothing_of_bolts_under_a_name_of_ours(self) -> None:
        assert set(GIVEN) & KNOWN_TO_BOLT == set()


class KnownPeople:
    """Knows everybody, and asks nobody."""

    def person(self, user_id: str) -> Person:
        return Person(user_id, "Alice Martin", "fr", "Europe/Paris")


class StoppedClock(Clock):
    """Always shows the same time."""

    def now(self) -> datetime:
        return NOW


class TestMiddleware:
    """What listeners may ask for is really given to them."""

    @pytest.fixture
    def context(self, database: Database, policy: Policy, workspace: Workspace) -> BoltContext:
        """The context of a request of Alice's, after the middleware."""
        context = BoltContext({"user_id": "U0ALICE"})
        people: Any = KnownPeople()
        introduce(people=people, database=database, policy=policy, workspace=workspace, clock=StoppedClock())(
            body={}, context=context, next=lambda: None
        )
        return context

    def test_gives_every_name_it_promises_and_no_other(self, context: BoltContext) -> None:
        assert set(context) - {"user_id"} == set(GIVEN)

    def test_gives_who_acts_when_and_in_which_words(self, context: BoltContext) -> None:
        assert context["person"].user_id == "U0ALICE"
        assert context["now"] == NOW
        assert (context["words"].locale, context["words"].timezone) == ("fr", "Europe/Paris")
