"""What therapists write: statements about an approach, and about themselves."""

from typing import Any

from therapyindex.sample.directory.dice import Dice
from therapyindex.sample.directory.people import Person, slugged
from therapyindex.sample.directory.words import words

LONGEST = 500  # characters; the site cuts what is longer


def statement(seed: int, person: Person, topic: str) -> str:
    """Somebody's own words about a topic, the same on every night: 42 to 500 characters."""
    dice = Dice(seed, "statement", person.number, topic)
    page, blocks = words("topics")[topic], words("statements")
    if dice.chance(2):
        return _cut(page["definition"])
    voice = "we" if person.entry.kind == "organization" else dice.pick(["i", "i", "i", "i", "we", "third"])
    fill = _fillings(dice, person, topic)
    sentences = [dice.pick(blocks["openings"][voice]).format_map(fill)]
    if not dice.chance(12):
        sentences += dice.some(page["says"], 1, 3)
        sentences += [line.format_map(fill) for line in dice.some(blocks["middles"][voice], 0, 2)]
        sentences.append(dice.pick(blocks["closings"][voice]).format_map(fill))
    text = " ".join(sentence[0].upper() + sentence[1:] for sentence in sentences)
    return _cut(text.lower() if dice.chance(3) else text)


def about(seed: int, person: Person) -> str:
    """What a profile says about somebody, in one to three paragraphs; a changed profile says something new."""
    dice = Dice(seed, "about", person.number)
    blocks = words("statements")
    fill = _fillings(dice, person, dice.pick(list(words("topics"))))
    lines = dice.shuffled(blocks["about"])[: 4 + dice.below(5)]
    if person.changed:
        lines.append(Dice(seed, "update", person.number, person.changed).pick(blocks["updates"]))
        lines.append(f"I last went over this page on day {person.changed} of the new year.")
    filled = [line.format_map(fill) for line in lines]
    half = len(filled) // 2
    return "\n\n".join(" ".join(part) for part in (filled[:half], filled[half:]) if part)


def _fillings(dice: Dice, person: Person, topic: str) -> dict[str, Any]:
    blocks, states = words("statements"), words("places")["states"]
    lists = ("who", "struggle", "image", "years", "minutes", "pets", "hobby", "quote", "author")
    return {
        **{name: dice.pick(blocks[name]) for name in lists},
        "short": words("topics")[topic]["short"],
        "short_slug": slugged(words("topics")[topic]["short"]),
        "state": dice.pick([name for code, name in states.items() if code != person.place["state"]]),
        "name": person.entry.name.split()[0],
        "site": slugged(person.practice),
    }


def _cut(text: str) -> str:
    return text[:LONGEST].rstrip()
