"""A manager keeps the catalogue."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import col, select

from bot.database import Database
from bot.operations.accounts.product import LifecycleReversed, ProductCodeTaken, edit_product
from bot.rules.products import ProductDetails
from models import Event, Product
from tests.contexts import POLICY
from tests.paying import manager_context

LAST_DAY = date(2026, 12, 31)


class TestProduct:
    """A product is one row, and every change of it is recorded."""

    def edit(self, database: Database, now: datetime, **changed: Any) -> Product:
        given = {
            "product_id": None,
            "code": "mail",
            "name": "Mail",
            "mainstream_end": LAST_DAY,
            "extended_end": None,
        } | changed
        with database.transaction() as session:
            return edit_product(session, ProductDetails(**given), context=manager_context(POLICY, now))

    def test_is_added_and_changed(self, database: Database, now: datetime) -> None:
        product = self.edit(database, now)
        self.edit(database, now, product_id=product.id, extended_end=LAST_DAY)
        self.edit(database, now, product_id=product.id, extended_end=LAST_DAY)  # changes nothing
        with database.reading() as session:
            events = session.exec(select(Event).order_by(col(Event.id))).all()
        first = {"product": 1, "code": "mail", "name": "Mail", "mainstream_end": "2026-12-31", "extended_end": None}
        assert [(one.before, one.after) for one in events] == [
            ({}, first),
            ({"extended_end": None}, {"product": 1, "extended_end": "2026-12-31"}),
        ]
        assert {(one.incident_id, one.account_id, one.actor) for one in events} == {(None, None, "U0MAX")}

    @pytest.mark.parametrize("code", ["mail", "MAIL"])
    def test_has_a_code_of_its_own(self, database: Database, now: datetime, code: str) -> None:
        self.edit(database, now)
        other = self.edit(database, now, code="other")
        for product_id in (None, other.id):
            with pytest.raises(ProductCodeTaken) as refused:
                self.edit(database, now, product_id=product_id, code=code)
            assert refused.value.field == "code"

    def test_has_it_alone_however_many_add_it_at_once(self, database: Database, now: datetime) -> None:
        def attempt(code: str) -> bool:
            try:
                self.edit(database, now, code=code)
            except ProductCodeTaken:
                return False
            return True

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(attempt, ["mail", "MAIL", "Mail", "mAIL", "maIL", "maiL", "MAil", "maIl"])) == 1
        with database.reading() as session:
            assert len(session.exec(select(Product)).all()) == 1

    def test_ends_its_extended_support_last(self, database: Database, now: datetime) -> None:
        with pytest.raises(LifecycleReversed) as refused:
            self.edit(database, now, extended_end=date(2026, 12, 30))
        assert refused.value.field == "extended_end"
