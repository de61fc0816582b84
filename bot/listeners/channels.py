"""Slack has given a channel another id, as it does when an old private one is shared."""

from bot.listeners.gesture import Gesture
from bot.operations.channels import move_channel


def change_id(gesture: Gesture) -> None:
    """Follow: what names the channel names its new id from now on, and so do we where it is a triage channel."""
    event, workspace = gesture.event, gesture.workspace
    old, new = event["old_channel_id"], event["new_channel_id"]
    gesture.once(move_channel, old=old, new=new, context=gesture.context)
    workspace.rename_channel(old, new)
    gesture.ack()
