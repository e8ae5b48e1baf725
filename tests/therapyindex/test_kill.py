"""A command killed at any moment: the next one completes, and what was live stays live."""

import random
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.therapyindex.running import REPETITIONS, TWIN, URL, Therapyindex

# Other moments every day, the same ones all day long.
MOMENTS = random.Random(datetime.now(UTC).toordinal())


def kill_at(run: Therapyindex, delay: float, *command: str) -> None:
    process = run.start(*command)
    time.sleep(delay)
    process.kill()
    process.wait()


@pytest.mark.parametrize("_repetition", range(REPETITIONS))
def test_killed_while_normalizing(therapyindex: Therapyindex, _repetition: int) -> None:
    therapyindex.import_page(TWIN)
    kill_at(therapyindex, MOMENTS.uniform(0.2, 1.6), "normalize")
    assert therapyindex.json("normalize")["run"]["counts"]["therapists"] == 14
    assert len(list((therapyindex.data / "runs").iterdir())) == 1


@pytest.mark.parametrize("_repetition", range(REPETITIONS))
def test_killed_while_publishing(on_engine: Therapyindex, tmp_path: Path, _repetition: int) -> None:
    on_engine.import_page(TWIN)
    on_engine("normalize")
    on_engine("publish")
    live = on_engine.json("search", "relational home")["index"]["version"]
    page = tmp_path / "page.txt"
    page.write_bytes(TWIN.read_bytes().replace(b"relational home", b"relational house"))
    on_engine("import", str(page), "--approach", "relational-therapy", "--url", URL, "--date", "2026-05-31")
    on_engine("normalize")
    kill_at(on_engine, MOMENTS.uniform(0.3, 2.0), "publish")
    after = on_engine.json("search", "relational home")
    assert after["index"]["version"] == live or after["index"]["version"] > live
    assert on_engine.json("publish")["outcome"] in ("published", "unchanged")
    answer = on_engine.json("search", "relational house")
    assert "relational house" in answer["hits"][0]["evidence"][0]["text"]
    states = [row["state"] for row in on_engine.json("versions")]
    assert states.count("live") == 1
    assert "building" not in states
