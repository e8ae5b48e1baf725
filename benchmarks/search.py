"""An index of invented therapists, and a mixed load of queries to it."""

import random

from benchmarks.invented import SEEN, documents, people
from index_config.mappings import INDEXES
from index_config.versions import version_name
from records import Query
from search import open_writer
from search.settings import SearchSettings
from search.writer import VersionMeta

WORDS = [
    "relational home",
    "rct in oregon",
    "emdr for childhood trauma",
    "someone who works with grief and anger",
    "parts work online",
    "anxiety",
    "psychotherapist",
    "curiosity for the body",
    "therapist near 78704",
    "xylophonequux",
]
APPROACHES = ["emdr", "relational-therapy", "narrative-therapy", "internal-family-systems"]
STATES = ["CA", "NY", "TX", "OR", "WA", "NJ"]


def publish_invented(settings: SearchSettings, therapists: int) -> SearchSettings:
    """The same settings, when an index with so many invented therapists is live there."""
    known = list(people(therapists))
    writer = open_writer(settings)
    version = version_name(SEEN)
    meta = VersionMeta(run="invented", run_digest="0" * 64, counts={}, config_digest="0" * 64, built_at=SEEN)
    writer.build(version, meta)
    for name in INDEXES:
        writer.bulk(version, name, documents(name, known))
    writer.finish(version, {})
    writer.swap(version, SEEN)
    writer.close()
    return settings


def mixed_load(count: int) -> list[Query]:
    """Always the same queries: words, words with filters, filters alone, places, sorted lists."""
    chance = random.Random(7)
    load = []
    for _ in range(count):
        words, approach, state = (chance.choice(values) for values in (WORDS, APPROACHES, STATES))
        kinds = [
            Query(q=words),
            Query(q=words, state=[state]),
            Query(q=words, telehealth=True, limit=20),
            Query(approach=[approach], state=[state, "FL"]),
            Query(approach=[approach], near="97214", sort="distance"),
            Query(state=[state], sort="name"),
        ]
        load.append(chance.choice(kinds))
    return load
