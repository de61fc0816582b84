"""A file of products: code, name, and the last days of mainstream and extended support."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, SQLModel, col

from bot.imports.cells import Cells
from bot.imports.csv_file import Columns
from bot.imports.kind import Changes, Draft, Sorted, compare, insert_rows, stored_by_code
from bot.imports.mistakes import Mistakes
from bot.rules.products import CODE_LIMIT, NAME_LIMIT
from models import Product
from models.event_vocabulary import AccountEvent
from models.search_text import search_text


class ProductImport:
    """Products by their codes, in which upper and lower case are the same."""

    name = "products"
    event: AccountEvent = "import_products"
    table: type[SQLModel] = Product
    columns = Columns(["code", "name", "mainstream_end", "extended_end"])
    key_columns: Sequence[str] = ("code",)

    def __init__(self) -> None:
        self._changes = Changes(Product)
        self._codes: dict[str, str] | None = None
        """The catalogue's codes that have capital letters, by the code in lower case."""

    def read(self, cells: Cells) -> Draft:
        """Return what a row says; extended support cannot end first."""
        code = cells.code("code", limit=CODE_LIMIT)
        mainstream_end, extended_end = cells.day("mainstream_end"), cells.day("extended_end")
        if mainstream_end and extended_end and extended_end < mainstream_end:
            cells.wrong("extended_end", f"{extended_end} is before the end of mainstream support: correct one of them.")
        name = cells.text("name", limit=NAME_LIMIT)
        values = {
            "code": code,
            "name": name,
            "search_text": search_text(name, code),
            "mainstream_end": mainstream_end,
            "extended_end": extended_end,
        }
        return Draft(cells.line, (code.lower(),), values)

    def sort(self, session: Session, drafts: list[Draft], _mistakes: Mistakes) -> Sorted:
        """Compare with the catalogue."""
        if self._codes is None:
            codes = session.connection().execute(select(col(Product.code))).scalars()
            self._codes = {code.lower(): code for code in codes if code != code.lower()}
        meant = {self._codes.get(draft.key[0], draft.key[0]) for draft in drafts}
        stored = stored_by_code(session, Product, drafts, codes=meant)
        return compare(drafts, {(values["code"].lower(),): (row_id, values) for row_id, values in stored})

    def add(self, session: Session, drafts: list[Draft], *, now: datetime) -> None:  # noqa: ARG002 - see ImportKind
        """Add products to the catalogue."""
        insert_rows(session, Product, [draft.values for draft in drafts])

    def change(self, session: Session, drafts: list[Draft], *, now: datetime) -> None:  # noqa: ARG002 - see ImportKind
        """Rename products or move their dates."""
        self._changes.lay_ready(session, [(draft.row_id, draft.values) for draft in drafts])

    def finish(self, session: Session) -> None:
        """Make the changes."""
        self._changes.apply(session)
