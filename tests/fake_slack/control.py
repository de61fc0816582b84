"""The levers for a fake that runs in its own process: JSON under `/_control/`."""

from copy import deepcopy
from dataclasses import asdict
from typing import Any

from tests.fake_slack.workspace import Workspace


def state(workspace: Workspace) -> dict[str, Any]:
    """Return all there is to see."""
    with workspace.lock:
        return {
            "channels": {key: _channel(workspace, key) for key in workspace.channels},
            "ephemerals": {user: workspace.ephemerals(user) for user in workspace.users},
            "views": {u: [deepcopy(workspace.views[v]) for v in stack] for u, stack in workspace.stacks.items()},
            "homes": {user: workspace.home(user) for user in workspace.homes},
            "calls": [{**asdict(call), "error": call.error} for call in workspace.calls()],
            "warnings": [*workspace.warnings],
            "broadcasts": [*workspace.broadcasts],
            "crashes": [repr(crash) for crash in workspace.crashes],
            "faults_hit": workspace.faults_hit,
        }


def _channel(workspace: Workspace, channel_id: str) -> dict[str, Any]:
    channel = workspace.channels[channel_id]
    return {**asdict(channel), "messages": deepcopy([*channel.messages.values()])}


def order_fault(workspace: Workspace, body: dict[str, Any]) -> dict[str, Any]:
    """Order a fault: `{"down": true}`, `{"clear": true}`, or the arguments of `fail`."""
    if "down" in body:
        workspace.faults.is_down = bool(body["down"])
    elif body.get("clear"):
        workspace.faults.clear()
    else:
        workspace.fail(**body)
    return {"ok": True}


def set_up(workspace: Workspace, body: dict[str, Any]) -> dict[str, Any]:
    """Add people and channels: `{"users": [...], "channels": [...]}`, arguments as of add_user, add_channel."""
    for user in body.get("users", []):
        workspace.add_user(**user)
    for channel in body.get("channels", []):
        workspace.add_channel(**channel)
    return {"ok": True}


LEVERS = {"fault": order_fault, "setup": set_up}
