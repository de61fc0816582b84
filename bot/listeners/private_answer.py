"""An answer to a mention, a direct message or a button: shown to the asker alone if possible, else in the channel."""

import logging

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.delivery import outbox
from bot.delivery.destination import Destination
from bot.listeners.answers import Audience
from bot.listeners.gesture import Gesture
from bot.messages.menu import where_to_ask
from bot.messages.text_alone import for_text_alone
from bot.operations.accounts.audience import is_of_one_account
from bot.rules.speaking import is_direct
from bot.texts.message import Message
from models.vocabulary import Kind

log = logging.getLogger(__name__)


def give(gesture: Gesture, answer: Message, *, audience: Audience) -> None:
    """Show the answer to the asker alone; if Slack refuses, post it in the thread if everybody there may read it.

    If they may not, a sentence in the thread says where to ask. A direct message is answered by an ordinary message.
    """
    if is_direct(gesture.channel) and "event" in gesture.body:
        _post(gesture, answer, thread=gesture.thread)
    elif not _is_shown(gesture, answer) and not is_direct(gesture.channel):
        _post(gesture, for_all(gesture, answer, audience=audience), thread=gesture.thread_to_begin)


def for_all(gesture: Gesture, answer: Message, *, audience: Audience) -> Message:
    """Return what everybody in the channel may read: the answer, or a sentence that says where to ask for it."""
    if audience is Audience.EVERYBODY or (audience is Audience.ACCOUNT and _is_of_one_account(gesture)):
        return answer
    managers = gesture.workspace.managers if gesture.person.is_outsider else None
    return where_to_ask(managers=managers, words=gesture.words)


def show_instead(gesture: Gesture, answer: Message) -> None:
    """Replace the answer whose button was pressed; if others can read it, show this one to the person alone."""
    is_private = bool((gesture.body.get("container") or {}).get("is_ephemeral")) or is_direct(gesture.channel)
    if not is_private or not gesture.replace_message(answer):
        give(gesture, answer, audience=Audience.ASKER)


def _is_shown(gesture: Gesture, answer: Message) -> bool:
    """Show the answer to the asker alone, and return whether Slack did so.

    Slack shows no private answer in a thread that nobody has begun (reference/methods/chat.postEphemeral).
    """
    user, channel, thread = gesture.person.user_id, gesture.channel, gesture.thread or None
    told = for_text_alone(answer)
    try:
        gesture.client.chat_postEphemeral(
            channel=channel, user=user, thread_ts=thread, text=told.text, blocks=told.blocks
        )
    except (SlackApiError, SlackClientError, OSError) as problem:
        log.warning("An answer could not be shown to %s alone in %s: %r", user, channel, problem)
        return False
    return True


def _is_of_one_account(gesture: Gesture) -> bool:
    context = gesture.member_context
    with gesture.reading() as session:
        return is_of_one_account(session, channel=gesture.channel, context=context)


def _post(gesture: Gesture, answer: Message, *, thread: str) -> None:
    parameters = {"text": answer.text, "blocks": answer.blocks, "thread_ts": thread, "reader": gesture.person.user_id}
    to = Destination(gesture.channel, lane_name=f"answers {gesture.channel} {thread}")
    gesture.write(outbox.post, kind=Kind.ANSWER, to=to, parameters=parameters, now=gesture.now)
