"""What does a listener take? One gesture: what somebody did in Slack, who they are, and the way to rows and answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from http.client import HTTPException
from typing import Any, Concatenate, ParamSpec, TypeVar

from slack_bolt.context.context import BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.models.blocks import Option
from slack_sdk.webhook import WebhookClient
from sqlmodel import Session

from bot.clock import Clock
from bot.database import Transaction
from bot.delivery.slack_errors import UNKNOWN_FATE, is_rate_limited
from bot.directory.people import People
from bot.facts.account import AccountEntry, Accounts
from bot.facts.reread import Reread
from bot.idempotency import key_of, record_key
from bot.listeners.redraws import Redraws
from bot.messages.text_alone import for_text_alone
from bot.operations.context import Context
from bot.operations.incidents.possible_acts import find_possible
from bot.policy import Policy
from bot.request_database import RequestDatabase
from bot.rules.carried import NotOurs
from bot.rules.instants import instant_of
from bot.rules.person import AccountsUnknown, Person
from bot.rules.refusal import Refusal
from bot.rules.statuses import Act
from bot.rules.subject import Subject, decode
from bot.rules.workspace import Workspace
from bot.texts.catalogue import Words
from bot.texts.message import Message
from models import Incident

P = ParamSpec("P")
Result = TypeVar("Result")
TRIGGER_GONE = ("expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id")
"""Slack's errors for a form that was opened too late."""


class FormRefused(Refusal):
    """Slack opens no form for this person, as can happen with people of other organisations."""

    text = "refusal-form_refused"


def is_form_refused(problem: SlackApiError) -> bool:
    """Return True if Slack refuses the person a form; False if the form, a scope, lateness or a fault is the reason."""
    code = str(problem.response.get("error"))
    is_other = code.startswith("invalid_") or code == "missing_scope" or code in (*UNKNOWN_FATE, *TRIGGER_GONE)
    return not is_other and not is_rate_limited(problem.response)


