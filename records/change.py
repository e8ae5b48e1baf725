"""A change: one record added, changed, gone or only seen again from one publication to the next."""

from typing import Literal

from msgspec import Struct, field

RecordKind = Literal["therapist", "statement", "approach"]
Op = Literal["ADD", "MOD", "DEL", "SEEN", "OUT"]
"""`SEEN`: nothing changed but dates of seeing. `OUT` stands in stored feeds only and tells no change: a therapist of
the run who was left out of what was published."""

TOLD: tuple[Op, ...] = ("ADD", "MOD", "DEL")


class Change(Struct, frozen=True, kw_only=True):
    """One change. `changed` names the fields; `values` holds their new values as a JSON object.

    `therapist_id` is whose record it is; None for an approach.
    """

    op: Op
    record: RecordKind
    id: str
    therapist_id: str | None = None
    changed: list[str] = field(default_factory=list)
    values: str = "{}"
