"""The catalogue is searched by words."""

import pytest

from bot.database import Database
from bot.queries.products import found_products
from models import Product

NAMES = {"ms-22": "Mail Server 2022", "ms-19": "Mail Server 2019", "db": "Database 100%", "web_1": "Web Server"}


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", ["Database 100%", "Mail Server 2019", "Mail Server 2022", "Web Server"]),
        ("mail", ["Mail Server 2019", "Mail Server 2022"]),
        ("server 2022", ["Mail Server 2022"]),
        ("2022  MAIL", ["Mail Server 2022"]),
        ("ms-19", ["Mail Server 2019"]),  # its code
        ("100%", ["Database 100%"]),
        ("%", ["Database 100%"]),  # a sign like any other
        ("_", ["Web Server"]),
        ("mail nothing", []),
    ],
)
def test_every_word_must_be_there(database: Database, typed: str, names: list[str]) -> None:
    with database.transaction() as session:
        session.add_all(Product(code=code, name=name) for code, name in NAMES.items())
    with database.reading() as session:
        found, count = found_products(session, typed=typed, limit=20)
        first, count_of_all = found_products(session, typed=typed, limit=1)

    assert [one.name for one in found] == names
    assert count == count_of_all == len(names)
    assert [one.name for one in first] == names[:1]
