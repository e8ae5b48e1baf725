"""Whole profiles in the words and markup of many directories: exactly what is said, and nothing else."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from records import ProfileExtract
from tests.pipelines.extract.pages import extracted

FOLDER = Path(__file__).with_name("fixtures") / "profiles"
CASES: list[dict[str, Any]] = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["page"] for case in CASES])
def test_a_page(case: dict[str, Any]) -> None:
    found = extracted((FOLDER / f"{case['page']}.html").read_text(encoding="utf-8"), case["url"]).profile
    assert found is not None
    assert msgspec.structs.replace(found, origins={}) == msgspec.convert(case["profile"], ProfileExtract)
