"""Search through HTTP: `python -m benchmarks.api [--therapists N] [--requests N]`.

One httpx client asks a server process over the embedded index a mixed load, and the same queries are then asked of the
engine in this process, so that the price of HTTP shows. Times are milliseconds.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qsl, urlencode

import httpx

from index_config.documents import Document, therapist_document
from index_config.taxonomy import load_taxonomy
from index_config.versions import version_name
from records import ApproachClaim, Location, Statement, Therapist
from records.therapist import Claim
from search import open_engine, open_writer
from search.api.parameters import query_of
from search.settings import SearchSettings
from search.writer import VersionMeta
from tests.search.api.running import running

TARGET_P95_MS = 15.0
TARGET_THERAPISTS = 20_000
WARM_UP = 100

NOW = datetime(2026, 11, 20, tzinfo=UTC)
PAGE = "https://www.therapyden.com/specialties/"

WORDS = [
    "relational therapy",
    "emdr for childhood trauma",
    "someone who works with grief and loss in couples",
    "parts work",
    "cbt online",
    "anxiety",
    "quill",
    "gestalt",
    "xylophonequux",
]
NAMES = ["Ada", "Bo", "Cy", "Dara", "Eno", "Fen", "Gil", "Hana", "Ike", "Juno", "Kit", "Lio", "Mara", "Noe"]
SURNAMES = ["Quill", "Fennimore", "Oakes", "Marsh", "Harrow", "Lind", "Tarn", "Wick", "Ashdown", "Brook"]
TITLES = ["Psychologist", "Counselor", "Licensed Clinical Social Worker", "Marriage & Family Therapist"]
PLACES = [("Oakland", "CA"), ("Albany", "NY"), ("Austin", "TX"), ("Portland", "OR"), ("Tampa", "FL"), ("Teaneck", "NJ")]
APPROACHES = ["emdr", "gestalt-therapy", "relational-therapy", "narrative-therapy"]
CLAIMS: list[Claim] = ["described", "described", "ticked", "ticked", "ticked", "ticked", "ticked"]
SAYINGS = [
    "With {name} we slow down and listen to what your body knows about trauma and loss.",
    "I came to {name} because grief in couples rarely speaks in a loud voice.",
    "My sessions draw on {name}, plain words, and patience with anxiety that has been there since childhood.",
    "People tell me they feel less alone; {name} is how I understand why.",
]


def documents(count: int) -> Iterator[Document]:
    """The documents of that many invented therapists, always the same: two statements each, five boxes ticked."""
    chance = random.Random(3)
    taxonomy = load_taxonomy()
    approaches = [one for one in taxonomy.approaches.values() if one.kind == "approach"]
    for number in range(count):
        chosen = chance.sample(approaches, 7)
        city, state = chance.choice(PLACES)
        therapist = Therapist(
            id=f"t-{number:06}",
            name=f"{chance.choice(NAMES)} {chance.choice(SURNAMES)}-{chance.choice(SURNAMES)}",
            title=chance.choice(TITLES),
            locations=[Location(city=city, state=state)],
            telehealth=chance.random() < 0.5,
            approaches=[
                ApproachClaim(id=one.id, claim=claim, claims=[claim]) for one, claim in zip(chosen, CLAIMS, strict=True)
            ],
            about=" ".join(chance.choices(SAYINGS, k=6)).replace("{name}", "my work"),
            profile_urls=[f"https://www.therapyden.com/therapist/t-{number}"],
            first_seen=NOW,
            last_seen=NOW,
            last_confirmed=NOW,
        )
        statements = [
            Statement(
                id=f"{therapist.id}-{one.id}",
                therapist_id=therapist.id,
                approach_id=one.id,
                source="therapyden",
                text=" ".join(chance.sample(SAYINGS, 3)).replace("{name}", one.name),
                source_url=PAGE + one.id,
                first_seen=NOW,
                last_seen=NOW,
            )
            for one in chosen[:2]
        ]
        yield therapist_document(therapist, statements, taxonomy)


def publish_invented(index: Path, count: int) -> SearchSettings:
    """Makes an embedded index of that many invented therapists live."""
    settings = SearchSettings(engine="embedded", index=index)
    version = version_name(NOW)
    writer = open_writer(settings)
    meta = VersionMeta(run="r", run_digest="d", counts={"therapists": count}, config_digest="d", built_at=NOW)
    writer.build(version, meta)
    outcome = writer.bulk(version, "therapists", documents(count))
    assert not outcome.dead, outcome.dead[0].reason
    writer.finish(version)
    writer.swap(version, NOW)
    writer.close()
    return settings


def mixed_load(count: int) -> list[str]:
    """Query strings, always the same: words, words with a filter, and filters alone."""
    chance = random.Random(7)
    load = []
    for _ in range(count):
        words, approach, state = (
            chance.choice(values) for values in (WORDS, APPROACHES, [state for _, state in PLACES])
        )
        kinds: list[dict[str, str | list[str]]] = [
            {"q": words},
            {"q": words, "state": state},
            {"q": words, "telehealth": "true", "limit": "20"},
            {"approach": approach, "state": [state, "FL"]},
        ]
        load.append(urlencode(chance.choice(kinds), doseq=True))
    return load


def measured(ask: Callable[[str], object], load: Sequence[str]) -> tuple[float, float]:
    """(p50, p95) of asking each of the load, in milliseconds, after a warm-up."""
    for query in load[:WARM_UP]:
        ask(query)
    times = []
    for query in load:
        started = time.perf_counter()
        ask(query)
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return times[len(times) // 2], times[int(len(times) * 0.95)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--therapists", type=int, default=TARGET_THERAPISTS)
    parser.add_argument("--requests", type=int, default=1_000)
    options = parser.parse_args()
    load = mixed_load(options.requests)
    with TemporaryDirectory() as folder:
        settings = publish_invented(Path(folder) / "index", options.therapists)
        with running(settings.index) as server, httpx.Client(base_url=server.base_url) as client:
            http = measured(lambda query: client.get(f"/v1/therapists?{query}").raise_for_status(), load)
            page = measured(lambda query: client.get(f"/?{query}").raise_for_status(), load)
        engine = open_engine(settings)
        inside = measured(lambda query: engine.search(query_of(parse_qsl(query))), load)
        engine.close()
    print(f"{options.therapists:,} therapists, {options.requests:,} requests, one client, embedded engine")
    for name, (p50, p95) in {"HTTP API": http, "web page": page, "in process": inside}.items():
        print(f"  {name:<12} p50 {p50:6.1f} ms   p95 {p95:6.1f} ms   p95 / in process {p95 / inside[1]:.2f}")
    verdict = "met" if http[1] <= TARGET_P95_MS else "MISSED"
    print(f"  target: HTTP API p95 <= {TARGET_P95_MS:.0f} ms at {TARGET_THERAPISTS:,} therapists: {verdict}")


if __name__ == "__main__":
    main()
