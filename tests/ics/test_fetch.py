"""A calendar is fetched from the policy's address; no redirect leads from the internet into our network."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ics.fetch import SIZE_LIMIT, _Journey, is_inside, read_address, read_file
from bot.ics.unreadable import UnreadableCalendar
from tests.ics.server import CalendarServer


@pytest.fixture
def server() -> Iterator[CalendarServer]:
    """A server of ours."""
    with CalendarServer("127.0.0.1").running() as server:
        yield server


@pytest.fixture
def outside() -> Iterator[CalendarServer]:
    """A server that stands for one on the internet."""
    with CalendarServer("127.0.0.2").running() as server:
        yield server


def only_first_is_inside(address: str) -> bool:
    """Return whether an address counts as inside our network: 127.0.0.1 does, all others are the internet."""
    return address == "127.0.0.1"


def fails(address: str) -> str:
    """Return why an address cannot be read."""
    with pytest.raises(UnreadableCalendar) as problem:
        read_address(address, is_inside=only_first_is_inside)
    return str(problem.value)


def test_reads_what_is_there(server: CalendarServer) -> None:
    server.body = b"BEGIN:VCALENDAR"
    assert read_address(f"{server.address}/on-call.ics?token=secret") == b"BEGIN:VCALENDAR"
    assert server.asked == ["/on-call.ics?token=secret"]


@pytest.mark.parametrize("status", [401, 404, 500, 503])
def test_says_what_the_server_answers(server: CalendarServer, status: int) -> None:
    server.status = status
    assert fails(server.address) == f"status {status}"


def test_takes_no_more_than_it_may(server: CalendarServer, tmp_path: Path) -> None:
    server.body = b"x" * SIZE_LIMIT
    assert len(read_address(server.address)) == SIZE_LIMIT
    server.body = b"x" * 5_000_000
    assert fails(server.address) == "too_large"
    file = tmp_path / "large.ics"
    file.write_bytes(server.body)
    with pytest.raises(UnreadableCalendar, match="too_large"):
        read_file(file)


def test_says_that_nobody_is_there(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert fails(f"http://127.0.0.1:{free.getsockname()[1]}/") == "unreachable"
    with pytest.raises(UnreadableCalendar, match="no_file"):
        read_file(tmp_path / "nothing.ics")
    with pytest.raises(UnreadableCalendar, match="no_file"):
        read_file(tmp_path)


class TestRedirect:
    """A redirect is followed only to addresses that its server could reach itself."""

    def test_is_followed(self, server: CalendarServer, outside: CalendarServer) -> None:
        outside.body = b"moved"
        server.leads_to = f"{outside.address}/there"
        assert read_address(server.address, is_inside=only_first_is_inside) == b"moved"

    def test_from_one_place_of_ours_to_another_is_followed(self, server: CalendarServer) -> None:
        with CalendarServer("127.0.0.1").running() as other:
            other.body, server.leads_to = b"moved", other.address
            assert read_address(server.address, is_inside=only_first_is_inside) == b"moved"

    def test_from_the_internet_to_a_place_of_ours_is_not(self, server: CalendarServer, outside: CalendarServer) -> None:
        outside.leads_to = f"{server.address}/admin"
        assert fails(outside.address) == "redirect"
        assert server.asked == []

    def test_by_a_detour_is_not(self, server: CalendarServer, outside: CalendarServer) -> None:
        """From a place of ours into the internet, and from there back to another one of ours."""
        with CalendarServer("127.0.0.1").running() as other:
            server.leads_to, outside.leads_to = outside.address, other.address
            assert fails(server.address) == "redirect"
            assert other.asked == []

    @pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/calendar,x", "gopher://x/"])
    def test_to_anything_but_http_is_not(self, server: CalendarServer, to: str) -> None:
        server.leads_to = to
        assert fails(server.address) in {"redirect", "status 302"}

    def test_without_end_is_given_up(self, server: CalendarServer) -> None:
        server.leads_to = server.address
        assert fails(server.address) == "status 302"
        assert len(server.asked) < 20

    @pytest.mark.parametrize("to", ["http://calendar.example/", "HTTP://calendar.example/", "file:///etc/passwd"])
    def test_from_https_to_anything_else_is_not(self, to: str) -> None:
        with pytest.raises(UnreadableCalendar, match="redirect"):
            _Journey("https://calendar.example/", is_inside).check_address(to)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("10.1.2.3", True),
        ("172.16.0.1", True),
        ("192.168.1.1", True),
        ("169.254.169.254", True),  # The metadata service of cloud providers.
        ("100.64.0.1", True),
        ("0.0.0.0", True),  # noqa: S104 - nothing is bound to it
        ("224.0.0.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("fe80::1%eth0", True),
        ("fd00::1", True),
        ("fec0::1", True),
        ("::127.0.0.1", True),
        ("64:ff9b::169.254.169.254", True),  # Through a gateway from IPv6 to IPv4.
        ("2002:a00:1::1", True),  # 10.0.0.1, as 6to4 writes it.
        ("93.184.215.14", False),
        ("::ffff:93.184.215.14", False),
        ("64:ff9b::93.184.215.14", False),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", False),
    ],
)
def test_knows_what_is_ours(address: str, expected: bool) -> None:
    assert is_inside(address) == expected
