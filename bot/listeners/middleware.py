"""What does every listener find in its arguments? Who acts, when, in which words, and the way to the rows."""

from collections.abc import Callable
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.context.context import BoltContext

from bot.clock import Clock
from bot.database import Database
from bot.people import People
from bot.policy import Policy
from bot.receipts import delivery_of
from bot.rules.desk import Desk
from bot.texts.catalogue import Words

GIVEN = ("person", "words", "now", "delivery", "transaction", "reading", "policy", "desk", "people", "clock")
"""Names a listener may ask for beside Bolt's own."""

Middleware = Callable[..., BoltResponse | None]


def introduce(*, people: People, database: Database, policy: Policy, desk: Desk, clock: Clock) -> Middleware:
    """Return the middleware that puts all `GIVEN` values into the context of a request."""

    def middleware(context: BoltContext, body: dict[str, Any], next: Callable[[], Any]) -> BoltResponse | None:  # noqa: A002 - Bolt's name
        if context.user_id is None:  # Somebody without a face, such as another app: nothing here is for it.
            return BoltResponse(status=200)
        person = people.person(context.user_id)
        context["person"] = person
        context["words"] = Words(person.locale, person.timezone, slack_dates=desk.slack_dates)
        context["now"] = clock.now()
        context["clock"] = clock
        context["delivery"] = delivery_of(body)
        context["transaction"] = database.transaction
        context["reading"] = database.reading
        context["policy"] = policy
        context["desk"] = desk
        context["people"] = people
        next()
        return None

    return middleware
