"""How many options can a Slack select menu have?"""

SELECT_LIMIT = 100
"""Maximum options of a static select (docs.slack.dev/reference/block-kit/block-elements/select-menu-element)."""
