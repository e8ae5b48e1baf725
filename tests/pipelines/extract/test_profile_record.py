"""Records of an association's members, on pages whose heads name nobody and whose addresses hold a number."""

from tests.pipelines.extract.pages import extracted

URL = "https://www.scpa.example/roster/entry.php?no=4417"
SITE = "<table><tr><td><b>Sign In</b><br>User:<br>Word:</td><td><b>Main Desk</b><br>1 Hill Road, Yreka, CA 96097<br>Tel: 800-555-0171</td></tr></table>"
RECORD = (
    "<span class=n>Dr. Ada Quill, PhD</span><br>Joined in 2003<br><br>Profession: Psychologist<br>"
    "Office Address: Salem, OR<br>Telephone: 503-555-0142<br>Focus Areas: Grief; Anxiety<br>Populations: Veterans; Refugees<br>"
    "Age Groups: Teens; Adults<br>Languages: English<br>"
)


def page(record: str, behind: str = "") -> str:
    foot = "<div>Shasta County Psychology Association, 1 Hill Road, Yreka, CA 96097<br>800-555-0171</div>"
    return f"<title>Roster - Shasta County Psychology Association</title>{SITE}<div>Roster &gt; Entry<div>{record}</div>{behind}</div>{foot}"


def test_a_record_is_its_owners() -> None:
    others = "<div>ALSO FOUND<br><a href='entry.php?no=77'>Bo Marsh</a><br>Telephone: 541-555-0166<br>Languages: Polish</div>"
    found = extracted(page(RECORD, others), URL).profile
    assert found is not None
    assert (found.prefix, found.name, found.credentials, found.title) == ("Dr.", "Ada Quill", ["PhD"], "Psychologist")
    assert (found.phone, found.places) == ("503-555-0142", [("Salem", "OR", None)])
    assert (found.ages, found.languages, found.issues) == (["Teens", "Adults"], ["English"], ["Grief", "Anxiety"])


def test_a_record_without_a_place_has_none_of_its_site() -> None:
    found = extracted(
        page(RECORD.replace("Office Address: Salem, OR<br>", "").replace("Dr. Ada Quill, PhD", "Oak Wellness")), URL
    )
    assert found.profile is not None
    assert (found.profile.name, found.profile.kind, found.profile.places) == ("Oak Wellness", "organization", [])


def test_several_records_are_a_list() -> None:
    second = f"<div>{RECORD.replace('Ada Quill', 'Bo Marsh')}</div>"
    assert extracted(page(RECORD, second), URL).profile is None
    linked = RECORD.replace("Dr. Ada Quill, PhD", "<a href='entry.php?no=5'>Ada Quill</a>")
    assert extracted(page(linked), URL).profile is None


def test_a_record_goes_before_the_name_of_the_association() -> None:
    headed = page(RECORD).replace("<table>", "<h1>Shasta County Psychology Association</h1><table>")
    found = extracted(headed, URL).profile
    assert found is not None
    assert found.name == "Ada Quill"
