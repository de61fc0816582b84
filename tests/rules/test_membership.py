"""Who can belong to an account?"""

import pytest

from bot.rules.membership import EVERYBODYS, domain_of, read_member


@pytest.mark.parametrize(
    ("text", "member"),
    [
        ("U012ABC", ("user", "U012ABC")),
        ("W012ABC", ("user", "W012ABC")),
        ("<@U012ABC|alice>", ("user", "U012ABC")),
        (" C012ABC ", ("channel", "C012ABC")),
        ("G012ABC", ("channel", "G012ABC")),
        ("<#C012ABC>", ("channel", "C012ABC")),
        ("https://acme.slack.com/archives/C012ABC", ("channel", "C012ABC")),
        ("D012ABC", None),  # a direct message
        ("#general", None),
        ("alice", None),
        ("example.com", ("domain", "example.com")),
        ("@Mail.Example.CO.UK", ("domain", "mail.example.co.uk")),
        ("alice@example.com", None),
        ("https://example.com", None),
        ("example", None),
        ("example..com", None),
        ("-a.com", None),
        ("10.0.0.1", None),
        ("a" * 64 + ".com", None),  # RFC 1035: 63 at the most
        ("a." * 127 + "com", None),  # 257 characters; 253 at the most
        ("", None),
    ],
)
def test_member_is_read(text: str, member: tuple[str, str] | None) -> None:
    assert read_member(text) == member


@pytest.mark.parametrize("domain", sorted(EVERYBODYS))
def test_domains_of_everybody_are_written_as_they_are_compared(domain: str) -> None:
    assert domain_of(domain) == domain
