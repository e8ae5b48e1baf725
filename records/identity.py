"""An identity: the id once given to a mention, for ever."""

from datetime import datetime

from msgspec import Struct


class Identity(Struct, frozen=True):
    """An id and when it was minted (UTC)."""

    id: str
    minted_at: datetime
