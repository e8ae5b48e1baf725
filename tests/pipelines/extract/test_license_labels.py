"""Labels that announce a field only above its values, and names of labels that directories have."""

import pytest

from tests.pipelines.extract.test_profile_wordings import ABOUT, profile

MARKUPS = ["<h2>{0}</h2><p>{1}</p>", "<p><b>{0}:</b> {1}</p>", "<p>{0}: {1}</p>", "<dl><dt>{0}</dt><dd>{1}</dd></dl>"]


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize(
    ("label", "value", "field", "expected"),
    [
        *((label, "LCSW", "credentials", ["LCSW"]) for label in ("License", "Licence", "Licenses", "Licensure")),
        ("License(s)", "LCSW, LAC", "credentials", ["LCSW", "LAC"]),
        ("Certifications", "CCTP, CST", "credentials", ["CCTP", "CST"]),
        ("Credential", "LCSW", "credentials", ["LCSW"]),
        ("License", "LCSW 12345", "credentials", ["LCSW"]),
        ("License", "Licensed Psychologist", "title", "Licensed Psychologist"),
        ("License", "CO 12345", "credentials", []),
        *(("License", shown, "credentials", []) for shown in ("MA", "MA 12345", "Colorado")),
        ("License", "Colorado", "places", []),
        ("Modality", "EMDR", "approaches", ["EMDR"]),
        ("Modality", "In person", "approaches", []),
        ("Specializations", "Grief, Anxiety", "issues", ["Grief", "Anxiety"]),
        ("Charges", "$120", "fees", "$120"),
        ("E-therapy", "Yes", "telehealth", "Yes"),
        ("Tele-health available", "Yes", "telehealth", "Yes"),
        ("Virtual", "Yes", "telehealth", "Yes"),
        ("Payment & insurance", "Aetna, Cigna", "insurance", ["Aetna", "Cigna"]),
    ],
)
def test_labels_of_licenses_and_others(markup: str, label: str, value: str, field: str, expected: object) -> None:
    found = profile(f"<h1>Ada Quill</h1>{ABOUT}<h2>Ages</h2><p>Adults</p>{markup.format(label, value)}")
    assert getattr(found, field) == expected


def test_letters_below_a_label_leave_those_of_the_name() -> None:
    page = f"<h1>Ada Quill, LCSW</h1>{ABOUT}<h2>Ages</h2><p>Adults</p>"
    assert profile(f"{page}<p>Certifications: CCTP, CST</p>").credentials == ["CCTP", "CST", "LCSW"]
    assert profile(f"{page}<p>License: LCSW 12345</p>").credentials == ["LCSW"]
