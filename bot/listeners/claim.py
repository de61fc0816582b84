"""A claim: somebody gives the confirmation number of a pack, and a manager approves the claim or says why not."""

from bot.forms import claim as form
from bot.forms.finished import finished
from bot.listeners.gesture import Gesture
from bot.messages.blocks import one_paragraph
from bot.operations.packs.claim import (
    NobodyDecides,
    approve_claim,
    check_managers,
    claim_pack,
    find_waiting,
    refuse_claim,
)
from bot.queries.claims import claim_facts
from bot.rules.carried import number_in
from bot.rules.speaking import is_direct
from bot.texts.message import Message


def check_open(gesture: Gesture) -> None:
    """Raise `NobodyDecides` if no manager can read a claim."""
    check_managers(gesture.workspace)
    if gesture.people.hears_nobody():
        raise NobodyDecides("confirmation")


def open_form(gesture: Gesture, *, confirmation: str) -> None:
    """Open the form with the number that was typed after the command; raise what `check_open` raises."""
    check_open(gesture)
    gesture.open(form.view(words=gesture.words, confirmation=confirmation, place=_place(gesture)))


def claim_in_words(gesture: Gesture, confirmation: str) -> Message:
    """Claim the pack whose number is in the mention, where Slack opens no form; raise what `read_mentioned` raises."""
    number = form.read_mentioned(confirmation)
    gesture.once(claim_pack, confirmation=number, place=_place(gesture), context=gesture.context)
    return one_paragraph(_received(gesture))


def submit(gesture: Gesture) -> None:
    """Pass the claim on to the managers; the answer is the same for every number."""
    number, place = form.read(gesture.view), form.place_of(gesture.view)
    gesture.once(claim_pack, confirmation=number, place=place, context=gesture.context)
    gesture.show_next(finished(_received(gesture), words=gesture.words))


def _place(gesture: Gesture) -> tuple[str, str]:
    """Return the channel and the thread in which somebody acts; two empty strings for a direct message."""
    return ("", "") if is_direct(gesture.channel) else (gesture.channel, gesture.thread_to_begin)


def _received(gesture: Gesture) -> str:
    return gesture.words("claim-received_outside" if gesture.person.is_outsider else "claim-received")


def approve(gesture: Gesture) -> None:
    """Approve the claim whose button was pressed."""
    gesture.once(approve_claim, claim_id=number_in(gesture.action.get("value")), context=gesture.context)
    gesture.ack()


def open_refusal(gesture: Gesture) -> None:
    """Ask for the reason, unless somebody has decided already."""
    number = number_in(gesture.action.get("value"))
    with gesture.reading() as session:
        find_waiting(session, claim_id=number, context=gesture.context)
        facts = claim_facts(session, claim_id=number)
    gesture.open(form.refusal(facts, words=gesture.words))


def refuse(gesture: Gesture) -> None:
    """Refuse the claim for the reason given, then close the form."""
    claim_id, reason = form.read_refusal(gesture.view)
    gesture.once(refuse_claim, claim_id=claim_id, reason=reason, context=gesture.context)
    gesture.ack()
