"""The form in which a manager adds a product to the catalogue, or changes one."""

from datetime import date
from typing import Any

from slack_sdk.models.blocks import DatePickerElement

from bot.facts.product import ProductFacts
from bot.forms.administration import asking
from bot.forms.fields import asked, day_or_none, line, text_of
from bot.forms.values import values_of
from bot.rules.carried import number_in
from bot.rules.products import CODE_LIMIT, NAME_LIMIT, ProductDetails
from bot.texts.catalogue import Words


def view(product: ProductFacts | None, *, words: Words) -> dict[str, Any]:
    """Return the form, filled in with the product if there is one already."""
    code, name = (product.code, product.name) if product else (None, None)
    ends = (product.mainstream_end, product.extended_end) if product else (None, None)
    blocks = [
        asked("code", text_of(code, CODE_LIMIT), words),
        asked("name", text_of(name, NAME_LIMIT), words),
        asked("mainstream_end", _day(ends[0]), words, hint=words("hint-mainstream_end"), optional=True),
        asked("extended_end", _day(ends[1]), words, hint=words("hint-extended_end"), optional=True),
    ]
    act = "edit_product" if product else "add_product"
    return asking(act, blocks, title=f"act-{act}", carried=str(product.id) if product else "", words=words)


def read(submitted: dict[str, Any]) -> ProductDetails:
    """Return the product; raise a `Refusal` at the first field that is wrong."""
    values, carried = values_of(submitted), submitted.get("private_metadata")
    return ProductDetails(
        product_id=number_in(carried) if carried else None,
        code=line(values, "code", limit=CODE_LIMIT),
        name=line(values, "name", limit=NAME_LIMIT),
        mainstream_end=day_or_none(values, "mainstream_end"),
        extended_end=day_or_none(values, "extended_end"),
    )


def _day(initial: date | None) -> DatePickerElement:
    return DatePickerElement(initial_date=initial.isoformat() if initial else None)
