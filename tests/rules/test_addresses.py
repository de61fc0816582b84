import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import make_url

from bot.rules.addresses import PostgresAddress, SqliteAddress, WrongAddress, check_web_address, database_address

SECRET = "s3kr1t"


class TestDatabases:
    """All of an address is understood, or it is refused without a word of it."""

    @pytest.mark.parametrize(
        ("url", "path"),
        [
            ("sqlite:///guichet.db", "guichet.db"),
            ("sqlite:////var/lib/guichet/guichet.db", "/var/lib/guichet/guichet.db"),
            ("sqlite:///data/é ß.db", "data/é ß.db"),
            ("sqlite:///C:\\guichet\\guichet.db", "C:\\guichet\\guichet.db"),
            ("sqlite:///a~b$c%20d", "a~b$c%20d"),
        ],
    )
    def test_in_a_file_are_named_by_its_path(self, url: str, path: str) -> None:
        assert database_address(url) == SqliteAddress(path)

    @pytest.mark.parametrize(
        ("url", "secrets"),
        [
            ("postgresql://g:s3kr1t@db/g", ("s3kr1t",)),
            ("postgres://g:s3kr1t@db:5432/g", ("s3kr1t",)),
            ("postgresql://g:to%40p%2F@127.0.0.1/g", ("to%40p%2F", "to@p/")),
            ("postgresql://g:a/b?c#d:e@db/g", ("a/b?c#d:e",)),  # It is unambiguous, and SQLAlchemy takes it.
            ("postgresql://db/g", ()),
            ("postgresql://g@[::1]:5432/g?sslmode=require", ()),
            ("postgresql:///g?host=/run/postgresql", ()),
            ("postgresql://g:x@/g?host=first:5432&host=second:5432", ("x",)),
            ("postgresql://g:x@db/g?sslkey=k.pem&sslpassword=s3kr1t", ("s3kr1t", "x")),
        ],
    )
    def test_on_a_server_are_taken_with_their_secrets(self, url: str, secrets: tuple[str, ...]) -> None:
        address = database_address(url)
        assert isinstance(address, PostgresAddress)
        assert address.secrets == {*secrets}
        assert make_url(address.url).database == "g"

    @pytest.mark.parametrize(
        ("url", "reason"),
        [
            ("guichet.db", "it starts neither with sqlite:/// nor with postgresql://"),
            ("mysql://g:s3kr1t@db/g", "it starts neither with"),
            ("postgresql+psycopg://g:s3kr1t@db/g", "it starts neither with"),
            (" postgresql://g:s3kr1t@db/g", "it starts neither with"),
            ('"postgresql://g:s3kr1t@db/g"', "it starts neither with"),
            ("sqlite://guichet.db", "it starts neither with"),
            ("sqlite:///", "it names no file"),
            ("sqlite:///:memory:", "it names no file"),
            ("sqlite:///file:guichet.db?uri=true", "it has options of SQLite's"),
            ("sqlite:///file:guichet.db", "it has options of SQLite's"),
            ("sqlite:///guichet.db?nolock=1", "it has options of SQLite's"),
            ("sqlite:///~/guichet.db", "it begins with ~, which only a shell understands"),
            ("sqlite:///$HOME/guichet.db", "it begins with $, which only a shell understands"),
            ("sqlite:///%USERPROFILE%\\guichet.db", "it begins with %, which only a shell understands"),
            ("sqlite:////var/lib/guichet/", "it names a folder"),
            ("sqlite:/// guichet.db", "it has a blank at its beginning"),
            ("sqlite:///gui\0chet.db", "it has a blank at its beginning or end, or a sign that cannot be seen"),
            ("postgresql://g:s3kr1t@db:/g", "its port is no number from 1 to 65535"),
            ("postgresql://g:s3kr1t@db:0/g", "its port is no number"),
            ("postgresql://g:s3kr1t@db:65536/g", "its port is no number"),
            ("postgresql://g:s3kr1t@db:²/g", "its port is no number"),
            ("postgresql://g:s3kr1t@db:" + "9" * 5000 + "/g", "its port is no number"),
            ("postgresql://g:s3kr1t/g", "its port is no number"),
            ("postgresql://g:top@s3kr1t@127.0.0.1/g", "it has an @ too many"),
            ("postgresql://g:top@s3kr1t/x@db/g", "it has an @ too many"),
            ("postgresql://g/s3kr1t:x@db/g", "it has an @ too many"),
            ("postgresql://g:x@db/g?sslmode=require&x=@s3kr1t", "it has an @ too many"),
            ("postgresql://g:x@db#s3kr1t/g", "its host is none"),
            ("postgresql://g:x@s3 kr1t/g", "it contains a blank"),
            ("postgresql://g:s3\nkr1t@db/g", "it contains a blank"),
            ("postgresql://g:x@a:1,b:2/s3kr1t", "it names several hosts"),
            ("postgresql://g:s3kr1t@db", "it names no database"),
            ("postgresql://g:s3kr1t@db/", "it names no database"),
            ("postgresql://g:s3kr1t@db?sslmode=require", "it names no database"),
            ("postgresql://g:x@db/g/s3kr1t", "it names no database"),
            ("postgresql://g:x@db/g?password=s3kr1t", "it has an option behind the ?"),
            ("postgresql://g:x@db/g?s3kr1t", "it has an option behind the ?"),
            ("postgresql://", "it names no database"),
        ],
    )
    def test_that_are_none_are_refused(self, url: str, reason: str) -> None:
        with pytest.raises(WrongAddress) as refused:
            database_address(url)
        assert str(refused.value).startswith(reason)
        assert SECRET not in str(refused.value)

    @given(st.text("g:/?#@%4[],&=. ²é\n", max_size=25))
    def test_that_are_taken_are_taken_apart_by_sqlalchemy(self, rest: str) -> None:
        try:
            address = database_address(f"postgresql://{rest}")
        except WrongAddress:
            return
        assert isinstance(address, PostgresAddress)
        url = make_url(address.url)
        assert url.database
        assert not url.password or str(url.password) in address.secrets


