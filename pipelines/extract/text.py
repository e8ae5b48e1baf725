"""The main text of a page: what it says, without all that stands around it."""

import hashlib

import msgspec

from records import PageExtract


def text_digest(extract: PageExtract) -> str | None:
    """The sha256 in hex of what an extract says; None for a page that says nothing of its own, such as a listing.

    Where a value was read is no part of it: a profile that moves its phone from one element to another has not changed.
    """
    said: list[object] = []
    if extract.approach:
        said.append(extract.approach)
    if extract.profile:
        said.append(msgspec.structs.replace(extract.profile, origins={}))
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest() if said else None
