"""Age groups: what a directory calls "Preteens / Tweens (11 to 13)" is asked for as "child"."""

from functools import cache, lru_cache

from index_config.data import read_yaml
from index_config.folding import folded_words


@cache
def _groups() -> dict[str, list[str]]:
    return read_yaml("ages.yaml", dict[str, list[str]])


@lru_cache(maxsize=1024)
def age_groups(label: str) -> tuple[str, ...]:
    """The groups (child, teen, adult, elder) a label names, in that order; empty when it names none.

    Longer wordings are taken out first: "older adults" are elders, and no adults.
    """
    rest = f" {' '.join(folded_words(label))} "
    found = set()
    for wording, group in _wordings():
        if f" {wording} " in rest:
            found.add(group)
            rest = rest.replace(f" {wording} ", "  ")
    return tuple(group for group in _groups() if group in found)


@cache
def _wordings() -> list[tuple[str, str]]:
    """(wording, group), longest first."""
    wordings = [(wording, group) for group, wordings in _groups().items() for wording in wordings]
    return sorted(wordings, key=lambda pair: -len(pair[0]))
