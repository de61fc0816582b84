"""The HTTP server facing clients that are slow, silent or too many, on loopback."""

import http.client
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from threading import Barrier, Event, Semaphore, Thread, Timer
from typing import Any

import pytest

from bot.http_server import THREADS, HttpServer
from bot.receipt import received_at

MOST_BYTES = 100_000
SLACK_WAITS = 3.0
HEAD = b"POST /slack/events HTTP/1.1\r\nHost: guichet\r\nContent-Length: 5000\r\n"
WHOLE = b"POST /slack/events HTTP/1.1\r\nHost: guichet\r\nContent-Length: 2\r\n\r\nhi"


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """Answer with the number of bytes received."""
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Length", str(len(str(len(body)))))])
    return [str(len(body)).encode()]


@contextmanager
def serving(**limits: Any) -> Iterator[HttpServer]:
    server = HttpServer(application, port=0, most_bytes=MOST_BYTES, **limits)
    server.start()
    yield server
    server.stop()


def post(server: HttpServer, body: Any = b"hello", **more: Any) -> tuple[int, str]:
    """Post over a new connection, and return status and body of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=SLACK_WAITS)
    connection.request("POST", "/slack/events", body, **more)
    answer = connection.getresponse()
    read = answer.status, answer.read().decode()
    connection.close()
    return read


def connect(server: HttpServer, sent: bytes = b"") -> socket.socket:
    one = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    one.sendall(sent)
    return one


def read_answer(one: socket.socket) -> bytes:
    """Return the answer of the application to `WHOLE`."""
    read = b""
    while not read.endswith(b"\r\n\r\n2"):
        part = one.recv(1000)
        assert part, read
        read += part
    return read


class TestBadClients:
    """Whoever is slow or silent takes nothing from the others."""

    @pytest.mark.parametrize("drip", [b"", b"x"], ids=["stalled", "dripping"])
    @pytest.mark.parametrize("sent", [b"", HEAD, HEAD + b"\r\nab", WHOLE], ids=["silent", "head", "body", "answered"])
    def test_do_not_keep_others_waiting(self, sent: bytes, drip: bytes) -> None:
        """110 of them: as many as once kept Slack out for two minutes."""
        with serving() as server, ExitStack() as bad:
            held = [bad.enter_context(connect(server, sent)) for _ in range(110)]
            took = []
            for _ in range(20):
                for one in held if drip else ():
                    one.sendall(drip)
                began = time.monotonic()
                assert post(server) == (200, "5")
                took.append(time.monotonic() - began)
            assert server.connections >= 110, "all of them were there meanwhile"
        assert max(took) < SLACK_WAITS / 2

    def test_give_way_where_there_are_too_many(self) -> None:
        """Four times as many as there is room for, and each one that is closed is opened again."""
        with serving(most_connections=50) as server, coming_again(server, 200) as tries:
            for _ in range(20):
                assert post(server) == (200, "5")
            assert server.connections <= 60
        assert len(tries) > 200

    @pytest.mark.parametrize("sent", [b"", HEAD, HEAD + b"\r\nab"], ids=["silent", "head", "body"])
    def test_are_closed_after_their_time(self, sent: bytes) -> None:
        with serving(whole_within_s=0.4, idle_s=60) as server, connect(server, sent) as one:
            began = time.monotonic()
            assert one.recv(100) == b""
            assert 0.3 < time.monotonic() - began < 3

    def test_win_no_time_by_sending_drops(self) -> None:
        """Each byte comes in time, the whole does not."""
        with serving(whole_within_s=0.4, idle_s=60) as server, connect(server, HEAD) as one:
            assert sends_for(one, b"x", pause=0.05) < 4

    def test_that_idle_after_an_answer_are_closed_later(self) -> None:
        with serving(whole_within_s=0.2, idle_s=1) as server, connect(server, WHOLE) as one:
            read_answer(one)
            began = time.monotonic()
            assert one.recv(100) == b""
            assert 0.8 < time.monotonic() - began < 4


def sends_for(one: socket.socket, part: bytes, *, pause: float) -> float:
    """Send this part again and again, and return after how many seconds the connection was cut."""
    began = time.monotonic()
    with suppress(ConnectionError):
        while time.monotonic() - began < 8:
            one.sendall(part)
            time.sleep(pause)
    return time.monotonic() - began


@contextmanager
def coming_again(server: HttpServer, number: int) -> Iterator[list[int]]:
    """Hold this many silent connections open, and reopen each one that is closed; yield the list of all attempts."""
    over, tries = Event(), list[int]()

    def hold(number: int) -> None:
        while not over.is_set():
            tries.append(number)
            with connect(server) as one:
                one.settimeout(0.2)
                while not over.is_set():
                    try:
                        if one.recv(1) == b"":
                            break
                    except TimeoutError:
                        continue
                    except OSError:
                        break

    threads = [Thread(target=hold, args=(one,)) for one in range(number)]
    for thread in threads:
        thread.start()
    yield tries
    over.set()
    for thread in threads:
        thread.join()


class TestGoodClients:
    """A proxy keeps its connection, and every answer arrives."""

    def test_may_take_their_time_between_two_requests(self) -> None:
        with serving(whole_within_s=0.3, idle_s=60) as server, connect(server) as one:
            for _ in range(2):
                one.sendall(WHOLE)
                assert read_answer(one).startswith(b"HTTP/1.1 200 OK")
                time.sleep(1.5)

    @pytest.mark.parametrize("version", ["1.0", "1.1"])
    def test_that_want_it_closed_get_the_whole_answer_and_then_the_end(self, version: str) -> None:
        with serving() as server, connect(server) as one:
            one.sendall(f"POST / HTTP/{version}\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi".encode())
            answer = b"".join(iter(lambda: one.recv(1000), b""))
        assert answer.endswith(b"\r\n\r\n2")

    def test_get_their_answers_when_the_server_stops(self) -> None:
        """Sixteen requests are under way while it stops; whoever is answered is answered wholly."""
        is_in, may_end = Barrier(17), Event()

        def slow(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
            is_in.wait()
            may_end.wait()
            return application(environ, start_response)

        server = HttpServer(slow, port=0, most_bytes=MOST_BYTES)
        server.start()
        with ExitStack() as stack:
            clients = [stack.enter_context(connect(server, WHOLE)) for _ in range(16)]
            is_in.wait()
            Timer(0.2, may_end.set).start()
            server.stop()
            assert [read_answer(one)[:15] for one in clients] == [b"HTTP/1.1 200 OK"] * 16

    def test_are_let_go_when_the_server_stops(self) -> None:
        with serving() as server, connect(server, WHOLE) as one:
            read_answer(one)
        assert server.connections == 0


class TestReceipt:
    """A request is received when it comes, however long it then waits for a thread."""

    def test_is_when_it_came(self) -> None:
        busy, is_over, waited = Semaphore(0), Event(), list[float]()

        def application(_environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
            waited.append(time.monotonic() - received_at())
            busy.release()
            is_over.wait(30)
            start_response("200 OK", [("Content-Length", "0")])
            return []

        server = HttpServer(application, port=0, most_bytes=MOST_BYTES)
        server.start()
        with ExitStack() as connections:
            for _ in range(THREADS):
                connections.enter_context(connect(server, WHOLE))
                assert busy.acquire(timeout=10)
            connections.enter_context(connect(server, WHOLE))
            time.sleep(0.3)
            is_over.set()
            assert busy.acquire(timeout=10)
        server.stop()
        assert waited[-1] > 0.2


class TestLongBodies:
    """A body that is too long is answered with status 413, also if its sender reads nothing before all is sent."""

    @pytest.mark.parametrize("size", [MOST_BYTES, 20_000_000])
    @pytest.mark.parametrize("is_chunked", [False, True])
    def test_are_refused(self, size: int, *, is_chunked: bool) -> None:
        body: Any = (b"x" * 1000 for _ in range(size // 1000)) if is_chunked else b"x" * size
        with serving() as server:
            assert post(server, body, encode_chunked=is_chunked)[0] == 413
            assert post(server) == (200, "5")

    def test_are_refused_before_they_are_sent(self) -> None:
        """A gigabyte is announced, and not waited for."""
        head = b"POST / HTTP/1.1\r\nHost: guichet\r\nContent-Length: 1000000000\r\n\r\n"
        with serving() as server, connect(server, head) as one:
            assert one.recv(1000).startswith(b"HTTP/1.1 413 ")

    def test_that_never_end_are_cut_off(self) -> None:
        head = b"POST / HTTP/1.1\r\nHost: guichet\r\nContent-Length: 1000000000000\r\n\r\n"
        with serving(whole_within_s=0.4) as server, connect(server, head) as one:
            assert sends_for(one, b"x" * 10_000, pause=0.01) < 4

    def test_that_just_fit_are_taken(self) -> None:
        with serving() as server:
            assert post(server, b"x" * (MOST_BYTES - 1)) == (200, str(MOST_BYTES - 1))
