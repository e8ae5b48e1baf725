"""Erasure in the versions of the index: whoever is out leaves each of them, and nothing of them stays on disk."""

from collections.abc import Set

from msgspec import Struct

from flows.publishing.desk import Desk
from flows.publishing.shown import in_version
from pipelines.optouts import keys_of, verdict
from records.optouts import OptOuts
from search import IndexWriter
from search.writer import every_version
from store.versions import set_version


class ErasedVersions(Struct):
    """How many documents left, the versions that were deleted whole, and those in which something stays on disk."""

    documents: int = 0
    deleted: list[str] = []
    residue: list[str] = []


def out_of(writer: IndexWriter, version: str, optouts: OptOuts, ids: Set[str] = frozenset()) -> set[str]:
    """The ids of those in a version who are out: by what it holds of them, or because they have one of these ids."""
    return {
        one.id
        for one, said in in_version(writer, version)
        if not ids.isdisjoint([one.id, *one.former_ids]) or verdict(optouts, keys_of(one, said)) == "out"
    }


def erase_versions(desk: Desk, optouts: OptOuts, ids: Set[str]) -> ErasedVersions:
    """Takes everybody out of every finished version. One that cannot be cleaned is deleted, unless it is live."""
    done, writer = ErasedVersions(), desk.writer
    live = writer.live()
    versions = every_version(writer)
    for info in versions:
        if found := out_of(writer, info.version, optouts, ids):
            # It obeys what it obeyed before: others may have asked since, who are not among these opt-outs.
            done.documents += writer.forget(info.version, sorted(found), info.meta.optouts)
    for info in versions:  # apart: Elasticsearch gets them all ready to be expunged at the same time
        if not writer.residue(info.version) and info.meta.expunged >= optouts.revision:
            continue
        writer.forget(info.version, [], info.meta.optouts, expunge=True)
        if not writer.residue(info.version):
            continue
        if info.version == live:
            done.residue.append(info.version)
        else:
            writer.delete(info.version)
            set_version(desk.ledger, desk.engine, info.version, state="deleted")
            done.deleted.append(info.version)
    return done
