"""How do we know that it is Slack that answers? By the certificate authorities this system trusts, read once.

`urllib`, through which slack_sdk calls, reads them anew for each call that is given no `ssl` context: 30 ms of
CPU time, for a call that otherwise takes 3.
"""

import ssl
from functools import cache


def tls_for(api_url: str) -> ssl.SSLContext | None:
    """Return the `ssl` argument of a `WebClient` for this Web API base; None for plain HTTP, as used locally."""
    return _checked_by_system() if api_url.lower().startswith("https:") else None


@cache
def _checked_by_system() -> ssl.SSLContext:
    """Return what `urllib` would make for each call; may be used by several threads at once."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context
