"""What an engine does not take is kept with the reason, refuses the version, and is sent again; on both engines."""

import json
import subprocess
import sys

from tests.therapyindex.running import REPOSITORY, TWIN, Therapyindex
from tests.therapyindex.test_rollback import says, states


def refusing(run: Therapyindex, word: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tests.therapyindex.refusing", word, *arguments]
    return subprocess.run(
        command, env=run.env, cwd=REPOSITORY, capture_output=True, text=True, timeout=120, check=False
    )


def test_one_document_that_is_not_taken(on_engine: Therapyindex) -> None:
    on_engine.import_page(TWIN)
    on_engine("normalize")
    done = refusing(on_engine, "relational home", "publish")
    assert done.returncode == 1, done.stderr
    assert "documents were not taken" in done.stdout
    [version] = states(on_engine)
    assert states(on_engine) == {version: "refused"}
    [letters] = on_engine.data.glob("runs/*/dead-letters-*.jsonl")
    [letter] = [json.loads(line) for line in letters.read_text().splitlines() if '"index":"statements"' in line]
    assert letter["reason"] == "a fault that was put in"
    assert "relational home" in letter["document"]["text"]

    still = refusing(on_engine, "relational home", "publish", "--retry-dead")
    assert still.returncode == 1
    assert letters.exists()
    retried = on_engine.json("publish", "--retry-dead")
    assert (retried["outcome"], retried["version"], retried["dead"]) == ("published", version, 0)
    assert retried["counts"]["statements"] == 14
    assert not letters.exists()
    assert says(on_engine, "home")
    assert (
        "neither a refused nor the live version has dead letters" in on_engine("publish", "--retry-dead", code=1).stderr
    )


def test_a_lost_document_may_be_accepted(on_engine: Therapyindex) -> None:
    on_engine.import_page(TWIN)
    on_engine("normalize")
    accepted = ["--accept", "dead-letters", "--why", "one is no loss"]
    done = refusing(on_engine, "relational home", "publish", *accepted)
    assert done.returncode == 0, done.stdout
    [live] = on_engine.json("versions")
    assert (live["state"], live["accepted"]) == ("live", {"dead-letters": "one is no loss"})
    assert live["dead"] == 1
    assert "1 of them dead" in on_engine("versions").stdout
    [letters] = on_engine.data.glob("runs/*/dead-letters-*.jsonl")
    told = f"1 documents of version {live['version']} were not taken: see {letters}, then"
    assert told in done.stdout
    for _ in range(2):  # night after night the same: nothing is built for it
        unchanged = on_engine("publish").stdout
        assert unchanged.startswith("unchanged: ")
        assert told in unchanged
    retried = on_engine.json("publish", "--retry-dead")
    assert (retried["outcome"], retried["dead"]) == ("published", 0)
    assert says(on_engine, "home")
    assert "not taken" not in on_engine("publish").stdout


def test_wrong_use(therapyindex: Therapyindex) -> None:
    assert "--retry-dead goes on with a version" in therapyindex("publish", "--retry-dead", "--force", code=2).stderr
