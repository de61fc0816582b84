"""Is this the address of a database, or of a web server? Errors never repeat any part of it.

An address may hold a password or a key, and a typing mistake may move it to where nobody expects it: the password in
`postgresql://me:top@secret@db/x` ends up in the host. So nothing is shown before all of it is understood.
"""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

SQLITE, POSTGRES = "sqlite:///", "postgresql://"
UNSEEN = re.compile(r"[\s\x00-\x1f\x7f]")
HOST = re.compile(r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]")
ENCODE = "write signs such as @ : / ? # in a name or a password percent-encoded, @ as %40"
OPTIONS = frozenset({
    "application_name", "channel_binding", "gssdelegation", "gssencmode", "gsslib", "host", "hostaddr", "keepalives",
    "keepalives_count", "keepalives_idle", "keepalives_interval", "krbsrvname", "load_balance_hosts", "passfile",
    "port", "require_auth", "requirepeer", "service", "ssl_max_protocol_version", "ssl_min_protocol_version",
    "sslcert", "sslcertmode", "sslcrl", "sslcrldir", "sslkey", "sslmode", "sslnegotiation", "sslpassword",
    "sslrootcert", "sslsni", "target_session_attrs", "tcp_user_timeout",
})  # fmt: skip
"""Options that may follow the `?` (postgresql.org/docs/current/libpq-connect.html); the others come before it."""


class WrongAddress(ValueError):
    """The address cannot be used; the message says what is wrong without repeating any of it."""


@dataclass(frozen=True)
class SqliteAddress:
    """A database in an SQLite file."""

    path: str
    """As it was given, relative or absolute."""


@dataclass(frozen=True)
class PostgresAddress:
    """A database on a PostgreSQL server."""

    url: str
    """A URL that SQLAlchemy parses without surprises."""
    secrets: frozenset[str]
    """The parts that must never be shown, both percent-encoded and decoded."""


def database_address(text: str) -> SqliteAddress | PostgresAddress:
    """Return what a DATABASE_URL means; raise `WrongAddress` unless all of it is understood."""
    if text.startswith(SQLITE):
        return SqliteAddress(_file(text.removeprefix(SQLITE)))
    if text.startswith((POSTGRES, "postgres://")):
        return _postgres(text.partition("://")[2])
    raise WrongAddress("it starts neither with sqlite:/// nor with postgresql://")


def _file(path: str) -> str:
    if path in {"", ":memory:"}:
        raise WrongAddress("it names no file")
    if path.startswith("file:") or "?" in path:
        raise WrongAddress("it has options of SQLite's, and only the path of a file is taken")
    if path[0] in "~$%":
        raise WrongAddress(f"it begins with {path[0]}, which only a shell understands: write the whole path")
    if path.endswith(("/", "\\")):
        raise WrongAddress("it names a folder, and no file in it")
    if path != path.strip() or not path.isprintable():
        raise WrongAddress("it has a blank at its beginning or end, or a sign that cannot be seen")
    return path


def _postgres(rest: str) -> PostgresAddress:
    if UNSEEN.search(rest):
        raise WrongAddress("it contains a blank or a sign that cannot be seen")
    who, _, where = rest.rpartition("@")
    user, _, password = who.partition(":")
    if "@" in who or re.search("[/?#]", user):
        raise WrongAddress(f"it has an @ too many: {ENCODE}")
    place = re.split("[/?]", where, maxsplit=1)[0]
    _check_place(place)
    name, _, options = where[len(place) + 1 :].partition("?") if where[len(place) :].startswith("/") else ("", "", "")
    if not name or "/" in name:
        raise WrongAddress("it names no database, as in postgresql://user:password@host/database")
    secrets = {password, *_secret_options(options)}
    return PostgresAddress(POSTGRES + rest, frozenset({*secrets, *map(unquote, secrets)} - {""}))


def _check_place(where: str) -> None:
    """Raise `WrongAddress` unless this is a host, a host and a port, or nothing, as with a socket."""
    if "," in where:
        raise WrongAddress("it names several hosts; these are written ?host=first:5432&host=second:5432")
    host, colon, port = where.rpartition(":") if re.search(r":[^\]]*$", where) else (where, "", "")
    if colon and not (port.isascii() and port.isdigit() and 1 <= int(port[:6]) <= 65535):  # noqa: PLR2004 - sixteen bits
        raise WrongAddress(f"its port is no number from 1 to 65535: {ENCODE}")
    if host and not HOST.fullmatch(host):
        raise WrongAddress(f"its host is none: {ENCODE}")


def _secret_options(options: str) -> list[str]:
    """Return the values that are secret; raise `WrongAddress` for an unknown option."""
    given = parse_qsl(options, keep_blank_values=True)
    if options and (not given or any(name not in OPTIONS for name, _ in given)):
        raise WrongAddress("it has an option behind the ? that PostgreSQL's clients do not have")
    return [value for name, value in given if name == "sslpassword"]


def check_web_address(text: str) -> SplitResult:
    """Return the parts of an http address; raise `WrongAddress` if no request could be sent there as it stands."""
    if not text.startswith(("http://", "https://")):
        raise WrongAddress("it is not an http address")
    if UNSEEN.search(text) or not text.isascii():
        raise WrongAddress("it contains a blank or a letter that no address has")
    try:
        parts = urlsplit(text)
        has_port = parts.port != 0
    except ValueError:
        raise WrongAddress("its host or its port is none") from None
    if parts.username is not None or parts.password is not None:
        raise WrongAddress("it contains a name or a password before an @, which are not sent")
    host = parts.netloc.removesuffix(f":{parts.port}") if parts.port else parts.netloc
    if not has_port or not HOST.fullmatch(host):
        raise WrongAddress("its host or its port is none")
    return parts
