"""The sender of a form was asked whether an incident of theirs is the same: they join it, reopen it, or file anyway."""

from bot.forms import filing as filing_form
from bot.forms import similar as form
from bot.listeners import filing, same_problem
from bot.listeners.attachments import look_up_withheld
from bot.listeners.card_links import words_with_links
from bot.listeners.gesture import Gesture
from bot.operations.incidents.joining import CHANGED_MEANWHILE
from bot.operations.incidents.sent_form import join_with_form
from bot.operations.kept_forms import find_kept, is_filed
from bot.rules.contribution import Contribution
from bot.texts.catalogue import Words
from models.vocabulary import Side


def file_anyway(gesture: Gesture) -> None:
    """File what was typed, as if nothing had been asked, and close the form; the clock starts now."""
    form_id = form.form_of(gesture.view)
    with gesture.reading() as session:
        kept = None if is_filed(session, form_id) else find_kept(session, form_id, context=gesture.context)
    if kept is not None:
        filing.file_kept(gesture, kept)
    gesture.close_all()


def join(gesture: Gesture) -> None:
    """Add what was typed to the thread of the incident whose button was pressed, and file nothing."""
    _take(gesture, is_reopened=False)


def reopen(gesture: Gesture) -> None:
    """Reopen the closed incident whose button was pressed, with what was typed as the reason."""
    _take(gesture, is_reopened=True)


def _take(gesture: Gesture, *, is_reopened: bool) -> None:
    form_id, number, context = form.form_of(gesture.view), gesture.subject.incident, gesture.member_context
    with gesture.reading() as session:
        kept = find_kept(session, form_id, context=context)
    typed, files = filing_form.standing_in(kept), look_up_withheld(gesture, filing_form.attached_to(kept))
    contribution = Contribution(typed["title"], typed["description"], files)
    words = words_with_links(gesture, [number], side=Side.CUSTOMER)  # First, as little may fail after joining.
    try:
        gesture.once(
            join_with_form,
            form_id,
            incident_id=number,
            is_reopened=is_reopened,
            contribution=contribution,
            offer_id=filing_form.origin_of(kept).offer_id,
            context=context,
        )
    except CHANGED_MEANWHILE:
        _ask_again(gesture, form_id, number, words=words)
    else:
        gesture.redraw(form.joined(number, words=words, is_reopened=is_reopened))


def _ask_again(gesture: Gesture, form_id: str, number: int, *, words: Words) -> None:
    """Say that nothing was done, and show the present state of the incident."""
    notice = words("similar-not_joined", incident=words.named(number))
    gesture.redraw(same_problem.question(gesture, form_id, [number], notice=notice))
