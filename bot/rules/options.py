"""How many things can somebody choose from in a select of Slack's?"""

SELECT_LIMIT = 100
"""Maximum options of a static select (docs.slack.dev/reference/block-kit/block-elements/select-menu-element)."""
