"""Fees in several lines, answers in sentences and rows, lists of buttons, and whose page it is."""

import pytest

from pipelines.normalize.fees import fees
from tests.pipelines.extract.test_profile_wordings import ABOUT, profile, section

LANGUAGES = "<h2>Languages</h2><p>Polish</p>"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("Individual sessions", "$100"), ("Couple sessions", "$180"), (100, 180)),
        (("Minimum fee", "$70.00"), ("Maximum fee", "$90.00"), (70, 90)),
        (("Individual sessions", "$100"), ("Missed sessions", "$40"), (100, 100)),
        (("Session fee", "$100"), ("First call", "$20"), (100, 100)),
    ],
)
def test_fees_in_several_lines(first: tuple[str, str], second: tuple[str, str], expected: tuple[int, int]) -> None:
    lines = "".join(f"<div><dt>{label}</dt><dd>{value}</dd></div>" for label, value in (first, second))
    found = section("Payment", f"<dl>{lines}</dl>").fees
    assert found is not None
    told = fees(found)
    assert told is not None
    assert (told.lowest, told.highest) == expected


def test_a_no_of_the_next_sentence_denies_nothing() -> None:
    found = section("Costs", "<p>A session is $90. There is a sliding scale. No insurance is accepted.</p>")
    assert found.sliding_scale == "There is a sliding scale"


def test_several_places_on_one_line() -> None:
    found = section("Location", "<p>Reno, NV 89501; Salem, OR; Mesa, AZ 85201</p>")
    assert found.places == [("Reno", "NV", "89501"), ("Salem", "OR", None), ("Mesa", "AZ", "85201")]


def test_offices_beside_the_one_that_structured_data_tells() -> None:
    data = (
        '<script type="application/ld+json">{"@type": "Person", "name": "Ada Quill", "address": {"@type": '
        '"PostalAddress", "addressLocality": "Reno", "addressRegion": "NV"}}</script>'
    )
    offices = "<div><p>Reno, NV 89501</p><p>Salem, OR 97301</p><p>775-555-0142</p></div>"
    found = profile(f"{data}<h1>Ada Quill</h1>{ABOUT}<h2>Languages</h2><p>Polish</p><aside>{offices}</aside>")
    assert found.places == [("Reno", "NV", "89501"), ("Salem", "OR", "97301")]
    strange = profile(
        f"{data}<h1>Ada Quill</h1>{ABOUT}<h2>Languages</h2><p>Polish</p><aside><p>Mesa, AZ 85201</p></aside>"
    )
    assert strange.places == [("Reno", "NV", None)]


@pytest.mark.parametrize(("heading", "practice"), [("Marsh Harbor Counseling", True), ("Individual Therapy", False)])
def test_a_practice_as_the_last_heading_of_a_head(heading: str, practice: bool) -> None:
    head = f"<div><h1>Ada Quill</h1><h2>Clinical Psychologist</h2><h3>{heading}</h3></div>"
    found = profile(f"<main>{head}{ABOUT}<h2>Languages</h2><p>Polish</p></main>")
    assert found.organization == (heading if practice else None)


def test_a_label_without_a_value_is_no_answer() -> None:
    rows = "<div><div>Session</div><div>$90</div></div><div><div>Sliding scale</div><div></div></div>"
    assert section("Practical", rows).sliding_scale is None
    assert section("Practical", "<ul><li>Sliding scale</li><li>Tea</li></ul>").sliding_scale == "Sliding scale"


def test_facts_among_the_sentences_of_a_story() -> None:
    story = (
        "The waiting room has two chairs and one window, and the window is the better seat, says everybody who has sat "
        "there in the rain. Sessions are held in English and Polish. Online sessions are not available. The lamp in the "
        "corner is older than the house, and the house is older than the street."
    )
    found = profile(
        f"<h1>Ada Quill</h1><p>{story}</p>{ABOUT}<h2>Ages</h2><p>Teens</p><p>Insurance accepted: Aetna.</p>"
    )
    assert found.languages == ["English", "Polish"]
    assert found.telehealth == "Online sessions are not available."
    assert found.insurance == ["Aetna"]


def test_the_buttons_under_the_label_of_a_list_are_its_values() -> None:
    buttons = "<ul><li><button>Gestalt</button></li><li><button>Relational</button></li></ul>"
    assert section("Types of therapy", buttons).approaches == ["Gestalt", "Relational"]
    assert section("Types of therapy", "<button>Show all</button>").approaches == []


