"""What matcher.yaml says about names in running English."""

from functools import cache

from msgspec import Struct, convert

from index_config.data import read_yaml

RULES_FILE = "taxonomy/matcher.yaml"


class OtherMeaning(Struct, frozen=True, forbid_unknown_fields=True):
    """An abbreviation that means another entry, or none of ours (None), where one of the patterns stands beside it."""

    abbreviation: str
    beside: list[str]
    means: str | None = None


class Others(Struct, frozen=True, forbid_unknown_fields=True):
    """Other people, and what somebody says they did with an approach."""

    people: list[str]
    did: list[str]


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """The rules, as matcher.yaml explains them."""

    conjunctions: list[str]
    reach: int
    refusing: list[str]
    others: Others
    comparing: list[str]
    not_negating: list[str]
    refused: list[str]
    nearby: int
    context: list[str]
    using: list[str]
    determiners: list[str]
    verbs: list[str]
    short_question: int
    other_senses: list[str]
    other_meanings: list[OtherMeaning]
    spellings: dict[str, str]


@cache
def rules() -> Rules:
    """The rules as shipped."""
    return convert(read_yaml(RULES_FILE), Rules)
