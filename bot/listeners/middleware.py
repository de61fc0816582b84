"""Who acts? Bolt calls this before every listener, which takes the gesture that is made here."""

import math
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from slack_bolt import BoltResponse
from slack_bolt.context.context import BoltContext

from bot.busy import NoTurn
from bot.clock import Clock
from bot.database import Database
from bot.delivery.posted_messages import METADATA
from bot.directory.accounts import accounts_seen
from bot.directory.people import People
from bot.facts.reread import Reread
from bot.forms import filing as incident_form
from bot.listeners.gesture import Gesture
from bot.listeners.other_installation import AnotherInstallation, refuse_another
from bot.listeners.redraws import Redraws
from bot.policy import Policy
from bot.queries.accounts import account_at, account_entry
from bot.receipt import received_at
from bot.request_database import LATEST_TURN_S, WAIT_OF_EVENT_S, WAIT_OF_REQUEST_S, RequestDatabase
from bot.rules.mentioned import mentioned_in
from bot.rules.person import GUICHET, Person
from bot.rules.speaking import is_direct, speaks_to
from bot.rules.workspace import Workspace
from bot.texts.catalogue import MENTION, Words

NOBODYS = ("channel_id_changed",)
"""Events that are about no person."""
NEEDS_NOBODY = ("user_change", "member_joined_channel", "member_left_channel", "reaction_removed", *NOBODYS)
"""Events for which nobody is looked up: Slack sends them for everybody in the workspace."""

LOOK_UP_WITHIN_S = 1.5
"""Seconds for asking Slack who acts and in which channels they are; it waits three, and answering takes time too."""

READ_WITHIN_S = 1.2
"""Seconds after which no further page of a thread is requested before an incident ends: a page takes up to a second."""

Middleware = Callable[..., BoltResponse | None]


class ReadThread(Protocol):
    """Reads the customer's thread of an incident again, and receives what was missed."""

    def __call__(self, incident_id: int, *, ends_at: float) -> Reread:
        """Read the thread until `ends_at`, in seconds of the monotonic clock."""
        ...


def introduce(
    *,
    people: People,
    database: Database,
    policy: Policy,
    workspace: Workspace,
    clock: Clock,
    read_thread: ReadThread,
    note_own_post: Callable[[str, str, str], None],
    redraw_home: Callable[..., None],
) -> Middleware:
    """Return the middleware that puts the `Gesture` of a request into its context, as "gesture".

    `read_thread` reads the customer's thread of an incident again, in time; `note_own_post` is called with the
    reference, channel and ts of each message of ours; `redraw_home` redraws a person's App Home if they look at it.
    """
    redraws = Redraws()

    def middleware(body: dict[str, Any], context: BoltContext, next: Callable[[], Any]) -> BoltResponse | None:  # noqa: A002 - Bolt's name
        event = body.get("event") or {}
        began_at = time.monotonic() if event else received_at()  # An event has its full time, however late it arrives.
        user_id = GUICHET.user_id if event.get("type") in NOBODYS else context.user_id
        if user_id is None or _is_idle_talk(event, people.own_id):
            with suppress(AnotherInstallation):  # It is recorded; nobody is waiting for an answer.
                refuse_another(body, database, now=clock.now())
            if reference := _own_reference(body, event):
                note_own_post(reference, event["channel"], event["ts"])
            return BoltResponse(status=200)
        ends_at = began_at + LOOK_UP_WITHIN_S
        # At a person's first request their channels are looked up at the same time, as they may be needed.
        is_first = not event and not people.knows(user_id)
        if event.get("type") not in NEEDS_NOBODY and event.get("subtype") != "message_deleted":
            mentioned = [one for one in mentioned_in(body) if one != people.own_id]
            people.look_up(user_id, with_channels=is_first, ends_at=ends_at, mentioned=mentioned)
        person = people.unasked(user_id)
        patience, latest = (WAIT_OF_EVENT_S, math.inf) if event else (WAIT_OF_REQUEST_S, LATEST_TURN_S)
        rows = RequestDatabase(database, ends_waiting=began_at + patience, latest=began_at + latest)

        def find_channels() -> frozenset[str] | None:
            if not is_first:
                people.look_up(user_id, with_channels=True, ends_at=ends_at)
            return people.unasked_channels(user_id)

        context["gesture"] = gesture = Gesture(
            body=body,
            bolt=context,
            person=person,
            words=_words(person, workspace),
            policy=policy,
            workspace=workspace,
            people=people,
            clock=clock,
            read_thread=partial(read_thread, ends_at=began_at + READ_WITHIN_S),
            now=clock.now(),
            database=rows,
            find_accounts=lambda: accounts_seen(
                person,
                here=_place(body, context),
                opened_in=_opened_in(body),
                find_channels=find_channels,
                reading=rows.reading,
            ),
            redraws=redraws,
            redraw_home=partial(redraw_home, user_id),
        )
        if person.is_outsider:  # Once there is a gesture: if their turn does not come, they are told where they look.
            place = _place(body, context)
            gesture.words = _words_outside(gesture.words, rows, channel=place, policy=policy, workspace=workspace)
        if not event and time.monotonic() > began_at + WAIT_OF_REQUEST_S:
            raise NoTurn  # Slack would tell the person that it failed, although it was done.
        refuse_another(body, database, now=gesture.now)
        next()
        return None

    return middleware


