"""The invented relevance set as data: what it holds, and what is refused on loading."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

import index_config
from index_config.relevance import invented_identities, invented_pages, invented_people, judged_queries
from index_config.relevance.queries import Kind
from index_config.versions import config_digest
from records.errors import TherapyIndexError

PERSON = "ada-quill: { name: Ada Quill, approaches: [EMDR] }\n"


def folder_with(tmp_path: Path, *, queries: str = "{}", test: str = "{}", failures: str = "{}", **people: str) -> Path:
    (tmp_path / "people").mkdir()
    for name, text in people.items():
        (tmp_path / "people" / f"{name}.yaml").write_text(text)
    (tmp_path / "tuning.yaml").write_text(queries)
    (tmp_path / "test.yaml").write_text(test)
    (tmp_path / "known_failures.yaml").write_text(failures)
    return tmp_path


def test_the_set_has_people_in_many_voices_and_questions_of_every_kind() -> None:
    people = invented_people()
    queries = judged_queries(people)
    assert len(people) >= 150
    for half in ("tuning", "test"):
        kinds = Counter(query.kind for query in queries.values() if query.half == half)
        assert kinds.total() >= 60
        assert kinds.keys() == set(get_args(Kind))
    assert sum(query.anywhere for query in queries.values()) >= 3
    texts = [text for one in people.values() for text in [one.about, *one.statements.values()] if text]
    assert len(set(texts)) == len(texts)
    assert len({text[:20] for text in texts}) == len(texts)  # no template


def test_everybody_has_a_page_and_is_known_by_the_id_of_the_file() -> None:
    people = invented_people()
    pages = invented_pages(people)
    profiles = [page.profile.name for page in pages if page.profile]
    assert profiles == [person.name for person in people.values()]
    said = sum(len(page.approach.statements) for page in pages if page.approach)
    assert said == sum(len(person.statements) for person in people.values())
    assert {identity.id for identity in invented_identities(people).values()} == set(people)


@pytest.mark.parametrize(
    ("people", "reason"),
    [
        ({"one": "ada-quill: { name: Ada Quill, approach: [EMDR] }"}, "unknown field"),
        ({"one": "ada-quill: { approaches: [EMDR] }"}, "missing required field `name`"),
        ({"one": "ada-quill: [EMDR]"}, "ada-quill"),
        ({"one": "ada-quill: { name: Ada Quill }"}, "ada-quill says nothing"),
        ({"one": "a: b: c"}, "mapping values are not allowed"),
        ({"one": PERSON + PERSON}, "'ada-quill' stands twice"),
        ({"one": PERSON, "two": PERSON}, "ada-quill is somebody else already"),
    ],
)
def test_people_that_cannot_be(tmp_path: Path, people: dict[str, str], reason: str) -> None:
    with pytest.raises(TherapyIndexError, match=reason) as raised:
        invented_people(folder_with(tmp_path, **people))
    assert str(tmp_path) in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("relevant: { bo-marsh: 3 }", "emdr: nobody is called bo-marsh"),
        ("relevant: { ada-quill: 3 }, forbidden: [bo-marsh]", "emdr: nobody is called bo-marsh"),
        ("relevant: { ada-quill: 3 }, forbidden: [ada-quill]", "ada-quill cannot be relevant and forbidden"),
        ("relevant: { ada-quill: 4 }", "a grade is 1, 2 or 3, not 4"),
        ("relevant: { ada-quill: 3 }, nothing: true", "either somebody is relevant or"),
        ("forbidden: [ada-quill]", "either somebody is relevant or"),
        ("relevant: { ada-quill: 3 }, graded: yes", "unknown field"),
        ("relevant: { ada-quill: 3 }, anywhere: true", "`anywhere` belongs to `nothing: true`"),
    ],
)
def test_queries_that_cannot_be(tmp_path: Path, query: str, reason: str) -> None:
    folder = folder_with(tmp_path, queries=f"emdr: {{ q: emdr, kind: name, {query} }}", one=PERSON)
    with pytest.raises(TherapyIndexError, match=reason) as raised:
        judged_queries(invented_people(folder), folder)
    assert "tuning.yaml" in str(raised.value)


def test_halves_and_known_failures(tmp_path: Path) -> None:
    one, two = ("{ q: emdr, kind: name, relevant: { ada-quill: 3 } }" for _ in range(2))
    folder = folder_with(tmp_path, queries=f"a: {one}", test=f"b: {two}", failures="b: hard", one=PERSON)
    found = judged_queries(invented_people(folder), folder)
    assert [(key, query.half, query.known_failure) for key, query in found.items()] == [
        ("a", "tuning", False), ("b", "test", True),
    ]  # fmt: skip
    (folder / "known_failures.yaml").write_text("c: who?")
    with pytest.raises(TherapyIndexError, match="there is no query c"):
        judged_queries(invented_people(folder), folder)
    (folder / "test.yaml").write_text(f"a: {two}")
    with pytest.raises(TherapyIndexError, match="a: stands in the other half already"):
        judged_queries(invented_people(folder), folder)


def test_a_judgement_is_no_part_of_what_an_index_is_built_with(tmp_path: Path) -> None:
    copy = tmp_path / "index_config"
    shutil.copytree(Path(index_config.__file__).parent, copy)
    (copy / "relevance" / "tuning.yaml").write_text("{}")
    assert digest_of_copy(tmp_path) == config_digest()
    (copy / "ages.yaml").write_text((copy / "ages.yaml").read_text() + "# a word\n")
    assert digest_of_copy(tmp_path) != config_digest()


def digest_of_copy(root: Path) -> str:
    asked = "from index_config.versions import config_digest; print(config_digest())"
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-c", asked]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()
