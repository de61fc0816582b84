"""Asks today's managers, at start and once a day, for decisions that wait: the managers may have changed."""

from bot.jobs.rounds import Rounds
from bot.operations.incidents.verdict_question import ask_for_pending_verdict, pending_verdict_numbers
from bot.operations.packs.claim_question import ask_about_waiting_claim, waiting_claims


class AskManagers(Rounds):
    """Asks the managers for verdicts, and about claims."""

    rounds = (
        (pending_verdict_numbers, ask_for_pending_verdict),
        (waiting_claims, ask_about_waiting_claim),
    )
