"""Products and accounts are found whatever the accents, the case and the blanks, the same on both databases."""

from collections.abc import Iterator, Sequence
from uuid import uuid4

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlmodel import Session, delete

from bot.database import Database, open_database
from bot.queries.accounts import all_accounts
from bot.queries.products import catalogue, found_products
from models import Account, Product
from models.search_text import folded, search_text
from tests.templates import copy_postgres, copy_sqlite

LETTERS = st.text(
    "aAeEéÉèœŒæß\u0131İøŁçñ\u0301\u00a0 \u2011-'’%_/\\1\u0661ﬁK\ufdfa\u200b\u202eдДשँ😀", min_size=1, max_size=12
)


@pytest.fixture(scope="module")
def both(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Database]]:
    urls = [
        copy_sqlite(tmp_path_factory.mktemp("search") / "guichet.db"),
        copy_postgres(postgres, f"guichet_{uuid4().hex}"),
    ]
    databases = [open_database(url) for url in urls]
    yield databases
    for one in databases:
        one.close()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("édition", "Édition 2026"),
        ("EDITION", "Édition 2026"),
        ("ecole", "École Supérieure"),
        ("superieure ÉCOLE", "École Supérieure"),
        ("e\u0301cole", "École Supérieure"),
        ("oeuvre", "Bonne Œuvre"),
        ("strasse", "Straße"),
        ("istanbul", "İstanbul"),
        ("mail server", "Mail\u00a0Server"),
        ("l'atelier", "L\u2019Atelier"),
        ("100%", "100% Coton"),
        ("a_b", "A_B"),
        ("k-9", "Other"),
    ],
)
def test_a_search_finds(database: Database, typed: str, name: str) -> None:
    with database.transaction() as session:
        for table in (Account, Product):
            session.add_all([table(code="K-9", name=name), table(code="Z", name="Zebra")])
        session.flush()

        assert [one.name for one in all_accounts(session, limit=9, typed=typed)] == [name]
        assert [one.name for one in catalogue(session, limit=9, typed=typed)] == [name]
        assert found_products(session, typed=typed, limit=9)[1] == 1


@given(names=st.lists(LETTERS, min_size=1, max_size=6), typed=LETTERS)
@example(names=["École", "ecole", "Ecole 2", "ÉCOLE-3"], typed="ecole")
@example(names=["100%", "1000"], typed="%")
def test_both_databases_find_the_same_in_the_same_order(both: list[Database], names: list[str], typed: str) -> None:
    found = []
    for database in both:
        with database.transaction() as session:
            for table in (Account, Product):
                session.exec(delete(table))
                session.add_all([table(id=at, code=f"C{at}", name=name) for at, name in enumerate(names, start=1)])
            session.flush()
            found.append([look(session, typed) for look in (_accounts, _products)])

    meant = [
        at for at, name in enumerate(names, start=1) if all(_has(name, at, word) for word in folded(typed).split())
    ]
    assert found[0] == found[1]
    assert [sorted(one) for one in found[0]] == [meant, meant]


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(max_size=150), st.text(max_size=60))
@example("\ufdfa" * 150, "\ufdfa" * 60)
def test_an_index_of_postgresql_takes_it(name: str, code: str) -> None:
    assert len(search_text(name, code).encode()) < 2704


def _accounts(session: Session, typed: str) -> Sequence[int]:
    return [one.id for one in all_accounts(session, limit=9, typed=typed)]


def _products(session: Session, typed: str) -> Sequence[int]:
    return [one.id for one in catalogue(session, limit=9, typed=typed)]


def _has(name: str, at: int, word: str) -> bool:
    return word in folded(name) or word in f"c{at}"
