"""What does somebody read when something fails? A refusal in their language, or else a reference number."""

import logging
import secrets
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse
from slack_bolt.context.context import BoltContext
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy.exc import SQLAlchemyError

from bot.busy import Busy
from bot.database import DatabaseGone
from bot.forms.confirmation import refused
from bot.forms.fields import not_loaded
from bot.forms.values import field_of
from bot.listeners.answers import Audience
from bot.listeners.card_links import words_with_seen
from bot.listeners.gesture import TRIGGER_GONE
from bot.listeners.private_answer import for_all
from bot.messages.blocks import mentions, one_paragraph
from bot.messages.menu import where_to_ask
from bot.payloads.events import EVENTS
from bot.payloads.kinds import PAYLOADS
from bot.rules.carried import NotOurs
from bot.rules.numbers import listed_numbers
from bot.rules.refusal import NotKnownNow, Refusal
from bot.rules.workspace import Workspace
from bot.texts.catalogue import Words
from bot.texts.slack_text import as_typed

if TYPE_CHECKING:
    from bot.listeners.gesture import Gesture

log = logging.getLogger(__name__)


class FormExpired(Refusal):
    """Slack gives three seconds to open a form; it took longer."""

    text = "refusal-form_expired"


class BusyAfterwards(Refusal):
    """The database was busy once something may have been committed: nobody may read that nothing was saved."""

    text = "refusal-busy_afterwards"


def answering(workspace: Workspace) -> Callable[..., BoltResponse]:
    """Return Bolt's error handler; it uses the workspace's language if the reader was not known before the failure."""

    def answer(error: Exception, body: dict[str, Any], context: BoltContext) -> BoltResponse:
        gesture: Gesture | None = context.get("gesture")
        words = gesture.words if gesture else Words(workspace.locale, "UTC", slack_dates=workspace.slack_dates)
        return _answer(error, context, body=body, words=words)

    return answer


def _answer(error: Exception, context: BoltContext, *, body: dict[str, Any], words: Words) -> BoltResponse:
    """Show the person who acted what went wrong, where they are looking; log what we need to know."""
    gesture: Gesture | None = context.get("gesture")
    refusal = _as_refusal(error, gesture)
    if isinstance(error, BoltUnhandledRequestError):
        log.warning("Nothing answers this %s.", _kind(body))
    is_asked = bool(gesture and gesture.is_asked and not isinstance(error, (Busy, DatabaseGone)))
    if "event" in body and not is_asked and (refusal is None or isinstance(error, (Busy, DatabaseGone, NotKnownNow))):
        log.error("An event could not be handled; Slack will send it again.", exc_info=error)
        return BoltResponse(status=500)
    is_form = "view" in body and body.get("type") == "view_submission"
    has_fields = is_form and _field_for(None, body["view"]) is not None
    linked = words if refusal is None or has_fields else _linked(refusal, gesture, words)
    text = sentence(refusal, linked) if refusal else _with_reference(error, gesture, words)
    if is_form:
        texts = [(one.field, sentence(one, linked)) for one in refusal.each()] if refusal else [(None, text)]
        return _in_form(texts, body["view"], context, words=words)
    if "command" in body:
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": text})
    if body.get("type") == "block_suggestion":
        is_unknown = refusal is None or isinstance(refusal, (Busy, DatabaseGone, NotKnownNow))
        return BoltResponse(status=200, body={"options": not_loaded(words) if is_unknown else []})
    if ("event" not in body or is_asked) and context.user_id and not _show(text, context, thread_ts=_thread(body)):
        _show_all(_for_all(text, refusal, gesture, words=words), context, thread_ts=_thread_to_begin(body))
    return BoltResponse(status=200)


def _for_all(text: str, refusal: Refusal | None, gesture: "Gesture | None", *, words: Words) -> str:
    """Return the text if everybody in the channel may read it: it concerns nobody, or only their own account.

    Otherwise return the sentence that says where to ask.
    """
    if refusal is None or not refusal.facts:
        return text
    if gesture is None or isinstance(refusal, (Busy, DatabaseGone)):
        return where_to_ask(words=words).text
    try:
        return for_all(gesture, one_paragraph(text), audience=Audience.ACCOUNT).text
    except Refusal:
        return where_to_ask(words=words).text


def _kind(body: dict[str, Any]) -> str:
    """Return what kind of request this is, without anything that somebody typed."""
    kind = body.get("type") if body.get("type") in PAYLOADS else "command" if "command" in body else "request"
    return f"{kind} ({body['event']['type']})" if (body.get("event") or {}).get("type") in EVENTS else str(kind)


def sentence(refusal: Refusal, words: Words) -> str:
    """Return the refusal in these words; instants, dates and people among its facts are written for the reader."""
    return words(refusal.text, **{name: _written(fact, words) for name, fact in refusal.facts.items()})