def test_a_link_to_the_website_with_a_remark_in_brackets() -> None:
    link = '<p><a href="https://www.ada-quill.example">My website<span> (opens in a new tab)</span></a></p>'
    assert profile(f"<h1>Ada Quill</h1>{ABOUT}{LANGUAGES}{link}").website == "https://www.ada-quill.example"


def test_a_heading_that_names_a_role_is_nobodys_name() -> None:
    html = (
        f"<title>Find a Therapist: Ada Quill</title><h1>Find a Therapist</h1><h2>Ada Quill, LCSW</h2>{ABOUT}{LANGUAGES}"
    )
    found = profile(html, "https://www.therapyden.com/find/ada-quill")
    assert (found.name, found.credentials) == ("Ada Quill", ["LCSW"])


@pytest.mark.parametrize(
    ("label", "value", "telehealth"),
    [
        ("Session types", "Video, at the office", "Video, at the office"),
        ("Types of sessions", "Video", "Video"),
        ("Session type", "In office only", "In office only"),
        ("Session types", "Couples, Individuals", None),
    ],
)
def test_sessions_are_of_a_kind_or_with_somebody(label: str, value: str, telehealth: str | None) -> None:
    rows = f"<div><div>{label}</div><div>{value}</div></div><div><div>Replies</div><div>In a day</div></div>"
    assert section("Good to know", rows).telehealth == telehealth
    both = f"{rows}<div><div>Telehealth</div><div>Not offered</div></div>"
    assert section("Good to know", both).telehealth == "Not offered"


@pytest.mark.parametrize(
    ("values", "approaches"), [("Gestalt<br>EMDR", ["Gestalt", "EMDR"]), ("Queer", []), ("Straight, lesbian", [])]
)
def test_orientation_is_one_of_therapy_by_what_stands_under_it(values: str, approaches: list[str]) -> None:
    assert section("Orientation", f"<p>{values}</p>").approaches == approaches


@pytest.mark.parametrize(
    ("row", "fee", "places"),
    [
        ("<div>Salem, OR</div><div>$90 - $120</div>", "$90 - $120", [("Salem", "OR", None)]),
        ("<div>Salem, OR</div><div>By video</div><div>$90</div>", "$90", [("Salem", "OR", None)]),
        ("<div>Salem, OR</div><div>Evening workshop</div><div>$45</div>", None, [("Salem", "OR", None)]),
    ],
)
def test_an_amount_beside_the_name_is_the_fee(row: str, fee: str | None, places: list[tuple[str, str, None]]) -> None:
    found = profile(f"<div><h1>Ada Quill</h1><div>{row}</div><a href='/b'>Book</a></div><div>{ABOUT}{LANGUAGES}</div>")
    assert (found.fees, found.places) == (fee, places)


def test_an_amount_in_another_element_is_no_fee() -> None:
    found = profile(
        f"<div><h1>Ada Quill</h1><p>Counselor</p></div><div><p>Tea is here.</p><p>$19</p></div>{ABOUT}{LANGUAGES}"
    )
    assert found.fees is None


def test_a_price_with_its_label_in_front() -> None:
    price = "<div><span>List price</span><span>$90.00 – $120.00 USD</span></div>"
    found = profile(f"<h1>Ada Quill</h1>{price}{ABOUT}{LANGUAGES}")
    assert found.fees is not None
    read = fees(found.fees)
    assert read is not None
    assert (read.lowest, read.highest, read.currency) == (90, 120, "USD")


@pytest.mark.parametrize("opening", ["A session is $90 to $120.", "Sessions cost $90."])
def test_insurers_behind_a_sentence_about_money(opening: str) -> None:
    found = section("Fees and insurance", f"<p>{opening} Accepts Aetna, Cigna and Optum.</p>")
    assert found.insurance == ["Aetna", "Cigna", "Optum"]


def test_an_answer_about_something_else_is_none() -> None:
    lines = "<div><div>Virtual sessions available</div><div>No sliding scale</div></div>"
    found = profile(f"<div><h1>Ada Quill</h1>{lines}</div>{ABOUT}{LANGUAGES}")
    assert (found.telehealth, found.sliding_scale) == ("Virtual sessions available", "No sliding scale")


def test_a_state_behind_the_website_that_follows_a_phone() -> None:
    lines = (
        "<a href='tel:503-555-0142'>503-555-0142</a><br><a href='https://ada-quill.example'>ada-quill.example</a><br>NJ"
    )
    assert profile(f"<h1>Ada Quill</h1>{ABOUT}{LANGUAGES}<h2>Reach me</h2><p>{lines}</p>").places == [
        (None, "NJ", None)
    ]
