"""Who was to be told something has left the workspace: the managers hear of a buyer's packs, the rest is missed."""

from datetime import datetime

from sqlmodel import Session

from bot.delivery.protocol import Claimed, give_up_quietly
from bot.operations.packs.buyers import PACK_NOTICES, notify_managers_instead
from bot.rules.workspace import Workspace
from models import OutboxMessage

MAY_BE_MISSED = ("survey_wanted", "survey_reminder", "claim_told_owner", *PACK_NOTICES)
"""What need not reach who has left. A manager who cannot be reached is a mistake in the settings."""


def can_be_passed_over(message: OutboxMessage) -> bool:
    """Is this for somebody who may have left?"""
    return message.kind in MAY_BE_MISSED and not message.parameters.get("to_manager")


def pass_over_reader(session: Session, *, claimed: Claimed, error: str, workspace: Workspace, now: datetime) -> None:
    """End the message with Slack's error, and tell the managers what a buyer was to be told."""
    is_ours = give_up_quietly(session, claimed=claimed, error=error)
    if is_ours and claimed.message.kind in PACK_NOTICES:
        notify_managers_instead(session, message=claimed.message, managers=workspace.managers, now=now)
