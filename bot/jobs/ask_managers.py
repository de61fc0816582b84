"""What waits for a manager? At start and once a day those who are managers now are asked, as they may have changed."""

from bot.jobs.rounds import Rounds
from bot.operations.incidents.verdict_question import ask_for_pending_verdict, pending_verdict_numbers
from bot.operations.packs.claim_question import ask_about_waiting_claim, waiting_claims


class AskManagers(Rounds):
    """Asks the managers of today for the verdicts and about the claims that wait."""

    rounds = (
        (pending_verdict_numbers, ask_for_pending_verdict),
        (waiting_claims, ask_about_waiting_claim),
    )
