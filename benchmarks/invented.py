"""Any number of invented therapists as records, the same for the same number."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from index_config.documents import approach_document, statement_document, therapist_document
from index_config.places import zip_place
from index_config.taxonomy import load_taxonomy
from records import ApproachClaim, Location, Statement, Therapist
from records.therapist import CLAIMS_BY_STRENGTH, Claim
from search.writer import IndexName

SEEN = datetime(2026, 11, 20, 3, 15, tzinfo=UTC)

FIRST = ["Ada", "Bo", "Cy", "Dee", "Eli", "Fay", "Gus", "Hal", "Ivy", "Jo", "Kit", "Lou", "Mo", "Nia", "Oz", "Pia"]
LAST = ["Quill", "Fennimore", "Oakes", "Larkin", "Vance", "Underhill", "Tamarind", "Sorrel", "Mirabel", "Rowan"]
TITLES = ["Psychologist", "Counselor", "Psychotherapist", "Licensed Clinical Social Worker", "Therapist"]
ZIPS = ["78704", "97214", "97202", "07666", "10001", "94612", "98101", "60614", "33130", "80202", "02139", "30060"]
INSURANCE = ["Aetna", "Cigna", "Blue Cross", "Optum"]
# The words of a language: few are in every text, most in few.
NOUNS = [
    "patterns",
    "home",
    "trauma",
    "body",
    "curiosity",
    "grief",
    "boundaries",
    "shame",
    "anger",
    "worry",
    "stories",
    "family",
    "childhood",
    "trust",
    "silence",
    "dreams",
    "loss",
    "rest",
    "play",
    "courage",
    "work",
    "marriage",
    "faith",
    "sleep",
    "money",
    "food",
    "illness",
    "birth",
    "migration",
    "music",
    "art",
    "water",
    "breath",
    "memory",
    "parts",
    "voices",
    "letters",
    "gardens",
    "winter",
    "mothers",
    "fathers",
    "sisters",
    "teachers",
    "friends",
    "neighbors",
    "strangers",
    "hope",
    "fear",
    "joy",
    "envy",
    "doubt",
    "pride",
    "regret",
    "longing",
    "tenderness",
    "humor",
    "honesty",
    "patience",
    "change",
    "endings",
    "beginnings",
    "habits",
    "rituals",
    "secrets",
    "roles",
    "rules",
    "limits",
    "needs",
    "desire",
    "conflict",
    "repair",
    "distance",
    "closeness",
    "language",
    "culture",
    "history",
    "justice",
    "power",
    "safety",
    "movement",
    "posture",
    "rhythm",
    "attention",
    "images",
    "symbols",
    "maps",
    "bridges",
    "doors",
    "rooms",
    "kitchens",
    "rivers",
    "mountains",
    "weather",
    "seasons",
    "animals",
]
RARITY = [1 / (rank + 3) for rank in range(len(NOUNS))]
SENTENCES = [
    "I think of {name} as a way to listen for {a} and {b}.",
    "Nobody heals alone, and the room we share has a place for {a}.",
    "You may have learned early to be small; together we look at {a} and what it protected.",
    "We go at your pace, with care for {a} and for {b}.",
    "My training in {name} taught me to slow down when {a} gets loud.",
    "{a}, {b} and all that came before are welcome here.",
    "Between sessions you might notice {a} with partners, parents and at work.",
    "What happens between the two of us tells us much about {a}.",
    "I am direct and warm, and I will ask about {a}, {b} and how our hours feel to you.",
    "Where {a} leaves traces, they can be followed and eased.",
]


def people(count: int) -> Iterator[tuple[Therapist, list[Statement]]]:
    """Therapists with one to three statements each, about as long as real ones, and an "about"."""
    chance = random.Random(count)
    approaches = list(load_taxonomy().approaches.values())
    known, issues = ([one for one in approaches if one.kind == kind] for kind in ("approach", "issue"))
    # As in a real directory, few approaches are claimed by many.
    weights = [1 / (rank + 2) for rank in range(len(known))]
    for number in range(count):
        id_ = f"t{number:012}"
        claimed = list(dict.fromkeys(one.id for one in chance.choices(known, weights, k=7)))
        said = claimed[: chance.randint(1, 3)]
        claims: dict[str, Claim] = {
            one: "described" if one in said else chance.choice(CLAIMS_BY_STRENGTH[1:]) for one in claimed
        }
        fee = chance.choice([None, 80, 120, 150, 200])
        therapist = Therapist(
            id=id_,
            name=f"{chance.choice(FIRST)} {chance.choice(LAST)}-{chance.choice(LAST)} {number}",
            title=chance.choice(TITLES),
            locations=[_office(chance.choice(ZIPS))],
            telehealth=chance.random() < 0.6,
            languages=["English"] + ["Spanish"] * (chance.random() < 0.2),
            ages=["Adults (24+)"],
            insurance=chance.sample(INSURANCE, chance.randint(0, 3)),
            fee_min=fee,
            fee_max=fee,
            approaches=[ApproachClaim(id=one, claim=claim, claims=[claim]) for one, claim in claims.items()],
            issues=[one.id for one in chance.sample(issues, 5)],
            about=_text(chance, "therapy", 6),
            statements=[f"{id_}-{one}" for one in said],
            profile_urls=[f"https://www.therapyden.com/therapist/{id_}"],
            sources=["therapyden"],
            first_seen=SEEN,
            last_seen=SEEN - timedelta(days=chance.randint(0, 90)),
            last_confirmed=SEEN,
        )
        yield therapist, [_statement(chance, therapist, one) for one in said]


def documents(index: IndexName, known: list[tuple[Therapist, list[Statement]]]) -> list[dict[str, Any]]:
    """The documents of one index."""
    taxonomy = load_taxonomy()
    match index:
        case "therapists":
            return [therapist_document(one, said, taxonomy) for one, said in known]
        case "statements":
            return [statement_document(words, one) for one, said in known for words in said]
        case "approaches":
            return [approach_document(one) for one in taxonomy.approaches.values()]


def _office(zip_code: str) -> Location:
    place = zip_place(zip_code)
    if place is None:
        raise ValueError(zip_code)
    return Location(city=place.city, state=place.state, zip=zip_code, lat=place.lat, lon=place.lon)


def _statement(chance: random.Random, therapist: Therapist, approach: str) -> Statement:
    return Statement(
        id=f"{therapist.id}-{approach}",
        therapist_id=therapist.id,
        approach_id=approach,
        source="therapyden",
        text=_text(chance, load_taxonomy().approaches[approach].name, 4),
        source_url=f"https://www.therapyden.com/specialties/{approach}",
        first_seen=SEEN,
        last_seen=SEEN,
    )


def _text(chance: random.Random, name: str, sentences: int) -> str:
    chosen = chance.sample(SENTENCES, sentences)
    nouns = iter(chance.choices(NOUNS, RARITY, k=2 * sentences))
    return " ".join(sentence.format(name=name, a=next(nouns), b=next(nouns)) for sentence in chosen)
