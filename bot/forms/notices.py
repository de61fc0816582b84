"""What does the form say beside its fields? That what was chosen is excluded, and whether it is outside hours."""

from collections.abc import Collection, Mapping
from datetime import datetime

from slack_sdk.models.blocks import ContextBlock, MarkdownTextObject

from bot.facts.product import CatalogueEntry
from bot.rules.deadlines import opens_next
from bot.rules.lifecycle import out_of_support_since
from bot.rules.terms import Terms
from bot.texts.catalogue import Words
from bot.texts.slack_text import shown
from models.vocabulary import SeverityLetter


def notice(name: str, text: str) -> ContextBlock:
    """Return a line of small print beside a field; a notice of this name always has the same block id."""
    return ContextBlock(block_id=f"notice_{name}", elements=[MarkdownTextObject(text=text)])


def about_request(
    request: str, words: Words, *, exclusions: Collection[str], is_technician: bool
) -> list[ContextBlock]:
    """Return the clause that excludes this kind of request; an empty list if none does."""
    if request not in exclusions:
        return []
    return [notice("request", _excluded(words(f"refusal-{request}"), words, is_technician=is_technician))]


def about_product(
    product: CatalogueEntry | None, words: Words, *, terms: Terms, now: datetime, is_technician: bool
) -> list[ContextBlock]:
    """Return the notice that the product is out of its lifecycle; an empty list if it is not."""
    if product is None:
        return []
    today = now.astimezone(terms.hours().zone).date()
    ended = out_of_support_since(product.mainstream_end, product.extended_end, today=today)
    if ended is None:
        return []
    text = words("refusal-product_ended", product=shown(product.name), date=words.calendar_day(ended))
    return [notice("product", _excluded(text, words, is_technician=is_technician))]


def about_deadlines(deadlines: Mapping[SeverityLetter, datetime], words: Words) -> list[ContextBlock]:
    """Return the deadlines once more for a local workspace, whose page does not show the description of an option."""
    if words.slack_dates:
        return []
    lines = [
        f"{words(f'severity_short-{letter}')} · {words('severity-by', deadline=words.moment(deadline))}"
        for letter, deadline in deadlines.items()
    ]
    return [notice("deadlines", "\n".join(lines))]


def about_hours(cover: str, words: Words, *, terms: Terms, now: datetime) -> list[ContextBlock]:
    """Return the notice that it is outside business hours and what that means for this cover; else an empty list."""
    opens = opens_next(terms, now)
    if opens is None:
        return []
    text = "notice-outside_hours_24x7" if cover == "24x7" else "notice-outside_hours"
    return [notice("hours", words(text, opens=words.moment(opens)))]


def _excluded(text: str, words: Words, *, is_technician: bool) -> str:
    return words("notice-excluded_technician" if is_technician else "notice-excluded", why=text)
