"""What do `guichet doctor` and `guichet manifest` print, even if the output can show neither emoji nor accents?"""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from slack_sdk import WebClient

from bot.database import open_database
from bot.doctor import examine, figures_of
from bot.doctor_slack import CheckResult
from bot.manifest import manifest
from bot.rules.addresses import WrongAddress, check_web_address
from bot.setup_error import SetupError
from bot.tls import tls_for
from bot.usable_settings import usable_settings
from bot.web import PATH

EXAMPLE = "https://guichet.example"
HOW_TO_REPLACE = (
    f"PORT is set: put the address at which Slack reaches Guichet in the place of {EXAMPLE}, "
    "or give it with --address.\n"
)


def print_doctor(*, as_json: bool) -> int:
    """Print what every check has found; return 0 if all is well, 1 if anything is wrong, 2 if it is a setting."""
    settings, wrong = usable_settings()
    token = settings.slack_bot_token.get_secret_value()
    url = settings.slack_api_url
    client = WebClient(token=token, base_url=url, timeout=10, ssl=tls_for(url), retry_handlers=[])
    database = open_database(settings.database_url)
    results = list(examine(settings, client, database, wrong=wrong))
    figures = figures_of(database) if as_json and "database_url" not in wrong else {}
    database.close()
    print_results(results, figures if as_json else None)
    return 2 if wrong else int(not all(one.is_well for one in results))


def print_results(results: Sequence[CheckResult], figures: Mapping[str, Any] | None) -> None:
    """Print a table or, with figures, JSON."""
    if figures is not None:
        listed = [{"subject": one.subject, "ok": one.is_well, "text": one.text} for one in results]
        is_plain = not _takes("é✅")
        print(json.dumps({"findings": listed, "figures": figures}, indent=2, ensure_ascii=is_plain))  # noqa: T201
        return
    well, wrong = ("✅", "❌") if _takes("✅❌") else ("ok", "WRONG")
    table = Table("", "What", "Finding")
    for one in results:
        table.add_row(well if one.is_well else wrong, one.subject, escape(one.text))
    Console().print(table)


def print_manifest(address: str | None) -> None:
    """Print the manifest: for Socket Mode or, with `PORT` or an address, for HTTP; a wrong one raises `SetupError`."""
    is_over_http = address is not None or usable_settings()[0].port is not None
    if address is None and is_over_http:
        sys.stderr.write(HOW_TO_REPLACE)
    print(json.dumps(manifest(address=_checked(address or EXAMPLE) if is_over_http else None), indent=2))  # noqa: T201


def _checked(address: str) -> str:
    try:
        parts = check_web_address(address)
    except WrongAddress as problem:
        raise SetupError(f"The address is wrong ({problem}): write it like {EXAMPLE}.") from None
    if parts.scheme != "https" or parts.query or parts.fragment:
        raise SetupError(f"Slack sends requests to an https address without ? or #: write it like {EXAMPLE}.")
    return address.removesuffix(PATH)


def _takes(text: str) -> bool:
    """Return whether standard output can show this."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
