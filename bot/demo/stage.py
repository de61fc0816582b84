"""The demo's workspace and the bot in it, started together and stopped together."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr

from bot.app import Guichet
from bot.clock import FastClock
from bot.demo import seed
from bot.demo.local_slack import executable
from bot.demo.page import PageClient, serve_page
from bot.demo.samples import with_samples
from bot.demo.welcome import welcome
from bot.demo.workspace import LocalWorkspace
from bot.policy import Policy, read_policy
from bot.settings import Settings, read_settings
from bot.texts.catalogue import Words


@contextmanager
def stage(*, folder: Path, port: int, speed: float) -> Iterator[LocalWorkspace]:
    """Yield the running workspace with the bot connected to it; the bot's database is in `folder`.

    Raises `CannotFetch` or `CannotStart`, whose message is one sentence.
    """
    with LocalWorkspace(program=executable(), users=seed.USERS, channels=seed.CHANNELS, port=port) as workspace:
        settings = _settings(workspace, folder)
        policy = with_samples(_playable(read_policy(settings.policy_file), speed), folder)
        clock = FastClock(start=datetime.now(UTC), speed=speed)
        guichet = Guichet(settings, policy, clock=clock, client=PageClient)
        words = Words(settings.locale, policy.calendar_of(None).timezone, slack_dates=False)
        guichet.bolt.use(serve_page)
        guichet.prepare()
        seed.fill(guichet.database, policy=policy, now=guichet.now(), words=words)
        guichet.start()
        try:
            workspace.wait_for_bot()
            welcome(guichet.bolt.client, words, speed=speed)
            yield workspace
        finally:
            guichet.stop()


def _playable(policy: Policy, speed: float) -> Policy:
    """Return the policy with offers that stay open for as much real time as without the demo's speed.

    Nobody is called by @here, which the page would show as Slack's token.
    """
    intake = policy.intake.model_copy(update={"offer_valid": policy.intake.offer_valid * speed})
    reminders = policy.reminders.model_copy(update={"call": {}})
    return policy.model_copy(update={"intake": intake, "reminders": reminders})


def _settings(workspace: LocalWorkspace, folder: Path) -> Settings:
    """Return settings for the demo: LOCALE and POLICY_FILE are the user's, everything else is the demo's own."""
    return read_settings(
        _env_file=None,
        slack_bot_token=SecretStr(workspace.bot_token),
        slack_app_token=SecretStr(workspace.app_token),
        slack_api_url=workspace.api_url,
        triage_channel=seed.TRIAGE.id,
        managers=(seed.MAX.id,),
        database_url=f"sqlite:///{folder}/demo.db",
        port=None,
    )
