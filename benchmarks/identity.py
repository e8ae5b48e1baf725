"""Whom 200,000 mentions mean: seconds and peak memory, and how often that is right.

`python -m benchmarks.identity [MENTIONS]`. Invented people of two directories, with namesakes, colleagues who share a
phone and couples who share a name. Measured in a process of its own: the links between mentions, and the ids of two
runs, of which the second knows those of the first. Right is counted in pairs of mentions.
"""

import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from itertools import islice
from typing import Any

import msgspec

from benchmarks.fast_site import ROOT
from benchmarks.peak import peak_mb
from pipelines.resolve.clusters import Cluster
from pipelines.resolve.identity import name_clusters
from pipelines.resolve.linking import united
from pipelines.resolve.namesakes import gathered
from tests.quality.crowd import SEEN, crowd

TARGET_SECONDS = 60.0
TARGET_GB = 3.0


def run(mentions: int = 200_000) -> dict[str, Any]:
    """Seconds, peak GB, precision and recall, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.identity", "--measured", str(mentions)]
    done = subprocess.run(command, stdout=subprocess.PIPE, cwd=ROOT, check=True)
    return dict(msgspec.json.decode(done.stdout))


def _measured(mentions: int) -> dict[str, Any]:
    truth = list(islice(crowd(mentions), mentions))
    start = time.perf_counter()
    clusters = united(gathered(mention for _, mention in truth))
    linked = time.perf_counter()
    _, minted = name_clusters(clusters, {}, {}, SEEN)
    named, again = name_clusters(clusters, minted, {}, SEEN + timedelta(days=1))
    if again:
        raise RuntimeError("the second run knew somebody not")
    end = time.perf_counter()
    precision, recall = score({id(mention): number for number, mention in truth}, clusters)
    return {
        "mentions": len(truth),
        "therapists": len(named),
        "people": len({number for number, _ in truth}),
        "linking": linked - start,
        "seconds": end - start,
        "gb": peak_mb() / 1024,
        "precision": precision,
        "recall": recall,
    }


def score(people: dict[int, int], clusters: list[Cluster]) -> tuple[float, float]:
    """Precision and recall of pairs of mentions said to be one therapist; `people` by the mention's identity."""
    right = said = 0
    for cluster in clusters:
        members = Counter(people[id(mention)] for mention in cluster.mentions)
        said += _pairs(sum(members.values()))
        right += sum(map(_pairs, members.values()))
    true = sum(map(_pairs, Counter(people.values()).values()))
    return right / said, right / true


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measured"]:
        sys.stdout.buffer.write(msgspec.json.encode(_measured(int(sys.argv[2]))))
    else:
        print(run(*map(int, sys.argv[1:])))