@dataclass
class Gesture:
    """One command, shortcut, press of a button, form or event, and everything needed to answer it."""

    body: dict[str, Any]
    """What Slack sent."""
    bolt: BoltContext
    person: Person
    words: Words
    """The catalogue in the person's language and zone."""
    policy: Policy
    workspace: Workspace
    people: People
    clock: Clock
    read_thread: Callable[[int], Reread]
    """Reads the customer's thread of an incident again and receives what was missed. Never inside a transaction."""
    now: datetime
    """When the gesture arrived."""
    database: RequestDatabase
    find_accounts: Callable[[], Accounts]
    redraws: Redraws
    redraw_home: Callable[..., None]
    """Redraws the person's App Home if they have opened it lately; `is_blank` is True if it shows nothing yet."""
    is_asked: bool = False
    """True if somebody is waiting for an answer to this event; a refusal is then shown to them."""
    _found_accounts: Accounts | None = field(default=None, init=False)

    @property
    def key(self) -> str:
        """Return the key that identifies this gesture, the same however often Slack sends it."""
        return key_of(self.body)

    @property
    def action(self) -> dict[str, Any]:
        """Return the element that was pressed or chosen."""
        action: dict[str, Any] = self.body["actions"][0]
        return action

    @property
    def view(self) -> dict[str, Any]:
        """Return the form that was sent, or in which something was chosen; raise `NotOurs` outside of a form."""
        view: dict[str, Any] | None = self.body.get("view")
        if view is None:
            raise NotOurs
        return view

    @property
    def event(self) -> dict[str, Any]:
        """Return the event."""
        event: dict[str, Any] = self.body["event"]
        return event

    @property
    def channel(self) -> str:
        """Return the channel in which somebody acts; "" for none."""
        return self.bolt.channel_id or ""

    @property
    def thread(self) -> str:
        """Return the thread in which somebody acts; "" for the channel itself."""
        return str(self._message.get("thread_ts") or (self.body.get("container") or {}).get("thread_ts") or "")

    @property
    def thread_to_begin(self) -> str:
        """Return the thread in which somebody acts, or the one below what they wrote, reacted to or pressed."""
        return self.thread or str(self._message.get("ts") or "")

    @property
    def _message(self) -> dict[str, Any]:
        event = self.body.get("event") or {}
        message: dict[str, Any] = event.get("message") or self.body.get("message") or event.get("item") or event
        return message

    @property
    def typed(self) -> str:
        """Return what was typed so far in a select whose options are looked up."""
        return str(self.body["value"])

    @property
    def subject(self) -> Subject:
        """Return what the button that was pressed, or the form that was sent, is about."""
        if "actions" in self.body:
            return decode(self.action.get("value"), name=self.action["action_id"])
        return decode(self.view["private_metadata"], name=self.view["callback_id"])

    @property
    def client(self) -> WebClient:
        """Return the client for calls made before the answer; it waits no longer than Slack waits for us."""
        return self.bolt.client

    @property
    def reading(self) -> Transaction:
        """Return the function that opens a session which can only read."""
        return self.database.reading

    @property
    def found_accounts(self) -> Accounts:
        """Return the person's accounts, as seen from where they act. May ask Slack: never inside a transaction."""
        # Not a cached_property: before Python 3.12 one lock is held for all instances while one of them is computed
        # (docs.python.org/3/library/functools.html), so that one slow answer from Slack would hold up everybody.
        if self._found_accounts is None:
            self._found_accounts = self.find_accounts()
        return self._found_accounts

    @property
    def accounts(self) -> Sequence[AccountEntry]:
        """Return all accounts of the person, like `found_accounts`; raise `AccountsUnknown` if there may be others."""
        if not self.found_accounts.is_complete:
            raise AccountsUnknown
        return self.found_accounts.known

    @property
    def context(self) -> Context:
        """Return the context for an operation whose permission does not depend on accounts."""
        return Context(self.person, self.policy, self.workspace, self.now)

    @property
    def member_context(self) -> Context:
        """Return the context for an operation, with the person's accounts. May ask Slack, like `found_accounts`."""
        found = self.found_accounts
        return replace(self.context, accounts=[one.id for one in found.known], accounts_complete=found.is_complete)

    @property
    def reader_context(self) -> Context:
        """Return the context for looking up what the person may see; raise `AccountsUnknown`.

        For people who see every desk, no accounts are looked up.
        """
        if self.person.sees_every_desk:
            return self.context
        return replace(self.context, accounts=[one.id for one in self.accounts])

    def with_words(self, words: Words) -> "Gesture":
        """Return the same gesture with other words, and with the accounts that were found for it."""
        return replace(self, words=words, find_accounts=lambda: self.found_accounts)

    def once(
        self, operation: Callable[Concatenate[Session, P], Result], /, *args: P.args, **kwargs: P.kwargs
    ) -> Result | None:
        """Run the operation in a transaction; return None without running it if this gesture was dealt with before."""
        return self.once_for(self.key, operation, *args, **kwargs)

    def once_for(
        self, key: str, operation: Callable[Concatenate[Session, P], Result], /, *args: P.args, **kwargs: P.kwargs
    ) -> Result | None:
        """Do what `once` does, but once for this key, which several gestures may share."""
        with self.database.transaction() as session:
            if record_key(session, key=key, now=self.now):
                return operation(session, *args, **kwargs)
        return None

    def write(
        self, operation: Callable[Concatenate[Session, P], Result], /, *args: P.args, **kwargs: P.kwargs
    ) -> Result:
        """Run in a transaction an operation that itself makes sure that a repeated gesture changes nothing more."""
        with self.database.transaction() as session:
            return operation(session, *args, **kwargs)

    def allowed(self, act: Act, number: int) -> Incident:
        """Return the incident if the person can perform this act on it now; raise what `find_possible` raises.

        Nothing is locked: the act itself checks again when its form is sent.
        """
        context = self.member_context
        with self.reading() as session:
            return find_possible(session, incident_id=number, act=act, context=context)

    def instant(self, ts: str) -> datetime:
        """Return the instant of one of Slack's timestamps, at the latest the one at which the gesture arrived."""
        return instant_of(ts, on_clock=self.clock.at, now=self.now)

    def ack(self, **answer: Any) -> None:
        """Acknowledge the request; call it last, so that what was typed is stored before it is acknowledged."""
        self.bolt.ack(**answer)

    def open(self, view: dict[str, Any]) -> None:
        """Open a form, then acknowledge; raise `FormRefused`. Slack allows it within three seconds of the press."""
        try:
            self.client.views_open(trigger_id=self.body["trigger_id"], view=view)
        except SlackApiError as problem:
            if is_form_refused(problem):
                raise FormRefused from problem
            raise
        self.ack()

    def redraw(self, view: dict[str, Any], *, is_shown: bool = False) -> None:
        """Redraw the open form in which something was chosen, then acknowledge; Slack keeps what was typed.

        `is_shown` is True if the form showed the same when the choice was made: then there is nothing to draw.
        """
        form_id, seen = self.view["id"], self.view["hash"]

        def update(hash_: str) -> str:
            return str(self.client.views_update(view_id=form_id, hash=hash_, view=view)["view"]["hash"])

        self.redraws.draw(
            form_id, at=str(self.action.get("action_ts") or ""), seen=seen, is_shown=is_shown, update=update
        )
        self.ack()

    def offer(self, options: Sequence[Option]) -> None:
        """Answer what was typed in a select with the options that fit."""
        self.ack(options=options)

    def show_next(self, view: dict[str, Any]) -> None:
        """Answer a form that was sent with the one that takes its place."""
        self.ack(response_action="update", view=view)

    def show_above(self, view: dict[str, Any]) -> None:
        """Answer a form that was sent with one that stands above it until it is closed; what was typed stays below."""
        self.ack(response_action="push", view=view)

    def close_all(self) -> None:
        """Answer a form that was sent by closing it and all forms below it."""
        self.ack(response_action="clear")

    def replace_message(self, message: Message) -> bool:
        """Replace the message whose button was pressed by this one; return whether Slack did so."""
        told = for_text_alone(message)
        hook = WebhookClient(str(self.body.get("response_url")), timeout=self.client.timeout)
        try:
            answer = hook.send(text=told.text, blocks=told.blocks, replace_original=True)
        except (SlackClientError, OSError, ValueError, HTTPException):
            return False
        return answer.status_code == HTTPStatus.OK

    def reply(self, message: Message) -> None:
        """Answer a command so that only the asker sees it."""
        told = for_text_alone(message)
        self.ack(text=told.text, blocks=told.blocks, response_type="ephemeral")
