"""Elasticsearch with security switched on: the documented roles are enough, and nothing less is."""

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from search import open_writer
from search.settings import SearchSettings
from tests.servers.elasticsearch import Server
from tests.therapyindex.inside import inside
from tests.therapyindex.running import REPOSITORY, TWIN, Therapyindex

ROLES = REPOSITORY / "index_config" / "roles"


class Secured:
    """The secured server, with an alias of this test's own."""

    def __init__(self, server: Server, data: Path) -> None:
        assert server.access
        self.server = server
        self.data = data
        self.ca = server.access.ca
        self.alias = f"secured-{uuid4().hex[:8]}"

    def role(self, name: str) -> dict[str, Any]:
        """A role as it is documented, for this alias."""
        return dict(json.loads((ROLES / f"{name}.json").read_text().replace("therapyindex-*", f"{self.alias}-*")))

    def key(self, role: Mapping[str, Any], **options: Any) -> str:
        """A new API key that may do what a role may."""
        body = {"name": self.alias, "role_descriptors": {"therapyindex": role}, **options}
        return str(self.server.ask("POST", "/_security/api_key", body).raise_for_status().json()["encoded"])

    def settings(self, key: str) -> SearchSettings:
        """What opens an engine with a key."""
        return SearchSettings.model_validate(
            {
                "engine": "elasticsearch",
                "alias": self.alias,
                "elasticsearch_url": self.server.url,
                "elasticsearch_ca": self.ca,
                "elasticsearch_api_key": key,
            }
        )

    def run(self, **variables: str) -> Therapyindex:
        """The command line with these ELASTICSEARCH_ variables."""
        given = {"URL": self.server.url, "CA": str(self.ca), **variables}
        return inside(
            Therapyindex(
                self.data,
                {
                    "THERAPYINDEX_ENGINE": "elasticsearch",
                    "THERAPYINDEX_ALIAS": self.alias,
                    **{f"ELASTICSEARCH_{name}": value for name, value in given.items()},
                },
            )
        )


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with records, ready to be published."""
    run = inside(Therapyindex(tmp_path_factory.mktemp("records") / "data"))
    run.import_page(TWIN)
    run("normalize")
    return run.data


@pytest.fixture
def on_open_elasticsearch(elasticsearch_url: str, tmp_path: Path) -> Therapyindex:
    variables = {"THERAPYINDEX_ENGINE": "elasticsearch", "ELASTICSEARCH_URL": elasticsearch_url}
    return inside(Therapyindex(tmp_path / "open", {**variables, "THERAPYINDEX_ALIAS": "nothing-here"}))


@pytest.fixture
def secured(secured_elasticsearch: Server, records: Path, tmp_path: Path) -> Iterator[Secured]:
    opened = Secured(secured_elasticsearch, shutil.copytree(records, tmp_path / "data"))
    yield opened
    for index in secured_elasticsearch.ask("GET", f"/{opened.alias}-*").json():
        secured_elasticsearch.ask("DELETE", f"/{index}").raise_for_status()


def line(run: Therapyindex, *command: str) -> str:
    (found,) = run(*command, code=1).stderr.strip().splitlines()
    return str(found)


def test_the_two_roles_are_enough(secured: Secured) -> None:
    key = secured.key(secured.role("writer"))
    writing, reading = secured.run(API_KEY=key), secured.run(API_KEY=secured.key(secured.role("reader")))
    first = writing.json("publish")["version"]
    second = writing.json("publish", "--force")["version"]
    assert reading.json("search", "relational home")["index"]["version"] == second
    assert writing.json("rollback")["version"] == first
    assert [row["state"] for row in writing.json("versions")] == ["rejected", "live"]
    hit = reading.json("search", "relational home")["hits"][0]
    assert hit["evidence"]

    writer = open_writer(secured.settings(key))
    said = len(hit["therapist"].get("statements") or [1])
    assert writer.forget(first, [hit["id"]], 1, expunge=True) == 1 + said
    assert len(list(writer.scan(first, "therapists"))) == 13
    writer.close()
    assert hit["id"] not in [one["id"] for one in reading.json("search", "relational home")["hits"]]

    scratch = open_writer(secured.settings(key).model_copy(update={"alias": f"{secured.alias}-scratch-1"}))
    assert (scratch.live(), scratch.versions()) == (None, [])
    scratch.close()


def test_a_user_with_the_role_of_a_writer(secured: Secured) -> None:
    path = f"/_security/role/{secured.alias}"
    secured.server.ask("PUT", path, secured.role("writer")).raise_for_status()
    user = {"password": "lâng enough", "roles": [secured.alias]}
    secured.server.ask("PUT", f"/_security/user/{secured.alias}", user).raise_for_status()
    run = secured.run(USER=secured.alias, PASSWORD="lâng enough")
    assert run.json("publish")["outcome"] == "published"
    said = line(secured.run(USER=secured.alias, PASSWORD="too short"), "publish")
    assert "refuses user or password: check ELASTICSEARCH_USER and ELASTICSEARCH_PASSWORD" in said


def test_doctor_says_what_is_allowed(secured: Secured, on_open_elasticsearch: Therapyindex) -> None:
    def said(run: Therapyindex) -> str:
        return str(run("doctor", code=1).stdout)

    assert "may publish and search" in said(secured.run(API_KEY=secured.key(secured.role("writer"))))
    reading = said(secured.run(API_KEY=secured.key(secured.role("reader"))))
    assert "to publish, ELASTICSEARCH_API_KEY lacks manage, monitor, write" in " ".join(reading.split())
    assert "security is switched off" in said(on_open_elasticsearch)


def test_who_reads_cannot_write(secured: Secured) -> None:
    writing, reading = (secured.run(API_KEY=secured.key(secured.role(name))) for name in ("writer", "reader"))
    version = writing.json("publish")["version"]
    assert "docs/operator.md" in line(reading, "publish", "--force")
    knowing = secured.run(API_KEY=secured.key(secured.role("reader") | {"cluster": ["monitor"]}))
    assert "docs/operator.md" in line(knowing, "publish", "--force")
    assert reading.json("search", "relational home")["index"]["version"] == version


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ("monitor", "cluster privileges monitor"),
        ("read", "privileges read"),
        ("write", "privileges create_doc,create,delete,index,write,all"),
        ("manage", "manage,all"),
    ],
)
def test_a_missing_privilege_is_named(secured: Secured, missing: str, says: str) -> None:
    role = secured.role("writer")
    role["cluster"] = [one for one in role["cluster"] if one != missing]
    held = role["indices"][0]["privileges"]
    role["indices"][0]["privileges"] = [one for one in held if one != missing]
    run = secured.run(API_KEY=secured.key(role))
    said = line(run, "publish")
    assert says in said
    assert "ELASTICSEARCH_API_KEY" in said


def test_keys_that_are_refused(secured: Secured) -> None:
    expiring = secured.key(secured.role("reader"), expiration="1ms")
    assert "has expired" in line(secured.run(API_KEY=expiring), "search", "emdr")
    assert "does not know the key" in line(secured.run(API_KEY="YWJjOmRlZg=="), "search", "emdr")
    assert "is called `encoded`" in line(secured.run(API_KEY="zzz"), "search", "emdr")
    assert "asks who is there" in line(secured.run(), "search", "emdr")
    plain = secured.run(URL=secured.server.url.replace("https", "http"), CA="")
    assert "write https://" in line(plain, "search", "emdr")
    assert "is not trusted: ELASTICSEARCH_CA" in line(secured.run(CA=""), "search", "emdr")
