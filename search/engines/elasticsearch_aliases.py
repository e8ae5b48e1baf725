"""The aliases of Elasticsearch that name what is live: one per index, moved together."""

from collections.abc import Callable
from typing import Any

from elasticsearch import AuthorizationException as Forbidden
from elasticsearch import Elasticsearch

from index_config.mappings import INDEXES, Index
from index_config.versions import alias_name, index_name
from search.engines.elasticsearch_client import NotFound
from search.engines.elasticsearch_errors import type_of


class Aliases:
    """Those of one THERAPYINDEX_ALIAS. Nothing is done where they are not any more where they were seen.

    A publisher that was killed may have asked for something that the server does only later. Errors are the client's.
    """

    def __init__(self, client: Elasticsearch, alias: str) -> None:
        self._client = client
        self._alias = alias

    def behind(self, index: Index) -> list[str]:
        """The indexes that an alias names; more than one only where somebody else had a hand in it."""
        try:
            return sorted(self._client.indices.get_alias(name=alias_name(self._alias, index)).keys())
        except NotFound:
            return []

    def are_at(self, version: str) -> bool:
        """Whether all of them name this version and no other."""
        return all(self.behind(index) == [index_name(self._alias, index, version)] for index in INDEXES)

    def move(self, version: str) -> None:
        """Moves all of them to a version, in one request."""
        actions: list[dict[str, Any]] = []
        for index in INDEXES:
            alias, new = alias_name(self._alias, index), index_name(self._alias, index, version)
            actions += [_taken(old, alias) for old in self.behind(index) if old != new]
            actions.append(_given(new, alias))
        try:
            self._client.indices.update_aliases(actions=actions)
        except NotFound:  # asked twice, because the first answer was lost; or somebody else moved them
            if not self.are_at(version):
                raise

    def indexes(self) -> dict[str, frozenset[str]]:
        """All indexes of all versions, finished or not, each with what aliases it has."""
        patterns = [f"{alias_name(self._alias, index)}-*" for index in INDEXES]
        found = self._client.indices.get_alias(index=patterns, expand_wildcards="all")
        return {name: frozenset(one["aliases"]) for name, one in found.items()}

    def delete(self, version: str, refuse_live: Callable[[], None]) -> None:
        """Deletes the indexes of a version; `refuse_live` is asked after the look at the aliases.

        Were the swap to this version done after that look, a plain deletion would leave nothing live.
        """
        try:
            self._delete(version, refuse_live)
        except NotFound:  # asked twice, because the first answer was lost; or somebody else came first
            self._delete(version, refuse_live)
        except Forbidden as error:
            if type_of(error.body) != "cluster_block_exception":
                raise
            # Where what is live takes no changes nobody moves an alias away from it.
            names = [index_name(self._alias, index, version) for index in INDEXES]
            self._client.indices.delete(index=names, ignore_unavailable=True)

    def _delete(self, version: str, refuse_live: Callable[[], None]) -> None:
        found = self.indexes()
        refuse_live()
        gone = found.keys() & {index_name(self._alias, index, version) for index in INDEXES}
        ours = {alias_name(self._alias, index) for index in INDEXES}
        stay = [(name, alias) for name, aliases in found.items() if name not in gone for alias in aliases & ours]
        # A request cannot ask where an alias is, other than by taking it away and giving it back.
        kept = [action for place in stay for action in (_taken(*place), _given(*place))]
        if gone:
            self._client.indices.update_aliases(
                actions=[*kept, *({"remove_index": {"index": name}} for name in sorted(gone))]
            )


def _taken(index: str, alias: str) -> dict[str, Any]:
    return {"remove": {"index": index, "alias": alias, "must_exist": True}}


def _given(index: str, alias: str) -> dict[str, Any]:
    return {"add": {"index": index, "alias": alias}}
