"""A publish killed at any of its moments: what was live stays live, whole; the next one cleans up."""

import random
import subprocess
import time
from datetime import UTC, datetime

from tests.flows.publish_faults.publishing import Publishing
from tests.repetitions import NOTHING_LEFT_OUT
from tests.therapyindex.running import COMMAND

MOMENTS = 20 if NOTHING_LEFT_OUT else 2
# Other moments every day, the same ones all day long.
CHANCE = random.Random(datetime.now(UTC).toordinal())


def test_killed_at_any_moment(publishing: Publishing) -> None:
    before = publishing.records(100)
    began = time.monotonic()
    publishing.run("publish")
    lasts = time.monotonic() - began
    for number in range(MOMENTS):
        after = publishing.records(101 + number)
        process = publishing.run.start("publish")
        # One moment in each of as many equal parts of its time.
        time.sleep(lasts * (number + CHANCE.random()) / MOMENTS)
        process.kill()
        process.wait()
        live = publishing.live()
        assert {name: live[name] for name in before} in (before, after)
        assert publishing.publish().outcome in ("published", "unchanged")
        publishing.is_whole(after)
        before = after


def test_two_at_once(publishing: Publishing) -> None:
    publishing.records(100)
    publishing.publish()
    after = publishing.records(3_000)
    both = [
        subprocess.Popen(
            [*COMMAND, "publish"], env=publishing.run.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    ends = [(process.communicate(timeout=60), process.returncode) for process in both]
    assert sorted(code for _, code in ends) in ([0, 1], [0, 0])
    for (out, err), code in ends:
        assert "Traceback" not in err
        if code:
            (line,) = err.strip().splitlines()
            assert "another process is at work" in line
        else:
            assert out.startswith(("live: ", "unchanged: "))
    publishing.is_whole(after)
