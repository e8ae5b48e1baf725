"""Age groups: what a directory calls "Preteens / Tweens (11 to 13)" is asked for as "child"."""

from functools import cache

from index_config.data import read_yaml
from index_config.folding import fold


@cache
def _groups() -> dict[str, list[str]]:
    groups: dict[str, list[str]] = read_yaml("ages.yaml")
    return groups


@cache
def age_groups(label: str) -> tuple[str, ...]:
    """The groups (child, teen, adult, elder) a label names, in that order; empty when it names none.

    Longer wordings are taken out first: "older adults" are elders, and no adults.
    """
    rest = " ".join("".join(c if c.isalnum() else " " for c in fold(label)).split())
    wordings = sorted(((word, group) for group, words in _groups().items() for word in words), key=lambda w: -len(w[0]))
    found = set()
    padded = f" {rest} "
    for word, group in wordings:
        if f" {word} " in padded:
            found.add(group)
            padded = padded.replace(f" {word} ", "  ")
    return tuple(group for group in _groups() if group in found)