def _words(person: Person, workspace: Workspace) -> Words:
    """Return the words of a person; people of other organisations have no command to type."""
    words = Words(person.locale, person.timezone, slack_dates=workspace.slack_dates)
    return replace(words, command=MENTION) if person.is_outsider else words


def _words_outside(
    words: Words, database: RequestDatabase, *, channel: str, policy: Policy, workspace: Workspace
) -> Words:
    """Return the words of somebody of another organisation, of whom Slack gives neither language nor time zone.

    They are answered in those of the account to which the channel is tied.
    """
    with database.reading() as session:
        here = account_at(session, channel=channel)
        account = None if here is None else account_entry(session, account_id=here)
    if account is None:
        return words
    return replace(words, locale=account.locale or workspace.locale, timezone=policy.timezone_of(account.calendar))


def _place(body: dict[str, Any], context: BoltContext) -> str:
    """Return the channel in which somebody acts; "" for a message's menu, which can be used without joining."""
    return "" if body.get("type") == "message_action" else context.channel_id or ""


def _opened_in(body: dict[str, Any]) -> frozenset[str]:
    """Return the channel in which the form for filing was opened; an empty set for any other gesture."""
    form = body.get("view") or {}
    is_ours = form.get("callback_id") == incident_form.CALLBACK
    return frozenset({incident_form.origin_of(form).channel} if is_ours else ())


def _own_reference(body: dict[str, Any], event: dict[str, Any]) -> str | None:
    """Return the outbox reference of a new message that we have posted; None for anybody else's message."""
    metadata = event.get("metadata") or {}
    ours = {one.get("user_id") for one in body.get("authorizations") or ()}
    is_ours = event.get("subtype") in {None, "bot_message"} and event.get("user") in ours
    if not is_ours or metadata.get("event_type") != METADATA:
        return None
    return str((metadata.get("event_payload") or {}).get("reference") or "") or None


def _is_idle_talk(event: dict[str, Any], own_id: str | None) -> bool:
    """Return True for a message that does not concern us: an app's, or one outside a thread and not addressed to us.

    Nobody is looked up for it. An event about an edit or a deletion contains the message
    (reference/events/message/message_changed); a message that was deleted may have been offered for filing.
    """
    message = event.get("message") or event.get("previous_message") or event
    if event.get("type") not in {"message", "app_mention"}:
        return False
    if event["type"] == "app_mention" or "bot_id" in message or "thread_ts" in message:
        return "bot_id" in message
    is_deletion = event.get("subtype") == "message_deleted"
    return not (is_deletion or is_direct(str(event.get("channel"))) or speaks_to(message, own_id))
