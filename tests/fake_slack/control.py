"""The levers for a fake that runs in its own process: JSON under `/_control/`."""

from copy import deepcopy
from dataclasses import asdict
from typing import Any

from tests.fake_slack.workspace import Workspace


def state(workspace: Workspace) -> dict[str, Any]:
    """Return everything that can be seen in the workspace."""
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
            "faults": dict(workspace.faults.kinds),
        }


def ledger(workspace: Workspace, _body: dict[str, Any]) -> dict[str, Any]:
    """Return every post that carries a reference, in the order of their ts, and the faults that happened by kind."""
    posts = [
        {"reference": reference, "channel": channel.id, "thread_ts": one.get("thread_ts"), "ts": one["ts"]}
        for channel in workspace.channels.values()
        for one in channel.messages.values()
        if (reference := ((one.get("metadata") or {}).get("event_payload") or {}).get("reference"))
    ]
    return {"posts": sorted(posts, key=lambda post: float(post["ts"])), "faults": dict(workspace.faults.kinds)}


def _channel(workspace: Workspace, channel_id: str) -> dict[str, Any]:
    channel = workspace.channels[channel_id]
    return {**asdict(channel), "messages": deepcopy([*channel.messages.values()])}


def order_fault(workspace: Workspace, body: dict[str, Any]) -> dict[str, Any]:
    """Order a fault: `{"down": true}`, `{"clear": true}`, `{"mix": {"429": 0.1}}`, or the arguments of `fail`."""
    if "down" in body:
        workspace.faults.is_down = bool(body["down"])
    elif "mix" in body:
        workspace.faults.mix(body["mix"], seed=body.get("seed", 0))
    elif body.get("clear"):
        workspace.faults.clear()
    else:
        workspace.fail(**body)
    return {"ok": True}


def set_up(workspace: Workspace, body: dict[str, Any]) -> dict[str, Any]:
    """Add people and channels: `{"users": [...], "channels": [...]}`, arguments as of add_user, add_channel.

    `lag` and `hides_metadata` spoil what can be read back.
    """
    workspace.lag = body.get("lag", workspace.lag)
    workspace.hides_metadata = body.get("hides_metadata", workspace.hides_metadata)
    for user in body.get("users", []):
        workspace.add_user(**user)
    for channel in body.get("channels", []):
        workspace.add_channel(**channel)
    return {"ok": True}


LEVERS = {"fault": order_fault, "setup": set_up, "ledger": ledger}
