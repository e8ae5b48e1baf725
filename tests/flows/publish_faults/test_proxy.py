"""Publishing through a proxy that does harm: every document arrives once, or one line says why not."""

from collections.abc import Sequence

import pytest

from flows.stages.publish import publish
from store.settings import StoreSettings
from tests.flows.publish_faults.publishing import Publishing
from tests.repetitions import each
from tests.servers.proxy import Fault, once, proxy, sometimes

STORMS: Sequence[tuple[int, float, tuple[Fault, ...]]] = (
    (1, 0.5, ("busy",)),
    (2, 0.3, ("busy", "gateway")),
    (3, 0.3, ("lose",)),
    (4, 0.3, ("drop", "truncate")),
    (5, 0.3, ("lose", "drop", "delay", "truncate", "busy")),
)
STEPS = (
    ("PUT", "-therapists-"),
    ("POST", "_refresh"),
    ("PUT", "_settings"),
    ("PUT", "_mapping"),
    ("POST", "_aliases"),
)


@pytest.mark.parametrize(("seed", "share", "faults"), each(STORMS))
def test_a_storm_on_documents(on_elasticsearch: Publishing, seed: int, share: float, faults: tuple[Fault, ...]) -> None:
    """What is tried again for long is said in a line of the log; nothing else is."""
    counts = on_elasticsearch.records(4_000)
    with proxy(str(on_elasticsearch.url), sometimes(seed, share, *faults, of="_bulk")) as between:
        done = on_elasticsearch.through(between.url)("publish")
    assert between.faults
    assert all(line.startswith("Elasticsearch is busy or away") for line in done.stderr.strip().splitlines())
    on_elasticsearch.is_whole(counts)


@pytest.mark.parametrize("fault", each(["drop", "lose", "truncate"]))
@pytest.mark.parametrize(("method", "path"), STEPS)
def test_one_step_that_is_harmed(on_elasticsearch: Publishing, method: str, path: str, fault: Fault) -> None:
    counts = on_elasticsearch.records(50)
    with proxy(str(on_elasticsearch.url), once(fault, method, path)) as between:
        settings = on_elasticsearch.settings.model_copy(update={"elasticsearch_url": between.url})
        assert publish(StoreSettings(data=on_elasticsearch.data), settings).outcome == "published"
    assert between.faults == [fault]
    on_elasticsearch.is_whole(counts)
