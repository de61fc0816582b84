"""The field *Product*: a plain select, or a search if there are too many products for one."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from slack_sdk.models.blocks import ExternalDataSelectElement, InputInteractiveElement, Option, StaticSelectElement

from bot.facts.product import CatalogueEntry
from bot.forms.fields import asked, option_text
from bot.rules.carried import NUMBER
from bot.rules.filing import UnknownProduct
from bot.rules.lifecycle import last_day
from bot.rules.options import SELECT_LIMIT
from bot.texts.catalogue import Words

PRODUCT_OPTIONS = "product_options"
"""Action id with which Slack asks for products if there are too many for a plain select."""

ANY_PRODUCT = "any"
"""Value of the only option if there is no catalogue yet."""


@lru_cache(maxsize=64)
def product_field(
    products: tuple[CatalogueEntry, ...],
    locale: str,
    *,
    today: date,
    soon: timedelta,
    present: CatalogueEntry | None = None,
) -> dict[str, Any]:
    """Return the field as a Slack block: the same all day for all readers of this language, as its dates have no zone.

    Its only option is *any product* if there is no catalogue yet. In a search, `present` is chosen already; in a plain
    select, `begun` does that.
    """
    words = Words(locale, "UTC")
    select = _select(products, words=words, today=today, soon=soon, present=present)
    return asked("product", select, words, dispatch=True).to_dict()


def _select(
    products: Sequence[CatalogueEntry], *, words: Words, today: date, soon: timedelta, present: CatalogueEntry | None
) -> InputInteractiveElement:
    if len(products) > SELECT_LIMIT:
        chosen = product_options([present], words=words, soon=soon, today=today) if present else [None]
        return ExternalDataSelectElement(
            action_id=PRODUCT_OPTIONS,
            placeholder=words("placeholder-product"),
            min_query_length=1,
            initial_option=chosen[0],
        )
    options = product_options(products, words=words, soon=soon, today=today) or [
        Option(value=ANY_PRODUCT, text=words("product-any"))
    ]
    return StaticSelectElement(placeholder=words("placeholder-product"), options=options)


def product_options(products: Sequence[CatalogueEntry], *, words: Words, soon: timedelta, today: date) -> list[Option]:
    """Return the options for these products, at most as many as Slack allows, with their end of support."""
    return [
        Option(value=str(one.id), text=with_end(one, words, today=today, soon=soon)) for one in products[:SELECT_LIMIT]
    ]


def with_end(product: CatalogueEntry, words: Words, *, today: date, soon: timedelta) -> str:
    """Return the product's name, cut if needed, and the end of support if that is past or within `soon`."""
    note = words.end_of_support(last_day(product.mainstream_end, product.extended_end), today=today, soon=soon)
    tail = f" ({note})" if note else ""
    return option_text(product.name, tail)


def product_id_in(chosen: str) -> int | None:
    """Return the number of the product that was chosen; None for any product. Raises `UnknownProduct`."""
    if chosen == ANY_PRODUCT:
        return None
    if not NUMBER.fullmatch(chosen):
        raise UnknownProduct("product")
    return int(chosen)
