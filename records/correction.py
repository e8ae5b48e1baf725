"""Corrections: what the operator knows better than the pages."""

from typing import Annotated, Any

from msgspec import Meta, Struct, field


class Merge(Struct, frozen=True, forbid_unknown_fields=True):
    """These ids are one therapist."""

    ids: Annotated[list[str], Meta(min_length=2)]
    why: str | None = None


class Split(Struct, frozen=True, forbid_unknown_fields=True):
    """Some mentions of this therapist (their refs or profile urls, as `explain` names them) are somebody else's."""

    id: str
    apart: Annotated[list[str], Meta(min_length=1)]
    why: str | None = None


class Setting(Struct, frozen=True, forbid_unknown_fields=True):
    """Fields of this therapist with the values they shall have; null empties one."""

    id: str
    fields: dict[str, Any]
    why: str | None = None


class Release(Struct, frozen=True, forbid_unknown_fields=True):
    """This therapist is not the one of the same name and state who asked to be left out."""

    id: str
    why: str | None = None


class Corrections(Struct, frozen=True, forbid_unknown_fields=True):
    """What corrections.yaml holds; ids may be former ones."""

    merge: list[Merge] = field(default_factory=list)
    split: list[Split] = field(default_factory=list)
    set: list[Setting] = field(default_factory=list)
    release: list[Release] = field(default_factory=list)
