"""A PostgreSQL server of one's own, which a test may stop and start."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any


class Server:
    """A server on a socket in a folder."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # pgserver warns where there is none.
        import pgserver  # noqa: PLC0415 - it looks at the environment when it is imported

        self._server = pgserver.get_server(folder / "data", cleanup_mode="stop")

    @property
    def url(self) -> str:
        """Return the server's URL, which stays the same after a restart."""
        return str(self._server.get_uri())

    @property
    def pid(self) -> int:
        """Return the id of the server's process."""
        return int(self._server.get_pid())

    def kill(self) -> None:
        """Stop the server at once: no transaction is finished, no connection is closed properly."""
        from pgserver._commands import pg_ctl  # noqa: PLC0415 - see above

        stop: Any = pg_ctl
        stop(["-w", "-m", "immediate", "stop"], pgdata=self._server.pgdata, user=self._server.system_user)

    def start(self) -> None:
        """Start the server again; it recovers what was committed."""
        self._server.ensure_postgres_running()

    def end(self) -> None:
        """Stop the server for good."""
        self._server.cleanup()


@contextmanager
def postgres_server() -> Iterator[Server]:
    """Yield a new server."""
    with TemporaryDirectory(prefix="guichet-postgres-", ignore_cleanup_errors=True) as folder:
        server = Server(Path(folder))
        try:
            yield server
        finally:
            server.end()
