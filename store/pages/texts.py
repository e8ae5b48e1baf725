"""What the extract stage tells the ledger of pages: whether a changed body says anything new, and which are lost."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Engine, bindparam, or_, select, update

from store import tables
from store.pages.schedule import doubled
from store.pages.visits import portions

_ROWS = 5_000


class UnreadPage(Struct, frozen=True, gc=False):
    """A page whose current body (`digest`) may say other things than `text_digest`, the text known of it."""

    source: str
    url: str
    digest: str
    text_digest: str | None
    interval: int
    former_interval: int | None
    visited: int
    due: int


def unread_pages(ledger: Engine) -> Iterator[UnreadPage]:
    """The pages whose current body's text is not recorded yet."""
    page = tables.pages.c
    unread = or_(page.read_digest.is_(None), page.read_digest != page.digest)
    columns = [page[name] for name in UnreadPage.__struct_fields__]
    query = select(*columns).where(page.digest.is_not(None), unread)
    with ledger.connect() as connection:
        for row in connection.execution_options(yield_per=_ROWS).execute(query):
            yield UnreadPage(*row)


def record_texts(ledger: Engine, texts: Iterable[tuple[UnreadPage, str | None]]) -> None:
    """Records the digests of main texts (None: the page has none of its own).

    Where only the rest of a page changed, an advert, it counts as unchanged. A page that was visited meanwhile stays as
    it is.
    """
    page = tables.pages.c
    statement = (
        update(tables.pages)
        .where(page.source == bindparam("of"), page.url == bindparam("at"), page.digest == bindparam("read"))
        .where(page.visited == bindparam("night"), page.due == bindparam("was_due"))
        .values(
            text_digest=bindparam("text"),
            read_digest=bindparam("read"),
            former_interval=None,
            interval=bindparam("nights"),
            due=bindparam("next"),
        )
    )
    for some in portions([_row(unread, text) for unread, text in texts]):
        with ledger.begin() as connection:
            connection.execute(statement, list(some))


def record_lost(ledger: Engine, pages: Sequence[tuple[str, str, str]]) -> None:
    """(source, url, digest) of bodies that the archive cannot give back: where they are current, fetched anew."""
    page = tables.pages.c
    statement = (
        update(tables.pages)
        .where(page.source == bindparam("of"), page.url == bindparam("at"), page.digest == bindparam("lost"))
        .values(digest=None, etag=None, last_modified=None, due=0)
    )
    rows = [{"of": source, "at": url, "lost": digest} for source, url, digest in pages]
    if rows:
        with ledger.begin() as connection:
            connection.execute(statement, rows)


def _row(unread: UnreadPage, text: str | None) -> dict[str, Any]:
    interval, due = unread.interval, unread.due
    same = text is not None and text == unread.text_digest
    if same and unread.former_interval and due == unread.visited + interval:
        interval = doubled(unread.former_interval)
        due = unread.visited + interval
    return {
        "of": unread.source,
        "at": unread.url,
        "read": unread.digest,
        "night": unread.visited,
        "was_due": unread.due,
        "text": text,
        "nights": interval,
        "next": due,
    }
