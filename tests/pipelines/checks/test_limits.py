"""Limits that can be none are told with the file, the line and the field."""

from pathlib import Path

import pytest

import pipelines.checks
from index_config.data import load_yaml
from pipelines.checks.limits import Limits
from pipelines.checks.relevance import RelevanceLimits
from records.errors import TherapyIndexError

FOLDER = Path(pipelines.checks.__file__).parent
KINDS: dict[str, type[Limits] | type[RelevanceLimits]] = {"checks.yaml": Limits, "relevance.yaml": RelevanceLimits}


@pytest.mark.parametrize(
    ("file", "old", "new", "field"),
    [
        ("checks.yaml", "counts: {share: 0.15", "counts: {share: 15", "counts.share"),
        ("checks.yaml", "dead: {share: 0.001}", "dead: {share: .nan}", "dead.share"),
        ("checks.yaml", "few: 3", "few: -3", "counts.few"),
        ("checks.yaml", "  share: 0.02", "  share: -0.02", "faults.share"),
        ("checks.yaml", "first: 0.2", "first: 20", "lookalikes.first"),
        ("checks.yaml", "noise: 3", "noise: .inf", "filled.noise"),
        ("checks.yaml", "kept_days: 14", "kept_days: .inf", "kept_days"),
        ("checks.yaml", "times_usual: 3", "times_usual: -1", "times_usual"),
        ("relevance.yaml", "ndcg: 0.84", "ndcg: 85", "relevance_set.ndcg"),
        ("relevance.yaml", "fall: 3", "fall: -.inf", "probes.fall"),
    ],
)
def test_nonsense_is_told(tmp_path: Path, file: str, old: str, new: str, field: str) -> None:
    path, content = tmp_path / file, (FOLDER / file).read_text()
    assert old in content
    path.write_text(content.replace(old, new, 1))
    with pytest.raises(TherapyIndexError) as raised:
        load_yaml(path, KINDS[file])
    (told,) = str(raised.value).splitlines()
    assert told.startswith(f"{path}, line ")
    assert f"`$.{field}`" in told
