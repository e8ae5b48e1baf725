"""The frontier: each page once, within the budget, and no list that goes on for ever."""

from collections.abc import Iterable
from urllib.parse import urlsplit

MAX_PAGES_OF_A_LIST = 200


class Frontier:
    """Remembers what was found and how much may still be fetched."""

    def __init__(self, max_pages: int | None) -> None:
        self._seen: set[str] = set()
        self._left = max_pages
        self._shown: dict[str, set[str]] = {}
        self.over_budget = False

    @property
    def found(self) -> int:
        """The number of pages found."""
        return len(self._seen)

    def is_new(self, url: str) -> bool:
        """Whether this url is met for the first time; it is remembered."""
        if url in self._seen:
            return False
        self._seen.add(url)
        return True

    def take(self) -> bool:
        """Takes one page from the budget; False when none is left."""
        if self._left is None:
            return True
        self._left -= 1
        self.over_budget = self._left < 0
        return not self.over_budget

    def goes_on(self, listing: str, shown: Iterable[str]) -> bool:
        """Whether the next pages of a listing are worth fetching: only while it shows what it did not show before."""
        parts = urlsplit(listing)
        known = self._shown.setdefault(parts.path, set())
        before = len(known)
        known.update(shown)
        return len(known) > before and int(parts.query.partition("=")[2] or 1) < MAX_PAGES_OF_A_LIST
