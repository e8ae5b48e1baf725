"""How a therapist practices: what stands on the profile besides name and place."""

from dataclasses import dataclass

from therapyindex.sample.directory.dice import Dice
from therapyindex.sample.directory.people import Person, slugged
from therapyindex.sample.directory.prose import about
from therapyindex.sample.directory.words import words


@dataclass(frozen=True, slots=True)
class Practice:
    """The values and, as `..._text`, how the profile words them. Fees are US dollars a session; None is not said."""

    about: str
    approaches: list[str]
    issues: list[str]
    phone: str | None
    phone_text: str | None
    website: str | None
    fee_min: int | None
    fee_max: int | None
    fees_text: str | None
    sliding_scale: bool | None
    sliding_scale_text: str | None
    telehealth: bool | None
    telehealth_text: str | None
    languages: list[str]
    insurance: list[str]
    ages: list[str]
    communities: list[str]
    sessions: list[str]
    pronouns: str | None


def practice_of(seed: int, person: Person, described: list[str]) -> Practice:
    """The practice of a person who has written about the topics `described`."""
    dice = Dice(seed, "practice", person.number)
    lists, topics = words("practice"), words("topics")
    also = dice.some(list(topics), 1, 3)
    ticked = [topic for topic in topics if topic in described or topic in also]
    phone, phone_text = _phone(dice, person) if dice.chance(90) else (None, None)
    fee_min, fee_max, fees_text = _fees(dice) if dice.chance(88) else (None, None, None)
    sliding_scale, sliding_scale_text = _yes_or_no(dice, "sliding_scale")
    telehealth, telehealth_text = _yes_or_no(dice, "telehealth")
    return Practice(
        about=about(seed, person),
        approaches=[topics[topic]["name"] for topic in ticked if not topics[topic].get("issue")],
        issues=[
            *(topics[topic]["name"] for topic in ticked if topics[topic].get("issue")),
            *dice.some(lists["other_issues"], 2, 5),
        ],
        phone=phone,
        phone_text=phone_text,
        website=f"https://www.{slugged(person.practice)}.example/" if dice.chance(60) else None,
        fee_min=fee_min,
        fee_max=fee_max,
        fees_text=fees_text,
        sliding_scale=sliding_scale,
        sliding_scale_text=sliding_scale_text,
        telehealth=telehealth,
        telehealth_text=telehealth_text,
        languages=["English", *(dice.some(lists["languages"][1:], 1, 2) if dice.chance(35) else [])],
        insurance=dice.some(lists["insurers"], 1, 5) if dice.chance(80) else [],
        ages=dice.some(lists["ages"], 1, 3),
        communities=dice.some(lists["communities"], 0, 3),
        sessions=dice.some(lists["sessions"], 1, 3),
        pronouns=_pronouns(dice, person),
    )


def _phone(dice: Dice, person: Person) -> tuple[str, str]:
    area, line = person.place["area"], f"01{dice.below(99):02}"  # 555-0199 is the site's own
    return f"+1{area}555{line}", dice.pick(words("practice")["phones"]).format(area=area, line=line)


def _fees(dice: Dice) -> tuple[int, int, str]:
    low = 60 + 5 * dice.below(30)
    high = low + (10 * (1 + dice.below(8)) if dice.chance(70) else 0)
    wording = dice.pick(words("practice")["fees"]["flat" if low == high else "range"])
    return low, high, wording.format(low=low, high=high)


def _yes_or_no(dice: Dice, field: str) -> tuple[bool | None, str | None]:
    if dice.chance(15):
        return None, None
    said = dice.chance(70)
    return said, dice.pick(words("practice")[field]["offered" if said else "refused"])


def _pronouns(dice: Dice, person: Person) -> str | None:
    if person.entry.kind != "organization" and dice.chance(40):
        return str(dice.pick(words("names")["pronouns"]))
    return None
