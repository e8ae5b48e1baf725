"""Versions are swapped to and fro while people search: no failed query, and no answer out of two versions."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import msgspec

from records import Answer, Query
from search import IndexWriter, SearchEngine, open_engine
from search.settings import SearchSettings
from tests.search.people import EMDR, PEOPLE, SEEN, Known, publish
from tests.waiting import eventually

VERSIONS = [f"20261120-0315{n:02}-aaaaaaaa" for n in range(6)]
KEPT = 3  # as publishing keeps them: the live one and two before it
ASKED = [
    {"q": "therapist", "limit": 7}, {"q": "emdr"}, {"approach": [EMDR], "limit": 3}, {"state": ["OR"], "sort": "name"},
    {"near": "97214", "within": 50.0},
]  # fmt: skip


def marked(version: str) -> Iterable[Known]:
    """Everybody, named after the version; each version has one therapist more than the one before."""
    count = len(PEOPLE) - len(VERSIONS) + VERSIONS.index(version)
    for therapist, said in PEOPLE[:count]:
        yield msgspec.structs.replace(therapist, name=f"{therapist.name} {version[9:15]}"), said


def test_nobody_notices_a_swap(writer: IndexWriter, empty: SearchSettings) -> None:
    publish(writer, VERSIONS[0], marked(VERSIONS[0]))
    engine = open_engine(empty)
    over = Event()
    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(_read, engine, over, shift) for shift in range(3)]
        try:
            for number, version in enumerate(VERSIONS[1:], 1):
                publish(writer, version, marked(version))
                writer.swap(VERSIONS[number - 1], SEEN)
                writer.forget(VERSIONS[number - 1], [PEOPLE[0][0].id], number)
                writer.swap(version, SEEN)
                if number >= KEPT:
                    writer.delete(VERSIONS[number - KEPT])
        finally:
            over.set()
        answered = [reader.result() for reader in readers]
    assert all(len(seen) > 2 for seen in answered)
    assert eventually(lambda: engine.search(Query(q="therapist")).index.version == VERSIONS[-1])
    engine.close()


def _read(engine: SearchEngine, over: Event, shift: int) -> set[str]:
    """Searches and pages on until it is over; gives the versions met."""
    seen: set[str] = set()
    while not over.is_set():
        for turn in range(len(ASKED)):
            answer = engine.search(Query(**ASKED[(turn + shift) % len(ASKED)]))  # type: ignore[arg-type]  # given just above
            _is_of_one_version(answer)
            if (turn + shift) % len(ASKED) == 0:  # everybody
                known = len(list(marked(answer.index.version)))
                assert answer.total.value in (known, known - 1)
            seen.add(answer.index.version)
            if answer.next:
                more = engine.search(Query(**ASKED[(turn + shift) % len(ASKED)], cursor=answer.next))  # type: ignore[arg-type]  # as before
                _is_of_one_version(more)
                assert more.index.version == answer.index.version
    return seen


def _is_of_one_version(answer: Answer) -> None:
    """Names carry the version; so does the number of people, but for the one who may be forgotten by now."""
    mark = answer.index.version[9:15]
    names = [hit.therapist["name"] for hit in answer.hits]
    assert all(name.endswith(mark) for name in names), (answer.index.version, names)
