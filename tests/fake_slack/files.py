"""The method `files.info`."""

from typing import Any

from tests.fake_slack.api import Args, web_method
from tests.fake_slack.errors import SlackError
from tests.fake_slack.workspace import Workspace


@web_method("files.info", "file")
def files_info(workspace: Workspace, args: Args) -> dict[str, Any]:
    """Describe a file that the app may see."""
    if args["file"] not in workspace.files:
        raise SlackError("file_not_found")
    return {"file": workspace.files[args["file"]]}
