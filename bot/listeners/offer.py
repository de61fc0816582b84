"""A message is offered for filing: the offer is made by a mention or a reaction, then used, changed or withdrawn."""

from collections.abc import Sequence

from bot.listeners import filing, same_problem
from bot.listeners.answers import Audience
from bot.listeners.for_author import payers_for_author
from bot.listeners.gesture import Gesture
from bot.listeners.private_answer import give
from bot.listeners.wanted import offered_for
from bot.messages import menu
from bot.messages import offer as messages
from bot.operations.incidents import offer as operations
from bot.operations.incidents.offer_permission import find_offer
from bot.operations.mentions import Mention, is_next, key_of_mention, note_unanswered, offer_mentioned
from bot.rules.carried import number_in
from bot.rules.offers import WantedIncident
from bot.rules.speaking import edit_of, is_direct
from bot.rules.written_message import WrittenMessage
from bot.texts.slack_text import as_typed, with_files


def make(gesture: Gesture, written: WrittenMessage, text: str) -> Mention:
    """Offer to file what somebody wrote to us, unless it has been answered already."""
    edit = edit_of(gesture.event)
    key = key_of_mention(gesture.channel, written.ts, gesture.person.user_id, edit=edit)
    if (beyond := turned_away(gesture, key)) is not None:
        return beyond
    thread, author = _thread(gesture, written.ts), gesture.person.user_id
    new = prepared(gesture, asked_in(gesture, written, text), ts=written.ts, thread=thread, author=author)
    return gesture.write(offer_mentioned, new, edit=edit, context=gesture.context)


def ask_in_form(gesture: Gesture, written: WrittenMessage, text: str) -> None:
    """Show somebody who may file for any account, and nobody else, a button to the form with what was written."""
    told = menu.choose_in_form(with_files(text, written.files), words=gesture.words)
    give(gesture, told, audience=Audience.EVERYBODY)


def turned_away(gesture: Gesture, key: str) -> Mention | None:
    """Return why the mention with this key is not answered; None if it is to be. Asked before anything is looked up."""
    place = {"key": key, "channel": gesture.channel}
    with gesture.reading() as session:
        if is_next(session, **place, context=gesture.context):
            return None
    return gesture.write(note_unanswered, **place, context=gesture.context)


def take_back_deleted(gesture: Gesture, ts: str) -> None:
    """Remove the offer of a message that was deleted, if it is unused; forget a counter that was deleted."""
    gesture.once(operations.forget_deleted, channel=gesture.channel, ts=ts, context=gesture.context)


def choose_severity(gesture: Gesture) -> None:
    """Set the offer's severity to the one whose button was pressed."""
    severity = messages.SEVERITIES[gesture.action["action_id"]]
    gesture.once(operations.choose_severity, _number(gesture), severity, context=gesture.context)
    gesture.ack()


def choose_account(gesture: Gesture) -> None:
    """Set the offer's account to the one that was chosen."""
    block, option = str(gesture.action.get("block_id")), gesture.action.get("selected_option") or {}
    number, account_id = number_in(block.removeprefix("offer_")), number_in(option.get("value"))
    with gesture.reading() as session:
        offer = find_offer(session, number, context=gesture.context)
    asked = WantedIncident(offer.title, offer.description)
    similar = in_progress(gesture, asked, account_id=account_id, author=offer.author)
    gesture.once(operations.choose_payer, number, account_id, similar=similar, context=gesture.context)
    gesture.ack()


def file_now(gesture: Gesture) -> None:
    """File what the offer shows."""
    _file(gesture, _number(gesture))
    gesture.ack()


def _file(gesture: Gesture, number: int) -> None:
    """File what the offer of this number shows; raise what `file_offer` raises."""
    context, similar = gesture.member_context, similar_to(gesture, number)
    gesture.once(operations.file_offer, number, in_progress=similar, context=context)


def similar_to(gesture: Gesture, number: int) -> Sequence[int]:
    """Return the incidents that seem to be about the same problem as the offer now; raise what `find_offer` raises."""
    with gesture.reading() as session:
        offer = find_offer(session, number, context=gesture.context)
    asked = WantedIncident(offer.title, offer.description)
    return in_progress(gesture, asked, account_id=offer.account_id, author=offer.author)


def decline(gesture: Gesture) -> None:
    """Remove an offer that nobody needs."""
    gesture.once(operations.decline_offer, _number(gesture), context=gesture.context)
    gesture.ack()


def open_form(gesture: Gesture) -> None:
    """Open the form with what the message says, for its author."""
    with gesture.reading() as session:
        offer = find_offer(session, _number(gesture), context=gesture.context)
    filing.open_form_of_offer(gesture, offer)


def _number(gesture: Gesture) -> int:
    return number_in(gesture.action.get("value"))


def prepared(gesture: Gesture, asked: WantedIncident, *, ts: str, thread: str, author: str) -> operations.NewOffer:
    """Return the contents of a new offer, whose `author` determines who pays; raise what `payers_of_offer` raises."""
    payers = payers_for_author(gesture, author)
    similar = [] if payers.choices else in_progress(gesture, asked, account_id=payers.account_id, author=author)
    return operations.NewOffer(asked, (gesture.channel, ts, thread), author, payers, similar)


def in_progress(gesture: Gesture, asked: WantedIncident, *, account_id: int | None, author: str) -> Sequence[int]:
    """Return the payer's incidents that seem to be about the same problem already."""
    title, description = asked.title, asked.description
    return same_problem.in_progress(
        gesture, title=title, description=description, account_id=account_id, customer=author
    )


def _thread(gesture: Gesture, ts: str) -> str:
    """Return the thread in which the offer is posted: the one below the message, or "" in a direct message."""
    return gesture.thread or ("" if is_direct(gesture.channel) else ts)


def asked_in(gesture: Gesture, written: WrittenMessage, text: str) -> WantedIncident:
    """Return what was written as it would be filed; text that is too long for the form is cut."""
    return offered_for(with_files(as_typed(text, gesture.people.name_of), written.files) or "…")
