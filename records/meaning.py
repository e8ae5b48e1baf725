"""What a therapist's own words mean, found when they were read, so that searching for it is cheap."""

from msgspec import Struct, field


class Meaning(Struct, frozen=True, kw_only=True):
    """The approaches and issues of which a therapist's own words tell, and those at which they only hint.

    `written_in` are the languages other than English in which the words are written ("Spanish").
    """

    therapist_id: str
    told: list[str] = field(default_factory=list)
    hinted: list[str] = field(default_factory=list)
    written_in: list[str] = field(default_factory=list)
