"""What managers read about tax exemption certificates."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.messages.certificate import near_expiry
from bot.texts.catalogue import Words

ENGLISH = Words("en", "Europe/Paris")
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.mark.parametrize(("now", "said"), [(NOW, "expires soon"), (NOW + timedelta(days=99), "has expired")])
def test_a_certificate_expires_or_has_expired(now: datetime, said: str) -> None:
    text = near_expiry(
        words=ENGLISH, now=now, account="Acme", country="FR", number="••••2345", valid_to="2026-12-23"
    ).text
    assert f"(FR) of Acme {said}: 23 Dec 2026" in text
