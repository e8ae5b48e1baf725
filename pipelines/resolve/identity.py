"""Identities: an id is minted once, from the first mention, and kept."""

import hashlib
from base64 import b32encode
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct

from pipelines.resolve.clusters import APART, Cluster
from records import Identity


class Named(Struct, frozen=True):
    """A cluster with its id, and the ids it had before a merge."""

    id: str
    former_ids: list[str]
    cluster: Cluster

    @property
    def ids(self) -> list[str]:
        """All its ids, the present one last."""
        return [*self.former_ids, self.id]


def name_clusters(
    clusters: Iterable[Cluster], known: Mapping[str, Identity], successors: Mapping[str, str], now: datetime
) -> tuple[list[Named], dict[str, Identity]]:
    """Ids for all clusters, and the newly met mention keys to remember with them.

    A cluster keeps the oldest id that any of its mentions was given; the others become former ids. Where two
    clusters hold the same id (a split), the one with the earliest mention keeps it and the other gets a new one.
    A key that several clusters hold (the words that one copied from another) says nothing of either while one of
    them has a key of its own. `successors` maps the former ids of the last run to the ids that had absorbed them: whose
    mentions of that time are all gone keeps the id nevertheless.
    """
    clusters = sorted(clusters, key=_order)
    keys_of = {cluster: {key for mention in cluster.mentions for key in mention.keys} for cluster in clusters}
    holders = Counter(key for keys in keys_of.values() for key in keys)
    owned = {known[key].id for key, count in holders.items() if count == 1 and key in known}
    absent = set(successors.values()) - owned
    heirs = {one.id: one for one in known.values() if one.id in absent} if absent else {}
    named: list[Named] = []
    minted: dict[str, Identity] = {}
    taken: set[str] = set()
    for cluster, keys in keys_of.items():
        own = {key for key in keys if holders[key] == 1}
        found = {known[key] for key in own if key in known}
        found = found or {known[key] for key in keys if key in known and known[key].id not in owned}
        found |= {heirs[successors[one.id]] for one in found if successors.get(one.id) in heirs}
        free = sorted((one for one in found if one.id not in taken), key=lambda one: (one.minted_at, one.id))
        identity = free[0] if free else Identity(_mint(min(own or keys), taken, owned), now)
        taken.update(one.id for one in [identity, *free])
        named.append(Named(identity.id, [one.id for one in free if one.id != identity.id], cluster))
        # After a split the mentions of the part that went away are given its new id, for ever again.
        minted.update({key: identity for key in own if key not in known or not free})
    return named, minted


def _order(cluster: Cluster) -> tuple[bool, datetime, str]:
    """The earliest first; last of all those that the operator has split off, since the others keep the id."""
    earliest = min((mention.first_seen, mention.keys[0]) for mention in cluster.mentions)
    return APART in cluster.sides.values(), *earliest


def _mint(key: str, *taken: set[str]) -> str:
    salt = 0
    while True:
        digest = hashlib.sha256(f"{key}|{salt}".encode() if salt else key.encode()).digest()
        minted = "t" + b32encode(digest).decode()[:12].lower()
        if not any(minted in ids for ids in taken):
            return minted
        salt += 1
