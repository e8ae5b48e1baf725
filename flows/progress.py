"""How a stage says how far it is; who listens (a bar, nobody) is the caller's affair."""

from typing import Protocol


class Progress(Protocol):
    """Called as progress(what, done, total, note); total is None while it is unknown, the note says more in words."""

    def __call__(self, what: str, done: int, total: int | None, note: str = "") -> None:
        """Hears how far it is."""


def silent(what: str, done: int, total: int | None, note: str = "") -> None:
    """Listens to nothing."""
