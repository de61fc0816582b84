"""`guichet` and `python -m bot`."""


def main() -> None:
    """Start."""
