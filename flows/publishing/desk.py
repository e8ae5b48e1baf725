"""The publisher's desk: what every step of a publish, a rollback or an opt-out works with."""

from msgspec import Struct, field
from sqlalchemy import Engine

from search import IndexWriter
from search.settings import SearchSettings
from store.leases import Lease
from store.settings import StoreSettings


class Desk(Struct, frozen=True, kw_only=True):
    """The ledger, the files and one engine's versions, while the publisher's lease is `held`.

    `live` is the version that was live and whole when the lease was taken; `obeyed` says by version how many documents
    the opt-outs took out then.
    """

    ledger: Engine
    store: StoreSettings
    search: SearchSettings
    writer: IndexWriter
    held: Lease
    live: str | None = None
    obeyed: dict[str, int] = field(default_factory=dict)

    @property
    def engine(self) -> str:
        """The engine's name in the ledger."""
        return self.search.engine
