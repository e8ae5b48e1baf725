"""Erasure: a page without what it shows of somebody, and who somebody is."""

from pipelines.erasure.erasing import alone, erased, shows, speaks
from pipelines.erasure.links import linked
from pipelines.erasure.needles import Gone
from pipelines.erasure.people import (
    gone_of_mention,
    gone_of_record,
    is_out,
    key_of_identity,
    keys_of_mention,
    together,
)

__all__ = [
    "Gone",
    "alone",
    "erased",
    "gone_of_mention",
    "gone_of_record",
    "is_out",
    "key_of_identity",
    "keys_of_mention",
    "linked",
    "shows",
    "speaks",
    "together",
]
