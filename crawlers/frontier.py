"""The frontier: the pages due, drawn from the ledger as the crawl goes, each once, within the budget."""

import asyncio
from collections import deque
from collections.abc import Iterable

from sqlalchemy import Engine

from store.pages import PageState, due_pages

_DRAWN_AT_ONCE = 64


class Frontier:
    """Hands out due pages. It remembers only those that are under way: what is due stands in the ledger."""

    def __init__(self, ledger: Engine, source: str, night: int, max_pages: int | None, fetched: int) -> None:
        self._ledger = ledger
        self._source = source
        self._night = night
        self._left = None if max_pages is None else max_pages - fetched
        self._drawn: deque[PageState] = deque()
        self._under_way: set[str] = set()
        self._settled = 0
        self._ended = False
        self._news = asyncio.Event()
        self.over_budget = False

    @property
    def is_starving(self) -> bool:
        """Whether nothing is left to hand out until visits under way are recorded."""
        return not self._drawn

    async def next(self) -> PageState | None:
        """The next page; waits while visits under way may bring more; None at the end, and when the budget is spent."""
        while not self._drawn:
            settled = self._settled
            self._news.clear()
            if await self._draw():
                break
            if settled != self._settled:  # something was recorded meanwhile: look again
                continue
            if not self._under_way or self._ended:
                return None
            await self._news.wait()
        if self._ended:
            return None
        if self._left is not None:
            if self._left <= 0:
                self.over_budget = True
                return None
            self._left -= 1
        return self._drawn.popleft()

    def return_unasked(self) -> None:
        """Gives back to the budget what the last page handed out did not cost: it was not asked for."""
        if self._left is not None:
            self._left += 1

    def settle(self, urls: Iterable[str]) -> None:
        """These visits stand in the ledger, with all that they found."""
        self._under_way.difference_update(urls)
        self._settled += 1
        self._news.set()

    def end(self) -> None:
        """Nothing more is handed out."""
        self._ended = True
        self._news.set()

    async def _draw(self) -> bool:
        before = set(self._under_way)  # one may be recorded while the ledger is read, and look due all the same
        limit = _DRAWN_AT_ONCE + len(before)
        due = await asyncio.to_thread(due_pages, self._ledger, self._source, self._night, limit)
        new = [page for page in due if page.url not in before]
        self._under_way.update(page.url for page in new)
        self._drawn.extend(new)
        return bool(new)
