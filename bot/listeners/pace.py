"""A message that is addressed to us is answered once, and a person gets only so many answers in a minute."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.busy import Busy
from bot.idempotency import forget
from bot.listeners.answers import Audience
from bot.listeners.gesture import Gesture
from bot.listeners.private_answer import give
from bot.messages import menu
from bot.operations.mentions import MOST_A_MINUTE, Mention, key_of_mention, note_mention
from bot.rules.refusal import Refusal
from bot.rules.speaking import edit_of
from bot.rules.written_message import WrittenMessage


class AskAgain(Refusal):
    """The database was too busy to answer, and even to forget the question: Slack's next try would go unanswered."""

    text = "refusal-busy"


def answer_once(gesture: Gesture, written: WrittenMessage, answer: Callable[[], None]) -> None:
    """Answer what somebody wrote, once, and again each time that they change its words."""
    with once(gesture, written) as mention:
        if mention is Mention.NEW:
            answer()
    turn_away(gesture, mention)


def turn_away(gesture: Gesture, mention: Mention) -> None:
    """Ask somebody who has asked too often within a minute to wait; once a minute while they go on."""
    if mention is Mention.ONE_TOO_MANY:
        give(
            gesture,
            menu.too_many(limit=MOST_A_MINUTE, emoji=gesture.policy.intake.emoji, words=gesture.words),
            audience=Audience.EVERYBODY,
        )


@contextmanager
def once(gesture: Gesture, written: WrittenMessage) -> Iterator[Mention]:
    """Yield whether the message is new; if we are too busy to answer it, it counts as new when Slack sends it again.

    Raises `AskAgain` if we are too busy for that as well.
    """
    place = {"channel": written.channel, "ts": written.ts, "edit": edit_of(gesture.event)}
    mention = gesture.write(note_mention, **place, context=gesture.context)
    if mention is Mention.REPEATED:
        gesture.is_asked = False
    try:
        yield mention
    except Busy:
        _forget(gesture, key=key_of_mention(**place, person=written.author))
        raise


def _forget(gesture: Gesture, *, key: str) -> None:
    """Let Slack's next try count as the first; raise `AskAgain` if that is impossible and somebody has asked."""
    try:
        gesture.write(forget, key=key)
    except Busy as problem:
        if gesture.is_asked:
            raise AskAgain from problem
        raise
