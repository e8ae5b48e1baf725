"""The cache of pages: what cannot be read is no loss, and is read again."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from msgspec import Struct

from records.errors import TherapyIndexError
from store.page_cache import PageCache


class Made(Struct, frozen=True):
    url: str
    digest: str
    says: str = ""


def cache(directory: Path) -> PageCache[Made]:
    return PageCache(directory, "made", "1", Made)


@pytest.mark.parametrize("texts", [["{}"], ['{"url":'], [None], [1], ['{"url": 1, "digest": "d"}']])
def test_a_batch_of_another_shape_is_removed(tmp_path: Path, texts: list[object]) -> None:
    kept = cache(tmp_path)
    bad, good = kept.add([Made("u", "d")]), kept.add([Made("v", "e")])
    (file,) = tmp_path.glob(f"{bad}.*")
    pq.write_table(pa.table({"url": ["u"], "digest": ["d"], "made": texts}), file)
    assert list(kept.read([bad, good])) == [Made("v", "e")]
    assert kept.batches() == [good]


def test_only_batches_that_hold_wanted_pages_are_read_for_older_ones(tmp_path: Path) -> None:
    kept = cache(tmp_path)
    kept.add([Made("u", "d", "words")])
    other = kept.add([Made("v", "e")])
    (file,) = tmp_path.glob(f"{other}.*")
    pq.write_table(pa.table({"url": ["v"], "digest": ["e"], "made": ["{}"]}), file)
    assert list(kept.older({("u", "d")})) == [Made("u", "d", "words")]
    assert list(kept.older({("v", "e")})) == []


@contextmanager
def no_file_can_be_opened() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = os.dup(0)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_batch_that_cannot_be_read_just_now_is_kept(tmp_path: Path) -> None:
    kept = cache(tmp_path)
    batch = kept.add([Made("u", "d")])
    with no_file_can_be_opened(), pytest.raises(TherapyIndexError, match="cannot read"):
        list(kept.read([batch]))
    assert list(kept.read([batch])) == [Made("u", "d")]
