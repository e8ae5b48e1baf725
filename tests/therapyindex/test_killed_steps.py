"""kill -9 at each step of a publish and of a rollback, on both engines."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repetitions import each
from tests.therapyindex.running import REPOSITORY, Therapyindex, two_versions
from tests.therapyindex.test_rollback import says, states

ENGINES = {
    "embedded": "search.engines.tantivy_writer:TantivyWriter",
    "elasticsearch": "search.engines.elasticsearch_writer:ElasticsearchWriter",
}
BEFORE_THE_SWAP = [
    "after flows.publishing.candidate:add_version",
    "after {writer}.build",
    "before {writer}.bulk",
    "after {writer}.bulk",
    "before {writer}.finish",
    "after {writer}.finish",
    "before flows.stages.publish:check",
    "before {writer}.swap",
]
BEHIND_THE_SWAP = ["after {writer}.swap", "before flows.stages.publish:retire", "after flows.stages.publish:retire"]


def killed(run: Therapyindex, step: str, *arguments: str) -> None:
    writer = ENGINES[run.env.get("THERAPYINDEX_ENGINE", "embedded")]
    command = [*step.format(writer=writer).split(" "), *arguments]
    done = subprocess.run(
        [sys.executable, "-m", "tests.therapyindex.killed_at", *command],
        env=run.env,
        cwd=REPOSITORY,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize("step", each(BEFORE_THE_SWAP))
def test_killed_before_the_swap_the_old_version_answers(on_engine: Therapyindex, tmp_path: Path, step: str) -> None:
    _, second = two_versions(on_engine, tmp_path)
    killed(on_engine, step, "publish", "--force")
    assert on_engine.json("search", "relational house")["index"]["version"] == second
    published = on_engine.json("publish", "--force")
    assert published["outcome"] == "published"
    found = states(on_engine)
    assert [version for version, state in found.items() if state == "live"] == [published["version"]]
    assert "building" not in found.values()
    assert says(on_engine, "house")


@pytest.mark.parametrize("step", each(BEHIND_THE_SWAP))
def test_killed_behind_the_swap_the_new_version_answers(on_engine: Therapyindex, tmp_path: Path, step: str) -> None:
    _, second = two_versions(on_engine, tmp_path)
    killed(on_engine, step, "publish", "--force")
    live = on_engine.json("search", "relational house")["index"]["version"]
    assert live > second
    assert [one["version"] for one in on_engine.json("status")["live"]] == [live]
    assert on_engine.json("publish")["outcome"] == "unchanged"
    found = states(on_engine)
    assert (found[live], found[second]) == ("live", "kept")
    assert list(found.values()).count("live") == 1


@pytest.mark.parametrize("moment", each(["before", "after"]))
def test_killed_while_going_back(on_engine: Therapyindex, tmp_path: Path, moment: str) -> None:
    first, second = two_versions(on_engine, tmp_path)
    killed(on_engine, f"{moment} {{writer}}.swap", "rollback")
    if moment == "before":
        assert says(on_engine, "house")
        assert on_engine.json("rollback") == {"version": first, "left": second}
    # Either way: what was left behind does not come again by itself.
    assert on_engine.json("publish", code=1)["outcome"] == "refused"
    assert says(on_engine, "home")
    assert states(on_engine) == {first: "live", second: "rejected"}
