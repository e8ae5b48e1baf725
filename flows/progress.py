"""How a stage says how far it is; who listens (a bar, nobody) is the caller's affair."""

from collections.abc import Callable

Progress = Callable[[str, int, int | None], None]
"""Called as progress(what, done, total); total is None while it is unknown."""


def silent(_what: str, _done: int, _total: int | None) -> None:
    """Listens to nothing."""
