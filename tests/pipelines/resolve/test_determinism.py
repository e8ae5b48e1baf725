"""The same mentions give the same records in every process, whatever order its sets have."""

import os
import subprocess
import sys

import msgspec

from pipelines.mention import Mention
from tests.pipelines.resolve.making import DAY, START, attribution, profile, resolved
from tests.therapyindex.running import REPOSITORY

PHONE = "+15035550141"


def tangled() -> list[Mention]:
    """People with several names each, of whom each may be one with each other."""
    bo = profile("Bo Quill", "bo-quill", "Bend", "OR", phone=PHONE, seen=START + 2 * DAY)
    return [
        profile("Ada M. Marsh", "marsh", "Bend", "OR", source="other"),
        profile("Ada M. Quill-Marsh", "quill-marsh", "Reno", "NV", source="other", seen=START + DAY),
        bo,
        attribution("Ada (Addie) Quill-Marsh", "Reno", "NV", profile_url=bo.url),
        profile("Ada (Addie) Marsh", "addie-marsh", phone=PHONE, seen=START + 3 * DAY),
    ]


def told() -> str:
    """All that is resolved of them."""
    done = resolved(*tangled())
    return msgspec.json.encode([done.therapists, done.statements, list(done.links), sorted(done.minted)]).decode()


def told_elsewhere(seed: int) -> str:
    code = "from tests.pipelines.resolve import test_determinism; print(test_determinism.told())"
    env = {**os.environ, "PYTHONHASHSEED": str(seed)}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, env=env, capture_output=True, text=True, check=True
    ).stdout


def test_every_process_resolves_alike() -> None:
    assert len({told_elsewhere(seed) for seed in range(6)}) == 1
