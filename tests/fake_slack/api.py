"""The Web API: who may call which method with which arguments, and what comes back."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fake_slack.errors import SlackError
from tests.fake_slack.faults import Fault
from tests.fake_slack.things import Call
from tests.fake_slack.workspace import Workspace

Args = dict[str, Any]
NUMBERS = {"limit", "post_at"}
JSON_TEXTS = {"blocks", "view", "metadata", "attachments"}
EVERYWHERE = "team_id"  # slack_bolt puts it on every call of the client it hands to listeners.
TRUE, FALSE = {"1", "true", "True"}, {"0", "false", "False"}


@dataclass(frozen=True)
class Method:
    """One method of the Web API."""

    function: Callable[[Workspace, Args], dict[str, Any]]
    required: frozenset[str]
    optional: frozenset[str]
    flags: frozenset[str]
    scopes: tuple[str, ...]
    """Scopes, of which the bot needs at least one."""
    app_level: bool

    @property
    def known(self) -> frozenset[str]:
        """Return the names of all arguments."""
        return self.required | self.optional | self.flags | {EVERYWHERE}


METHODS: dict[str, Method] = {}


def web_method(
    name: str,
    required: str = "",
    optional: str = "",
    flags: str = "",
    scopes: str = "",
    *,
    app_level: bool = False,
) -> Callable[[Callable[[Workspace, Args], dict[str, Any]]], Callable[[Workspace, Args], dict[str, Any]]]:
    """Register a function as a method of the Web API; argument names and scopes are lists of words."""

    def register(
        function: Callable[[Workspace, Args], dict[str, Any]],
    ) -> Callable[[Workspace, Args], dict[str, Any]]:
        names = (frozenset(words.split()) for words in (required, optional, flags))
        METHODS[name] = Method(function, *names, tuple(scopes.split()), app_level)
        return function

    return register


@dataclass(frozen=True)
class Reply:
    """What goes back over the wire."""

    status: int
    headers: dict[str, str]
    body: str
    hang: float = 0.0
    drop: bool = False


@dataclass(frozen=True)
class Request:
    """A call as it arrived."""

    method: str
    args: Args
    token: str = field(repr=False)


def serve(workspace: Workspace, request: Request) -> Reply:
    """Answer one call, or make it fail if a fault was ordered."""
    refusal = workspace.narrow.refusal(request.method) if workspace.narrow else None
    fault = refusal or workspace.faults.take(request.method, request.args)
    return spoilt(fault, lambda: true_reply(workspace, request))


def spoilt(fault: Fault | None, true_reply: Callable[[], Reply]) -> Reply:
    """Return the true reply, or what the fault makes of it."""
    if fault is None:
        return true_reply()
    if not fault.lets_through:
        return Reply(*fault.answer(), hang=fault.hang)
    true = true_reply()
    status, headers, body = fault.answer() if fault.replaces_answer else (true.status, true.headers, true.body)
    return Reply(status, {**headers, **fault.headers}, body, hang=fault.hang, drop=fault.drop_after_accept)


def true_reply(workspace: Workspace, request: Request) -> Reply:
    """Answer one call to which no fault applies."""
    headers = {"x-oauth-scopes": ",".join(workspace.scopes)}
    return Reply(200, headers, call(workspace, request))


def call(workspace: Workspace, request: Request) -> str:
    """Carry out one call and return its answer as JSON; it is recorded either way."""
    with workspace.lock:
        try:
            answer = {"ok": True, **_carried_out(workspace, request)}
        except SlackError as refused:
            answer = refused.answer()
        except Exception as crash:  # noqa: BLE001 - a fault of the fake is kept and raised when it stops
            workspace.crashes.append(crash)
            answer = {"ok": False, "error": "fatal_error"}
        as_json = json.dumps(answer)
        workspace.record(Call(request.method, request.args, as_json, workspace.clock()))
    return as_json


def _carried_out(workspace: Workspace, request: Request) -> dict[str, Any]:
    method = METHODS.get(request.method)
    if method is None:
        raise SlackError("unknown_method", req_method=request.method)
    _check_token(workspace, method, request.token)
    _check_scopes(workspace, method.scopes)
    return method.function(workspace, _understood(workspace, method, request.args))


def _check_token(workspace: Workspace, method: Method, token: str) -> None:
    right, other = workspace.token, workspace.app_token
    if method.app_level:
        right, other = other, right
    if token == other:
        raise SlackError("not_allowed_token_type")
    if token != right:
        raise SlackError("invalid_auth")


def _check_scopes(workspace: Workspace, needed: Collection[str]) -> None:
    if needed and not set(needed) & set(workspace.scopes):
        raise SlackError("missing_scope", needed=",".join(needed), provided=",".join(workspace.scopes))


def _understood(workspace: Workspace, method: Method, args: Mapping[str, Any]) -> Args:
    wrong = [f"invalid additional property: {name}" for name in sorted(set(args) - method.known)]
    wrong += [f"missing required field: {name}" for name in sorted(method.required) if not args.get(name)]
    if args.get(EVERYWHERE, workspace.team_id) != workspace.team_id:
        raise SlackError("team_access_not_granted")
    if wrong:
        # Slack only warns of arguments it does not know; here a typo must fail.
        raise SlackError("invalid_arguments", wrong)
    return {name: _value(name, value, is_flag=name in method.flags) for name, value in args.items()}


def _value(name: str, value: Any, *, is_flag: bool) -> Any:
    if is_flag:
        return _flag(name, value)
    if name in NUMBERS:
        return _number(name, value)
    if name in JSON_TEXTS:
        return _from_json(name, value)
    if not isinstance(value, str):
        raise SlackError("invalid_arguments", [f"must provide a string [json-pointer:/{name}]"])
    return value


def _flag(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if str(value) not in TRUE | FALSE:
        raise SlackError("invalid_arguments", [f"must provide a boolean [json-pointer:/{name}]"])
    return str(value) in TRUE


def _number(name: str, value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise SlackError("invalid_arguments", [f"must provide an integer [json-pointer:/{name}]"]) from None


def _from_json(name: str, value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        raise SlackError("invalid_arguments", [f"must provide JSON [json-pointer:/{name}]"]) from None
