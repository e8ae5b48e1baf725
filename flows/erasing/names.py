"""Erasure in the ledger: mentions whose keys stand there in clear, and pages of their own that nothing else holds."""

import msgspec
from sqlalchemy import Engine

from flows.erasing.people import People
from pipelines.erasure import key_of_identity
from pipelines.optouts import url_key
from store.erasure import forget_names, known_pages
from store.versions import list_versions


def mentions_of(found: People) -> list[str]:
    """The keys of identities that are theirs."""
    return sorted(
        mention
        for mention, identity in found.identities.items()
        if identity.id in found.ids or ((key := key_of_identity(mention)) and found.optouts.hold(key))
    )


def own_pages(ledger: Engine, found: People) -> list[tuple[str, str]]:
    """(source, url) of their own pages in the ledger."""
    return sorted(one for one in known_pages(ledger) if found.optouts.hold(url_key(one[1])))


def details_with(ledger: Engine, found: People) -> list[tuple[str, str]]:
    """(engine, version) of versions of which the ledger tells something that names them: checks show ids as samples."""
    return [
        (row.engine, row.version)
        for row in list_versions(ledger)
        if found.named_in(msgspec.json.encode(row.detail).decode())
    ]


def erase_names(ledger: Engine, found: People) -> int:
    """Removes all of these; gives the number of rows."""
    mentions, pages, details = mentions_of(found), own_pages(ledger, found), details_with(ledger, found)
    forget_names(ledger, mentions, pages, details)
    return len(mentions) + len(pages) + len(details)
