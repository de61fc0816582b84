"""Where does a calendar come from? A file, or an address that may lead to another one, but never into our own network.

Whoever controls the server of a calendar could otherwise have us read what only we can reach: a redirect from https is
followed only to https, and one from the internet only to the internet. What counts is the IP address that we are
connected to, as a name may lead to another one each time. An address that the policy itself names may be anywhere.
"""

import ssl
from collections.abc import Callable
from contextlib import closing
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from bot.ics.unreadable import UnreadableCalendar

SIZE_LIMIT = 2_000_000
"""Maximum bytes of a calendar: 2 MB are some 8,000 events, and take five seconds of CPU time to read."""
STEP_TIMEOUT_S = 10.0
"""Maximum seconds until a server is connected, and between two parts of its answer; `reader.py` bounds all of it."""
REDIRECTS = 5
"""Maximum redirects."""
SCHEMES = ("https", "http")
CARRIERS = (ip_network("64:ff9b::/96"), ip_network("::/96"))
"""IPv6 networks whose addresses end with the IPv4 address that they lead to (RFC 6052, RFC 4291)."""

IsInside = Callable[[str], bool]
"""Returns whether an IP address is of our own network or machine."""


def is_inside(address: str) -> bool:
    """Return True for an IP address that is not on the internet: loopback, private, link-local and the like."""
    meant = _meant(ip_address(address.partition("%")[0]))
    is_of_a_site = isinstance(meant, IPv6Address) and meant.is_site_local
    return not meant.is_global or meant.is_multicast or is_of_a_site


def _meant(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address to which an IPv6 address leads; any other address as it is."""
    if isinstance(address, IPv4Address):
        return address
    if any(address in one for one in CARRIERS):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def read_file(path: Path) -> bytes:
    """Return the content of a file; raise `UnreadableCalendar`."""
    try:
        with path.open("rb") as file:
            content = file.read(SIZE_LIMIT + 1)
    except OSError:
        raise UnreadableCalendar("no_file") from None
    return _small_enough(content)


def read_address(address: str, *, is_inside: IsInside = is_inside) -> bytes:
    """Return the content at an http address; raise `UnreadableCalendar`."""
    journey = _Journey(address, is_inside)
    request = Request(address, headers={"User-Agent": "Guichet", "Accept": "text/calendar, */*;q=0.5"})  # noqa: S310 - the policy takes http addresses only
    try:
        with journey.opener.open(request, timeout=STEP_TIMEOUT_S) as answer:
            return _small_enough(answer.read(SIZE_LIMIT + 1))
    except HTTPError as problem:
        problem.close()
        raise UnreadableCalendar("status", problem.code) from None
    except TimeoutError:
        raise UnreadableCalendar("timed_out") from None
    except URLError as problem:
        raise UnreadableCalendar("timed_out" if isinstance(problem.reason, TimeoutError) else "unreachable") from None
    except (OSError, HTTPException, ValueError):
        raise UnreadableCalendar("unreachable") from None


def _small_enough(content: bytes) -> bytes:
    if len(content) > SIZE_LIMIT:
        raise UnreadableCalendar("too_large")
    return content


class _Journey:
    """One request with its redirects."""

    def __init__(self, address: str, is_inside: IsInside) -> None:
        self._is_secure = address.startswith("https:")
        self._is_inside = is_inside
        self._may_go_inside = True
        """True until a connection, of which the policy names the first, has led to the internet or through a proxy."""
        self.opener = OpenerDirector()
        handlers = (ProxyHandler(), _Plain(self), _Secure(self), _Redirects(self))
        for one in (*handlers, HTTPDefaultErrorHandler(), HTTPErrorProcessor()):
            self.opener.add_handler(one)

    def check_address(self, address: str) -> None:
        """Raise `UnreadableCalendar` if a redirect must not lead to this address."""
        scheme = address.partition(":")[0].lower()
        if scheme not in SCHEMES or (self._is_secure and scheme != "https"):
            raise UnreadableCalendar("redirect")

    def check_peer(self, connection: HTTPConnection) -> None:
        """Raise `UnreadableCalendar` if a request must not be sent over this connection."""
        is_inside = self._is_inside(connection.sock.getpeername()[0])
        if is_inside and not self._may_go_inside:
            connection.close()
            raise UnreadableCalendar("redirect")
        self._may_go_inside = self._may_go_inside and is_inside

    def check_proxy(self, _connection: HTTPConnection) -> None:
        """Note that the request goes through a proxy of ours, which decides where it leads."""
        self._may_go_inside = False


class _Redirects(HTTPRedirectHandler):
    """Follows a redirect that is allowed."""

    max_redirections = REDIRECTS

    def __init__(self, journey: _Journey) -> None:
        self._journey = journey

    def redirect_request(self, *given: Any, **named: Any) -> Request | None:
        """Return the request to the next address, the last argument; the second one is the answer that leads there."""
        with closing(given[1]):
            self._journey.check_address(given[-1])
        return super().redirect_request(*given, **named)


class _CheckedConnection(HTTPConnection):
    """A connection that checks where it leads before anything is sent."""

    def __init__(self, *given: Any, check: Callable[[HTTPConnection], None], **named: Any) -> None:
        super().__init__(*given, **named)
        self._check = check

    def connect(self) -> None:
        """Connect, and check where it leads."""
        super().connect()
        self._check(self)


class _SecureConnection(_CheckedConnection, HTTPSConnection):
    """The same over TLS; a proxy that is on the way is the operator's own choice."""


class _Plain(HTTPHandler):
    def __init__(self, journey: _Journey) -> None:
        super().__init__()
        self._journey = journey

    def http_open(self, req: Request) -> HTTPResponse:
        """Open an http address."""
        check = self._journey.check_proxy if req.has_proxy() else self._journey.check_peer
        return self.do_open(partial(_CheckedConnection, check=check), req)


class _Secure(HTTPSHandler):
    def __init__(self, journey: _Journey) -> None:
        super().__init__()
        self._journey = journey

    def https_open(self, req: Request) -> HTTPResponse:
        """Open an https address."""
        is_tunnel = getattr(req, "_tunnel_host", None) is not None
        check = self._journey.check_proxy if is_tunnel else self._journey.check_peer
        return self.do_open(partial(_SecureConnection, check=check, context=ssl.create_default_context()), req)
