"""Looks every ten minutes whether somebody is to be shown what has stood still for a week."""

from bot.jobs.rounds import Rounds
from bot.operations.incidents.digest import holders_to_remind, send_digest


class DigestJob(Rounds):
    """Sends the weekly digests."""

    rounds = ((holders_to_remind, send_digest),)
