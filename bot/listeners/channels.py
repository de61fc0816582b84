"""Slack has given a channel another id, as it does when an old private channel is shared."""

from bot.listeners.gesture import Gesture
from bot.operations.channels import move_channel


def change_id(gesture: Gesture) -> None:
    """Replace the channel's old id in all rows, and in the workspace if it is a triage channel."""
    event, workspace = gesture.event, gesture.workspace
    old, new = event["old_channel_id"], event["new_channel_id"]
    gesture.once(move_channel, old=old, new=new, context=gesture.context)
    workspace.rename_channel(old, new)
    gesture.ack()
