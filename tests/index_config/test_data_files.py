"""A data file that somebody broke: one line with the file, the line, and what is wrong; no fault of the program."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import index_config
from tests.therapyindex.running import TWIN, Therapyindex

FOLDER = Path(index_config.__file__).parent

# (file, what stands in it, what is there instead): files beside the taxonomy.
OTHERS = [
    ("analysis.yaml", b"0030-0039", b"0-9"),
    ("ages.yaml", b"child: [", b"child: a\nkid: ["),
    ("licenses.yaml", b"  level:", b"  levels:"),
    ("folding.yaml", b'"!":', b'"!!": x\n"!":'),  # twice
]


@pytest.fixture
def broken(tmp_path: Path) -> Callable[[str, bytes, bytes], Path]:
    """A copy of all data files, in one of which the first `old` is `new`; its folder."""

    def made(file: str, old: bytes, new: bytes) -> Path:
        path = shutil.copytree(FOLDER, tmp_path / "copy" / "index_config") / file
        content = path.read_bytes()
        assert old in content
        path.write_bytes(content.replace(old, new, 1))
        return tmp_path / "copy"

    return made


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("taxonomy/approaches.yaml", b"synonyms: [", b"synonyms: [[", r"line \d+: while parsing a flow sequence"),
        ("taxonomy/approaches.yaml", b"synonyms: [", b"synonyms: [7, ", r"line \d+: [a-z-]+: Expected `str`"),
        ("taxonomy/approaches.yaml", b"synonyms:", b"synonyns:", r"line \d+: [a-z-]+: .* unknown field `synonyns`"),
        ("taxonomy/issues.yaml", b"name:", b"nom: x\n  name:", r"line \d+: [a-z-]+: .* unknown field `nom`"),
        ("taxonomy/issues.yaml", b"name:", b"\xff:", "is no text in UTF-8"),
        ("taxonomy/matcher.yaml", b"conjunctions:", b"conjunctions: ['(but']\nconjunction:", "unknown field"),
        ("taxonomy/matcher.yaml", b'"therapy$"', b'"(therapy"', r"line \d+: '\(therapy' is no pattern"),
    ],
)
def test_what_is_wrong_is_told(
    broken: Callable[[str, bytes, bytes], Path], tmp_path: Path, file: str, old: bytes, new: bytes, says: str
) -> None:
    copy = broken(file, old, new)
    run = Therapyindex(tmp_path / "data", {"PYTHONPATH": str(copy)})
    (told,) = run("import", str(TWIN), "--approach", "emdr", code=1).stderr.strip().splitlines()
    assert told.startswith(f"error: {copy / 'index_config' / file}")
    assert re.search(says, told), told


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("taxonomy/approaches.yaml", b"synonyms: [", b"synonyms: [["),
        ("taxonomy/matcher.yaml", b'"therapy$"', b'"(therapy"'),
        *OTHERS,
    ],
)
def test_a_server_does_not_start_with_it(
    broken: Callable[[str, bytes, bytes], Path], tmp_path: Path, file: str, old: bytes, new: bytes
) -> None:
    copy = broken(file, old, new)
    run = Therapyindex(tmp_path / "data", {"PYTHONPATH": str(copy)})
    (told,) = run("serve", "--port", "0", code=1).stderr.strip().splitlines()
    assert told.startswith(f"error: {copy / 'index_config' / file}, line ")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("mappings/therapists.yaml", b"type: text", b"type: words"),
        *OTHERS,
    ],
)
def test_all_files_are_looked_at(
    broken: Callable[[str, bytes, bytes], Path], file: str, old: bytes, new: bytes
) -> None:
    used = (
        "from index_config.ages import age_groups; from index_config.licenses import licenses;"
        "from index_config.folding import fold; from index_config.mappings import mapping_digest;"
        "age_groups('teens'), licenses(), fold('é'), mapping_digest()"
    )
    copy = broken(file, old, new)
    done = subprocess.run([sys.executable, "-c", used], cwd=copy, capture_output=True, text=True, check=False)
    assert f"TherapyIndexError: {copy / 'index_config' / file}, line " in done.stderr
