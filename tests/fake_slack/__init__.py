"""A strict stand-in for Slack's Web API, with the limits Slack has."""

from tests.fake_slack.server import FakeSlack

__all__ = ["FakeSlack"]
