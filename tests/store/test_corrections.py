"""corrections.yaml: whatever stands in it, it is read whole or refused in words."""

from pathlib import Path

import pytest

from records import Corrections
from records.errors import WrongUse
from store.corrections import FILE, load_corrections


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[]\n", "Expected `object`"),
        ("merge:\n  - ids: [t1, t2]\nmerge:\n  - ids: [t3, t4]\n", "'merge' stands twice"),
        ("set:\n  - id: t1\n    fields: {name: A B, name: C D}\n", "'name' stands twice"),
        ("set:\n  - id: t1\n    fields: {name: 2026-13-45}\n", "month must be in 1..12"),
        ('set:\n  - id: "\\ud800"\n    fields: {name: A B}\n', "surrogates not allowed"),
        (f"set:\n  - id: t1\n    fields: {{fee_min: {'9' * 5_000}}}\n", "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / FILE).write_text(content)
    with pytest.raises(WrongUse, match=r"corrections\.yaml cannot be read") as error:
        load_corrections(tmp_path)
    assert told in str(error.value)


@pytest.mark.parametrize("content", ["", "# nothing yet\n", "\ufeffmerge: []\n"])
def test_an_empty_file_corrects_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)
    assert load_corrections(tmp_path) == load_corrections(tmp_path / "nowhere") == Corrections()


def test_a_file_that_has_gone_is_no_empty_one(tmp_path: Path) -> None:
    (tmp_path / FILE).symlink_to(tmp_path / "nowhere.yaml")
    with pytest.raises(WrongUse, match="No such file"):
        load_corrections(tmp_path)
