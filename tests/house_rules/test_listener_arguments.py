import inspect
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, get_type_hints

import pytest
from slack_bolt.context.context import BoltContext
from slack_bolt.kwargs_injection.args import Args

from bot import failures, routes
from bot.clock import Clock
from bot.database import Database
from bot.facts.reread import Reread
from bot.listeners.gesture import Gesture
from bot.listeners.middleware import introduce
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
    def test_take_the_gesture_alone(self, listener: Callable[..., Any]) -> None:
        assert list(inspect.signature(listener).parameters) == ["gesture"]
        assert get_type_hints(listener)["gesture"] is Gesture

    def test_are_all_there(self) -> None:
        assert len(LISTENERS) > 50

    def test_failures_are_handled_with_what_bolt_gives(self) -> None:
        answer = failures.answering(Workspace("C0TRIAGE", (), "en"))
        assert set(inspect.signature(answer).parameters) <= KNOWN_TO_BOLT | {"error"}

    def test_gesture_is_no_name_of_bolts(self) -> None:
        assert "gesture" not in KNOWN_TO_BOLT


class KnownPeople:
    """Knows everybody, and asks nobody."""

    own_id = "U0GUICHET"

    def knows(self, _user_id: str) -> bool:
        return True

    def look_up(self, user_id: str, **_how: object) -> None:
        """Ask nobody."""

    def unasked(self, user_id: str) -> Person:
        return Person(user_id, "Alice Martin", "fr", "Europe/Paris")


class StoppedClock(Clock):
    """Always shows the same time."""

    def now(self) -> datetime:
        return NOW


class TestMiddleware:
    """What listeners take is really given to them."""

    @pytest.fixture
    def context(self, database: Database, policy: Policy, workspace: Workspace) -> BoltContext:
        """The context of a request of Alice's, after the middleware."""
        context = BoltContext({"user_id": "U0ALICE"})
        people: Any = KnownPeople()
        middleware = introduce(
            people=people,
            database=database,
            policy=policy,
            workspace=workspace,
            clock=StoppedClock(),
            read_thread=lambda incident_id, *, ends_at: Reread(),  # noqa: ARG005 - as it is called
            note_own_post=lambda *_: None,
            redraw_home=lambda *_: None,
        )
        middleware(body={}, context=context, next=lambda: None)
        return context

    def test_gives_the_gesture_and_nothing_else(self, context: BoltContext) -> None:
        assert set(context) - {"user_id"} == {"gesture"}

    def test_gives_who_acts_when_and_in_which_words(self, context: BoltContext) -> None:
        gesture: Gesture = context["gesture"]
        assert gesture.person.user_id == "U0ALICE"
        assert gesture.now == NOW
        assert (gesture.words.locale, gesture.words.timezone) == ("fr", "Europe/Paris")
