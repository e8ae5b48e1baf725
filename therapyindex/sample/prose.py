"""What therapists write: statements about an approach, and about themselves."""

from random import Random
from string import Template
from typing import Literal

from therapyindex.sample.data import load
from therapyindex.sample.names import surname

Voice = Literal["i", "we", "they"]

LONGEST = 500
"""Where the site cuts a statement, inside a word if need be; in characters."""


def voice_of(chance: Random, *, organization: bool) -> Voice:
    """First person, "we" or third person; a practice says "we"."""
    return "we" if organization else chance.choices(("i", "we", "they"), (76, 11, 13))[0]


def statement(chance: Random, approach: str, voice: Voice, given: str) -> str:
    """One therapist's words about one approach: 42 to 500 characters."""
    definition: str = load("approaches")[approach]["definition"]
    odd = chance.random()
    if odd < 0.02 and definition:
        return definition[:LONGEST].rstrip()
    sentences = load("statements")
    if odd < 0.05:
        return _filled(chance, chance.choice(sentences["common"]["any"]), given)
    said, by_approach = sentences["common"], sentences["by_approach"][approach]
    own = chance.sample(by_approach[voice] + by_approach["any"], 4)
    rest = own[1:] + chance.sample(said[voice] + said["any"], 4)
    chance.shuffle(rest)
    text, target = own[0], chance.triangular(42, 640, 280)
    for sentence in rest:
        if len(text) >= target:
            break
        text = f"{text} {sentence}"
    text = _filled(chance, text, given)[:LONGEST].rstrip()
    return text[0].lower() + text[1:] if odd > 0.97 else text


def about(
    chance: Random, voice: Voice, given: str, described: list[str], named: list[str], declined: str | None
) -> str:
    """Two to four paragraphs of a profile, joined by blank lines.

    `described` are slugs to draw sentences from, `named` approaches to mention, `declined` one that is not offered.
    """
    sentences = load("statements")
    common = sentences["common"]
    paragraphs = [" ".join(chance.sample(common[voice] + common["any"], 3))]
    for approach in described[:2]:
        own = sentences["by_approach"][approach]
        paragraphs.append(" ".join(chance.sample(own[voice] + own["any"], chance.randint(1, 3))))
    work, offer = {"i": ("My", "I do"), "we": ("Our", "We do"), "they": ("This", f"{given} does")}[voice]
    closing = f"{work} work draws on {' and '.join(named)}." if named else "A first call is free of charge."
    if declined:
        closing = f"{closing} {offer} not offer {declined}."
    return "\n\n".join(_filled(chance, paragraph, given) for paragraph in [*paragraphs, closing])


def _filled(chance: Random, text: str, given: str) -> str:
    words, states = load("words"), load("places")["states"]
    return Template(text).substitute(
        first=given,
        who=chance.choice(words["who"]),
        whom=chance.choice(words["whom"]),
        trouble=chance.choice(words["trouble"]),
        year=chance.randint(1996, 2022),
        state=chance.choice(list(states.values())),
        colleague=f"{chance.choice(words['given'])} {surname(chance)}",
        url="https://reading-room.example/library",
    )