class TestWebAddresses:
    """An address is one that a request can be sent to as it stands."""

    @pytest.mark.parametrize(
        "text",
        [
            "https://hc-ping.com/0e1b-22",
            "http://localhost:3000/api/",
            "http://127.0.0.1/x?y=%20#z",
            "http://[::1]:80/",
            "https://a.b",
        ],
    )
    def test_is_taken(self, text: str) -> None:
        assert check_web_address(text).geturl() == text

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("hc-ping.com/s3kr1t", "it is not an http address"),
            ("ftp://hc-ping.com/s3kr1t", "it is not an http address"),
            ("https://hc-ping.com/s3kr1t x", "it contains a blank or a letter that no address has"),
            ("https://hc-ping.com/s3kr1t\r\nX: y", "it contains a blank or a letter"),
            ("https://hc-ping.com/é/s3kr1t", "it contains a blank or a letter"),
            ("https://me:s3kr1t@hc-ping.com/", "it contains a name or a password"),
            ("https://s3kr1t@hc-ping.com/", "it contains a name or a password"),
            ("https://hc-ping.com:s3kr1t/", "its host or its port is none"),
            ("https://hc-ping.com:0/s3kr1t", "its host or its port is none"),
            ("https://hc-ping.com:99999/s3kr1t", "its host or its port is none"),
            ("https://[::1/s3kr1t", "its host or its port is none"),
            ("https:///s3kr1t", "its host or its port is none"),
            ("https://", "its host or its port is none"),
            ("https://a,b/s3kr1t", "its host or its port is none"),
        ],
    )
    def test_that_is_none_is_refused(self, text: str, reason: str) -> None:
        with pytest.raises(WrongAddress) as refused:
            check_web_address(text)
        assert str(refused.value).startswith(reason)
        assert SECRET not in str(refused.value)
