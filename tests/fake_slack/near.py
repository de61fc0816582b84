"""A client beside the workspace: a call of which nothing is ordered to go wrong needs no connection and no thread.

It is made and read by slack_sdk as any other, and answered as over HTTP, for a third of what that takes.
"""

from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request

from slack_sdk import WebClient

from tests.fake_slack.api import true_reply
from tests.fake_slack.server import SERVED, arguments, headers, request


class NearClient(WebClient):
    """Hands its calls to the workspace of this process that is served at their address."""

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        there = urlsplit(url)
        workspace = SERVED.get(f"{there.scheme}://{there.netloc}")
        if (
            workspace is None
            or workspace.narrow
            or workspace.faults.are_ordered
            or not isinstance(req.data, bytes | None)
        ):
            return super()._perform_urllib_http_request_internal(url, req)
        args = arguments(req.data or b"", req.get_header("Content-type") or "")
        called = request(there.path.removeprefix("/api"), args, req.get_header("Authorization") or "")
        reply = true_reply(workspace, called)
        return {"status": reply.status, "headers": headers(reply), "body": reply.body}
