"""The second voice: notifies people outside Slack, by mail, SMS, phone or pager, through Apprise (appriseit.com).

An address of the policy may name variables of the environment or of `.env`, such as `mailto://$MAIL_LOGIN@example.com`:
that is the place for passwords. No address is ever logged or printed, and what would quote one is switched off:
Apprise's own log, and that of urllib3, which has the path of each request if LOG_LEVEL is DEBUG.
"""

import logging
import os
from collections.abc import Mapping, Sequence
from string import Template
from typing import TYPE_CHECKING

from dotenv import dotenv_values

from bot.delivery.destination import channel_outside
from bot.delivery.traits import NotAccepted
from bot.policy_tables import Escalate
from bot.rules.escalation import key_of
from bot.setup_error import SetupError

if TYPE_CHECKING:
    from apprise import NotifyBase

TIMEOUT_S = 4.0
"""Maximum seconds to connect, and to wait for each answer: a lease lasts 45."""

QUOTE_ADDRESSES = ("apprise", "urllib3")
"""Loggers whose messages, or those of loggers below them, may show an address."""


class WrongPolicyAddress(SetupError):
    """An address in the policy file cannot be used; the sentence says which one, without showing it."""


class SecondVoice:
    """Sends to the addresses of the policy; may be used by several threads at once."""

    def __init__(self, escalations: Sequence[Escalate], environment: Mapping[str, str]) -> None:
        """Raise `WrongPolicyAddress` for an address with an unknown variable, or one that Apprise cannot read."""
        self._services: dict[str, tuple[str, NotifyBase]] = {}
        for number, escalation in enumerate(escalations, start=1):
            for position, address in enumerate(escalation.to, start=1):
                where = f"escalate {number}, address {position}"
                service = _service(address, environment, where=where)
                channel = channel_outside(key_of(address))
                self._services.setdefault(channel, (f"{where} ({service.service_name})", service))

    def is_gone(self, channel: str) -> bool:
        """Return True if this channel of the outbox is an address that the policy no longer names."""
        return channel not in self._services

    def send(self, channel: str, text: str) -> None:
        """Send the text to the address that this channel names; raise `NotAccepted` where its service refuses it."""
        where, service = self._services[channel]
        if not _send(service, text):
            raise NotAccepted(where)

    def addresses(self) -> list[str]:
        """Return the name of each address, such as "escalate 1, address 2 (Pager Duty)"."""
        return [where for where, _ in self._services.values()]

    def test(self, where: str, text: str) -> bool:
        """Send this text to one of `addresses`; return whether its service accepted it."""
        return _send(dict(self._services.values())[where], text)


def environment() -> dict[str, str]:
    """Return the variables of `.env` and of the environment, which wins."""
    return {name: value for name, value in dotenv_values(".env").items() if value is not None} | dict(os.environ)


def filled_in(address: str, environment: Mapping[str, str], *, where: str) -> str:
    """Return an address of the policy with its variables filled in; raise `WrongPolicyAddress` without showing it."""
    try:
        return Template(address).substitute(environment)
    except KeyError as missing:
        name = missing.args[0]
        raise WrongPolicyAddress(f"POLICY_FILE {where}: there is no {name} in the environment or in .env.") from None
    except ValueError:
        raise WrongPolicyAddress(f"POLICY_FILE {where}: a $ names a variable; write $$ for the sign itself.") from None


def _service(address: str, environment: Mapping[str, str], *, where: str) -> "NotifyBase":
    from apprise import Apprise  # noqa: PLC0415 - it takes over half a second, and few need it

    for name in QUOTE_ADDRESSES:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    service = Apprise.instantiate(filled_in(address, environment, where=where), suppress_exceptions=True)
    if service is None or isinstance(service, dict):
        raise WrongPolicyAddress(
            f"POLICY_FILE {where}: Apprise cannot read it; see appriseit.com for how to write one."
        )
    service.socket_connect_timeout = service.socket_read_timeout = TIMEOUT_S
    return service


def _send(service: "NotifyBase", text: str) -> bool:
    title, _, body = text.partition("\n")
    return bool(service.notify(body=body or title, title=title, notify_type="failure"))
