"""Normalizing killed at any moment: the next one completes; for a publish see tests/flows/publish_faults."""

import random
import time
from datetime import UTC, datetime

import pytest

from tests.therapyindex.running import REPETITIONS, TWIN, Therapyindex

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
