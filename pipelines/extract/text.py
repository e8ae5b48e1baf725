"""The main text of a page: what it says, without all that stands around it."""

import hashlib

import msgspec

from records import PageExtract


def text_digest(extract: PageExtract) -> str | None:
    """The sha256 in hex of what an extract says; None for a page that says nothing of its own, such as a listing.

    Where a value was read and where a link leads to are no part of it: a profile that moves its phone from one element
    to another has not changed.
    """
    said: list[object] = []
    if extract.approach:
        statements = [msgspec.structs.replace(one, profile_url=None) for one in extract.approach.statements]
        said.append(msgspec.structs.replace(extract.approach, statements=statements))
    if extract.profile:
        said.append(msgspec.structs.replace(extract.profile, origins={}, canonical_url=None))
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest() if said else None
