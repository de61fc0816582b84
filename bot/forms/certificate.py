"""The form in which a manager registers an account's tax exemption certificate."""

from typing import Any

from slack_sdk.models.blocks import DatePickerElement, PlainTextInputElement

from bot.facts.account import AccountEntry
from bot.forms.administration import about, asking
from bot.forms.fields import asked, day, line
from bot.forms.values import values_of
from bot.rules.carried import number_in
from bot.rules.certificates import CertificateDetails
from bot.texts.catalogue import Words

NUMBER_LIMIT, COUNTRY_LIMIT, FILE_LIMIT = 100, 10, 300
"""Maximum characters."""


def view(account: AccountEntry, *, words: Words) -> dict[str, Any]:
    """Return the form for a certificate of this account."""
    blocks = [
        about(account, words),
        asked("number", PlainTextInputElement(max_length=NUMBER_LIMIT), words),
        asked("country", PlainTextInputElement(max_length=COUNTRY_LIMIT), words, hint=words("hint-country")),
        asked("valid_from", DatePickerElement(), words),
        asked("valid_to", DatePickerElement(), words, hint=words("hint-valid_to")),
        asked("file", PlainTextInputElement(max_length=FILE_LIMIT), words, hint=words("hint-file")),
    ]
    return asking("register_certificate", blocks, title="certificate-title", carried=str(account.id), words=words)


def read(submitted: dict[str, Any]) -> CertificateDetails:
    """Return the certificate; raise a `Refusal` at the first field that is wrong."""
    values = values_of(submitted)
    return CertificateDetails(
        account_id=number_in(submitted["private_metadata"]),
        number=line(values, "number", limit=NUMBER_LIMIT),
        country=line(values, "country", limit=COUNTRY_LIMIT),
        valid_from=day(values, "valid_from"),
        valid_to=day(values, "valid_to"),
        file_reference=line(values, "file", limit=FILE_LIMIT),
    )
