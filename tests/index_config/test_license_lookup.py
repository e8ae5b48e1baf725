"""Titles and credentials as shown lead to our license codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_config.licenses import license_of, licenses

# Every title of the site's select list, and the license it stands for.
TITLES = {
    "Licensed Clinical Social Worker": "LCSW",
    "Licensed Marriage & Family Therapist": "LMFT",
    "Licensed Professional Counselor": "LPC",
    "Counselor": None,
    "Psychologist": "PSY",
    "Marriage & Family Therapist": "LMFT",
    "Licensed Clinical Mental Health Counselor": "LCMHC",
    "Clinical Psychologist": "PSY",
    "Psychotherapist": None,
    "Associate Clinical Social Worker": "ASW",
    "Therapist": None,
    "Associate Marriage & Family Therapist": "AMFT",
    "Licensed Professional Clinical Counselor": "LPCC",
    "Clinical Social Worker": "LCSW",
    "Mental Health Counselor": "LMHC",
    "Licensed Professional Counselor Associate": "LPC-ASSOCIATE",
    "Licensed Mental Health Counselor": "LMHC",
    "Marriage and Family Therapist Associate": "AMFT",
    "Licensed Master of Social Work": "LMSW",
    "Licensed Clinical Mental Health Counselor Associate": "LCMHC-ASSOCIATE",
    "Associate Professional Counselor": "APC",
    "Addictions Counselor": "LAC",
    "Registered Marriage and Family Therapist Intern": "MFT-INTERN",
    "Sex Therapist": None,
    "Art Therapist": None,
    "Licensed Professional Counselor Candidate": "LPC-CANDIDATE",
    "Licensed Clinical Social Worker - Candidate": "LCSW-CANDIDATE",
    "Psychiatric Nurse Practitioner": "PMHNP",
}


@pytest.mark.parametrize(("title", "code"), TITLES.items())
def test_titles(title: str, code: str | None) -> None:
    assert license_of(title, []) == code
    assert license_of(title.upper(), []) == code


def test_credentials_come_first() -> None:
    assert license_of("Therapist", ["Ph.D.", "L.C.S.W."]) == "LCSW"
    assert license_of("Psychotherapist", ["MA", "lcsw-c"]) == "LCSW"
    assert license_of("Associate Marriage & Family Therapist", ["MFT"]) == "AMFT"
    assert license_of(None, ["PhD", "MSW"]) is None
    assert license_of(None, []) is None


def test_no_wording_stands_for_two_licenses() -> None:
    wordings = [
        (wording, code)
        for code, entry in licenses().items()
        for wording in (code, entry.name, *entry.credentials, *entry.titles)
    ]
    assert [(wording, code) for wording, code in wordings if license_of(wording, []) != code] == []
    assert {entry.level for entry in licenses().values()} == {"licensed", "associate", "trainee"}


@given(st.one_of(st.none(), st.text()), st.lists(st.text()))
def test_any_title_may_be_shown(title: str | None, credentials: list[str]) -> None:
    assert license_of(title, credentials) in {None, *licenses()}


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Registered Clinical Social Worker Intern", "trainee"),
        ("Registered Mental Health Counselor Intern", "trainee"),
        ("Resident in Counseling", "trainee"),
        ("Pre-Licensed Professional", "trainee"),
        ("Student Therapist", "trainee"),
        ("Registered Psychotherapist (Qualifying)", "associate"),
        ("Licensed Graduate Social Worker", "associate"),
        ("Provisionally Licensed Professional Counselor", "associate"),
        ("Limited Licensed Psychologist", "associate"),
        ("Licensed Independent Marriage & Family Therapist", "licensed"),
        ("Licensed Psychoanalyst", "licensed"),
    ],
)
def test_levels(title: str, level: str) -> None:
    code = license_of(title, [])
    assert code is not None
    assert licenses()[code].level == level
