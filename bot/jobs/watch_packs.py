"""Checks every minute which packs have expired, and what buyers and managers must know before they do."""

from bot.jobs.rounds import Rounds
from bot.operations.accounts.certificate import certificates_near_expiry, warn_of_certificate
from bot.operations.packs.expiry import expire_pack, packs_near_expiry, packs_to_expire, warn_of_expiry
from bot.operations.packs.low_balance import packs_of_new_balance, warn_of_low_balance


class PackWatch(Rounds):
    """Lets packs expire, and warns before that."""

    rounds = (
        (packs_to_expire, expire_pack),
        (packs_near_expiry, warn_of_expiry),
        (packs_of_new_balance, warn_of_low_balance),
        (certificates_near_expiry, warn_of_certificate),
    )
