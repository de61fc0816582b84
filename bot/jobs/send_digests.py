"""Checks every ten minutes whether a technician is due the weekly digest of incidents that have stood still."""

from bot.jobs.rounds import Rounds
from bot.operations.incidents.digest import holders_to_remind, send_digest


class DigestJob(Rounds):
    """Sends the weekly digests."""

    rounds = ((holders_to_remind, send_digest),)
