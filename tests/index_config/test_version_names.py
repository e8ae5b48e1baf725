"""Names of versions, indexes and aliases."""

import re
from datetime import UTC, datetime, timedelta, timezone

from index_config.versions import alias_name, config_digest, index_name, version_name, version_of

NOW = datetime(2026, 3, 1, 23, 30, 5, tzinfo=timezone(timedelta(hours=-5)))


def test_a_version_is_named_after_its_time_and_configuration() -> None:
    assert version_name(NOW) == f"20260302-043005-{config_digest()[:8]}"
    assert re.fullmatch(r"[0-9a-f]{64}", config_digest())
    assert version_name(NOW) < version_name(datetime(2026, 3, 3, tzinfo=UTC))


def test_index_names_read_back() -> None:
    version = version_name(NOW)
    name = index_name("my-index", "therapists", version)
    assert name == f"{alias_name('my-index', 'therapists')}-{version}"
    assert version_of(name, "my-index", "therapists") == version
    assert version_of(name, "my-index", "statements") is None
    assert version_of(name, "my", "therapists") is None
    assert version_of("my-index-therapists-20260302", "my-index", "therapists") is None
    assert version_of("my-index-therapists", "my-index", "therapists") is None