def _linked(refusal: Refusal, gesture: "Gesture | None", words: Words) -> Words:
    """Return the words with links to the cards of the incidents that the refusal names, if its reader may see them."""
    numbers = [number for fact in refusal.facts.values() if isinstance(fact, str) for number in listed_numbers(fact)]
    if gesture is None or not numbers:
        return words
    try:
        return words_with_seen(gesture, numbers)
    except (Refusal, SQLAlchemyError):
        log.warning("The cards that a refusal names could not be looked up.", exc_info=True)
        return words


def _written(fact: object, words: Words) -> object:
    if isinstance(fact, str):
        return words.linked(fact)
    if isinstance(fact, datetime):
        return words.moment(fact)
    if isinstance(fact, tuple):
        return mentions(fact) or words("a-manager")
    return words.calendar_day(fact) if isinstance(fact, date) else fact


def _may_be_saved(gesture: "Gesture | None") -> bool:
    return gesture is not None and gesture.database.may_have_written


def _as_refusal(error: Exception, gesture: "Gesture | None") -> Refusal | None:
    if isinstance(error, Busy) and _may_be_saved(gesture):
        return BusyAfterwards()
    if isinstance(error, SlackApiError) and error.response.get("error") in TRIGGER_GONE:
        return FormExpired()
    if isinstance(error, BoltUnhandledRequestError):
        return NotOurs()
    return error if isinstance(error, Refusal) else None


def _with_reference(error: Exception, gesture: "Gesture | None", words: Words) -> str:
    reference = secrets.token_hex(4).upper()
    log.error("Failure %s", reference, exc_info=error)
    saved = "maybe" if _may_be_saved(gesture) else "no"
    return words("failure", reference=reference, saved=saved)


def _plain(text: str, context: BoltContext) -> str:
    """Return the text as it is shown at a form's field, where Slack renders no mentions, dates or markup."""
    gesture: Gesture | None = context.get("gesture")
    return as_typed(text, gesture.people.name_of if gesture else None)


def _in_form(
    texts: Sequence[tuple[str | None, str]], view: dict[str, Any], context: BoltContext, *, words: Words
) -> BoltResponse:
    """Show each text at its field; a form that has none is replaced."""
    errors: dict[str, str] = {}
    for field, text in texts:
        place = _field_for(field, view)
        if place is None:
            return BoltResponse(status=200, body={"response_action": "update", "view": refused(text, words=words)})
        errors[place] = "\n".join(filter(None, [errors.get(place), _plain(text, context)]))
    return BoltResponse(status=200, body={"response_action": "errors", "errors": errors})


def _field_for(field: str | None, view: dict[str, Any]) -> str | None:
    """Return the field if the form has it, else the first one: Slack shows nothing at a field that is not there.

    None where the form has no field at all.
    """
    fields = [str(block["block_id"]) for block in view["blocks"] if block["type"] == "input"]
    return next((one for one in fields if field_of(one) == field), next(iter(fields), None))


def _show(text: str, context: BoltContext, *, thread_ts: str | None) -> bool:
    """Post the text for this person alone, beside what they clicked or else directly; return whether Slack accepted it.

    Slack may accept a direct message to somebody of another organisation who never sees it: they are sent none.
    """
    gesture: Gesture | None = context.get("gesture")
    client, channel, user = context.client, context.channel_id, str(context.user_id)
    try:
        if channel:
            client.chat_postEphemeral(channel=channel, user=user, text=text, thread_ts=thread_ts)
            return True
    except SlackApiError as problem:  # Guichet is not in that channel, or the person is a guest there.
        log.warning("An answer could not be given in %s: %s", channel, problem.response.get("error"))
    return not (gesture and gesture.person.is_outsider) and _posted(context, user, text=text)


def _show_all(text: str, context: BoltContext, *, thread_ts: str | None) -> None:
    """Post the text in the thread for all to read: people of other organisations may be reachable only there."""
    if context.channel_id and thread_ts:
        _posted(context, context.channel_id, text=text, thread_ts=thread_ts)


def _posted(context: BoltContext, channel: str, *, text: str, thread_ts: str | None = None) -> bool:
    """Post the text, and return whether Slack accepted it."""
    try:
        context.client.chat_postMessage(channel=channel, text=text, thread_ts=thread_ts)
    except SlackApiError as problem:
        log.warning("An answer could not be given to %s: %s", channel, problem.response.get("error"))
        return False
    except (SlackClientError, OSError) as problem:
        log.warning("An answer could not be given to %s: %r", channel, problem)
        return False
    return True


def _thread_to_begin(body: dict[str, Any]) -> str | None:
    """Return the thread in which somebody acts, or the one below the message they wrote or pressed a button of."""
    event = body.get("event") or {}
    return _thread(body) or (body.get("message") or event.get("message") or event.get("item") or event).get("ts")


def _thread(body: dict[str, Any]) -> str | None:
    event = body.get("event") or {}
    return (body.get("message") or event.get("message") or event).get("thread_ts")
