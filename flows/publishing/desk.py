"""The publisher's desk: what every step of a publish, a rollback or an opt-out works with."""

from msgspec import Struct, field
from sqlalchemy import Engine

from search import IndexWriter
from search.settings import SearchSettings
from store.leases import Lease
from store.settings import StoreSettings


class Obeyed(Struct, frozen=True):
    """What became of the opt-outs: by version how many documents went, or why none could (`behind`).

    `versions` is how many there are; one that obeyed already stands in neither.
    """

    documents: dict[str, int] = field(default_factory=dict)
    behind: dict[str, str] = field(default_factory=dict)
    versions: int = 0


class Desk(Struct, frozen=True, kw_only=True):
    """The ledger, the files and one engine's versions, while the publisher's lease is `held`.

    `live` is the version that was live and whole when the lease was taken, `obeyed` what became of the opt-outs then.
    """

    ledger: Engine
    store: StoreSettings
    search: SearchSettings
    writer: IndexWriter
    held: Lease
    live: str | None = None
    obeyed: Obeyed = Obeyed()

    @property
    def engine(self) -> str:
        """The engine's name in the ledger."""
        return self.search.engine
