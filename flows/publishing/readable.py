"""Whether a version can be shown: each of its indexes opened, counted, and one record of it read back."""

from index_config.mappings import INDEXES
from records.errors import TherapyIndexError
from search import IndexWriter
from search.writer import VersionInfo


def fault_of(writer: IndexWriter, info: VersionInfo) -> str | None:
    """What keeps a finished version from being shown, in words that follow its name; None when it is whole."""
    try:
        for index in INDEXES:
            found, sent = writer.count(info.version, index), info.meta.counts.get(index)
            if sent is not None and (found > sent or (sent and not found)):  # fewer: people who asked have left it
                return f"its index of {index} holds {found:,} documents of {sent:,}"
            first = next(writer.scan(info.version, index), None) if found else None
            if first and first["id"] not in writer.read(info.version, index, [first["id"]]):
                return f"a record of its index of {index} cannot be read"
    except TherapyIndexError as error:
        return str(error)
    return None


def live_fault(writer: IndexWriter) -> str | None:
    """The same of the live version, with what to do; None when it is whole or none is live."""
    served = writer.served()
    if served is None:
        return None
    if all(one.version != served.version for one in writer.versions()):
        fault: str | None = "one of its indexes is gone"
    else:
        fault = fault_of(writer, served)
    mend = "`therapyindex publish --force` builds it anew"
    return f"live version {served.version} cannot be read ({fault}): {mend}" if fault else None
