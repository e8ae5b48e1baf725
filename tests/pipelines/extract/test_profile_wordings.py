"""How profiles word what they tell: lists with refusals, facts inside sentences, lines without a label."""

import pytest

from records import ProfileExtract
from tests.pipelines.extract.pages import PROFILE_URL, extracted

ABOUT = "<h2>About me</h2><p>I work slowly.</p>"


def profile(html: str, url: str = PROFILE_URL) -> ProfileExtract:
    found = extracted(html, url).profile
    assert found is not None
    return found


def section(label: str, html: str, *, languages: bool = True) -> ProfileExtract:
    """A profile with a section of that label, and with languages or ages."""
    last = "<h2>Languages</h2><p>English</p>" if languages else "<h2>Ages</h2><p>Adults</p>"
    return profile(f"<h1>Ada Quill</h1>{ABOUT}<h2>{label}</h2>{html}{last}")


@pytest.mark.parametrize(
    ("html", "insurance"),
    [
        ("<p>This provider takes no insurance.</p>", []),
        ("<p>Does not bill insurance</p>", []),
        ("<p>no insurer</p>", []),
        ("<p>No plans. Self-pay only.</p>", []),
        ("<p>I am paid directly and don’t bill plans.</p>", []),
        ("<p>Aetna, Cigna, but not Medicare</p>", ["Aetna", "Cigna"]),
        ("<p>Aetna and Cigna. I do not accept Medicare or Tricare.</p>", ["Aetna", "Cigna"]),
        ("<p>Aetna, Cigna. Superbills on request.</p>", ["Aetna", "Cigna"]),
        ("<ul><li>✓ Aetna</li><li>– Cigna</li><li>✓ Humana</li></ul>", ["Aetna", "Humana"]),
        ("<p>✓ accepted – not accepted</p><ul><li>– Cigna</li><li>✓ Humana</li></ul>", ["Humana"]),
        ("<ul><li><b>✓</b> <i>Aetna</i></li><li><b>–</b> <i>Cigna</i></li></ul>", ["Aetna"]),
        ("<ul><li>– Aetna</li><li>– Cigna</li></ul>", ["Aetna", "Cigna"]),
    ],
)
def test_what_is_refused_is_no_item(html: str, insurance: list[str]) -> None:
    assert section("Insurance", html).insurance == insurance


@pytest.mark.parametrize(
    ("label", "sentence", "field", "values"),
    [
        ("Insurance", "I am in-network with Aetna and Optum.", "insurance", ["Aetna", "Optum"]),
        ("Insurance", "Aetna, UCare (not Medica)", "insurance", ["Aetna", "UCare"]),
        (
            "Approaches",
            "I mostly draw on EMDR, Kelp Work and play therapy.",
            "approaches",
            ["EMDR", "Kelp Work", "play therapy"],
        ),
        ("Languages", "I offer sessions in English and in Polish.", "languages", ["English", "Polish"]),
        ("Issues", "I really like rain, grief", "issues", ["grief"]),
        ("Ages", "Adults, couples and teens.", "ages", ["Adults", "teens"]),
        ("Works with", "Individuals, Couples", "ages", []),
    ],
)
def test_values_inside_a_sentence(label: str, sentence: str, field: str, values: list[str]) -> None:
    assert getattr(section(label, f"<p>{sentence}</p>", languages=field != "languages"), field) == values


@pytest.mark.parametrize("tag", ["b", "strong", "span", "i"])
@pytest.mark.parametrize(
    ("label", "field", "values"),
    [("Languages", "languages", ["English", "Polish"]), ("Insurance", "insurance", ["Aetna", "Cigna"])],
)
def test_values_in_elements_of_their_own(tag: str, label: str, field: str, values: list[str]) -> None:
    shown = "".join(f"<{tag}>{value}</{tag}>" for value in values)
    assert getattr(section(label, f"<div>{shown}</div>", languages=field != "languages"), field) == values


@pytest.mark.parametrize("dash", ["—", "–", "-", "|", "="])
def test_labels_before_a_dash(dash: str) -> None:
    lines = [f"Fee {dash} $99", f"Languages {dash} English | Korean", f"Telehealth {dash} no", f"Group {dash} Mondays"]
    lines += [f"Clients {dash} what to expect", f"Approach {dash} gentle", f"Office {dash} closed on Mondays"]
    rows = "".join(f"<li>{line}</li>" for line in lines)
    found = profile(f"<h1>Ada Quill</h1>{ABOUT}<ul>{rows}<li>Insurance {dash} Fees | About</li></ul>")
    assert (found.fees, found.languages, found.telehealth) == ("$99", ["English", "Korean"], "no")
    assert (found.organization, found.insurance, found.ages, found.approaches) == (None, [], [], [])


@pytest.mark.parametrize("line", ["Practice: =RUN(1)", "Practice: = RUN(1)", "<b>Practice</b> =RUN(1)"])
def test_a_formula_is_no_value_behind_a_dash(line: str) -> None:
    assert section("More", f"<p>{line}</p>").organization is None


def test_what_names_no_insurer_and_no_language() -> None:
    plans = section("Insurance", "<ul><li>All major plans</li><li>HSA/FSA</li><li>Aetna</li></ul>")
    assert plans.insurance == ["Aetna"]
    assert section("Languages", "<p>Polish, Interpreter available</p>", languages=False).languages == ["Polish"]


def test_money_is_no_insurer() -> None:
    found = section("Fees & Insurance", "<p>$90 a session</p><p>Sliding scale available</p><p>Aetna</p><p>Cigna</p>")
    assert found.insurance == ["Aetna", "Cigna"]


def test_a_question_of_the_site_adds_nothing_to_a_label() -> None:
    asked = (
        "<h2>Does insurance cover therapy?</h2><p>Often.</p><h2>How much does therapy cost?</h2><p>$100 to $200.</p>"
    )
    found = section("Insurance", f"<p>Aetna</p>{asked}")
    assert (found.insurance, found.fees) == (["Aetna"], None)


def test_states_of_a_license_are_no_place() -> None:
    assert section("May practice in", "<p>Oregon, Washington</p>").places == []
    assert section("Address", "<p>My office is at 12 Elm Street, Salem, OR 97301.</p>").places == [
        ("Salem", "OR", "97301")
    ]


def test_a_fee_for_not_coming_is_no_fee() -> None:
    found = section("Rates", "<p><b>Session rate:</b> $90</p><p><b>No-show fee:</b> $45</p>")
    assert found.fees == "$90"
    assert section("Rates", "<p><b>Sliding scale:</b> yes</p><p><b>No-show fee:</b> $45</p>").fees is None


def test_a_practice_may_stand_in_the_query_of_an_address() -> None:
    sections = f"{ABOUT}<h2>Languages</h2><p>English</p>"
    found = profile(f"<h1>Harbor Counseling</h1>{sections}", "https://www.therapyden.com/member?m=harbor-counseling")
    assert (found.name, found.kind) == ("Harbor Counseling", "organization")


def test_a_place_behind_an_and_in() -> None:
    places = "<p>Meets clients in: Salem, OR</p><p>and in Mesa, AZ</p>"
    assert section("Places", f"<div>{places}</div>").places == [("Salem", "OR", None), ("Mesa", "AZ", None)]


def test_an_element_around_a_heading_takes_no_part_of_the_next_line() -> None:
    panel = "<div><span><div>What you pay</div></span><ul><li><i>Sliding fee scale</i><i>N</i></li></ul></div>"
    assert section("More", panel).sliding_scale == "N"


@pytest.mark.parametrize(
    ("label", "html", "field", "values"),
    [
        ("Comes up often in this office", "<ul><li>Grief</li><li>Anxiety</li></ul>", "issues", ["Grief", "Anxiety"]),
        ("Fees and plans", "<ul><li>Aetna</li><li>Cigna</li></ul>", "insurance", ["Aetna", "Cigna"]),
        ("Topics Ada can help with", "<p>Grief, Tuesdays</p>", "issues", ["Grief", "Tuesdays"]),
        ("What I help people with", "<p>Grief, Tuesdays</p>", "issues", ["Grief", "Tuesdays"]),
        ("Kinds of therapy you can expect", "<p>EMDR, Kelp Work</p>", "approaches", ["EMDR", "Kelp Work"]),
        ("Methods Ada uses", "<p>EMDR, Kelp Work</p>", "approaches", ["EMDR", "Kelp Work"]),
        ("Whom do you see?", "<p>Adults and Teens.</p>", "ages", ["Adults", "Teens"]),
        ("Plans we work with", "<p>Aetna, Gull Health</p>", "insurance", ["Aetna", "Gull Health"]),
    ],
)
def test_labels_in_the_words_of_a_page(label: str, html: str, field: str, values: list[str]) -> None:
    assert getattr(section(label, html), field) == values


@pytest.mark.parametrize(
    "heading",
    ["Kind words about the house", "Good to know about Gullmark", "What our guests say", "Reviews of the house"],
)
def test_words_about_others_are_not_about_the_owner(heading: str) -> None:
    prose = f"I work slowly, {'and slowly, ' * 10}and I have no wish to work in any other way."
    html = f"<h1>Ada Quill</h1><p>{prose}</p><h2>Languages</h2><p>English</p><h2>Issues</h2><p>Grief</p>"
    assert profile(f"{html}<h2>{heading}</h2><p>The porch calms us.</p>").about == prose


def test_what_happens_in_an_office_is_no_place() -> None:
    found = section("What happens in my office", "<p>We talk, and sometimes we draw, in no hurry.</p>")
    assert found.places == []


def card(*lines: str) -> ProfileExtract:
    """A profile with a card of lines without labels."""
    return section("Reach me", f"<div>{''.join(f'<p>{line}</p>' for line in lines)}</div>")


def test_a_card_with_icons() -> None:
    found = card("👤 they/them", "🏠 Blue Door Counseling", "📍 Salem, OR 97301", "📞 (503) 555-0142")
    assert (found.pronouns, found.organization) == ("they/them", "Blue Door Counseling")
    assert (found.places, found.phone) == ([("Salem", "OR", "97301")], "(503) 555-0142")
    site = card("🌐 <a href='https://adaquill.example'>adaquill.example</a>", "🎥 Online and in-person sessions")
    assert (site.website, site.telehealth) == ("https://adaquill.example", "Online and in-person sessions")
    assert section("Approaches", "<p>🌿 EMDR, 🌊 Kelp Work</p>").approaches == ["EMDR", "Kelp Work"]


@pytest.mark.parametrize(
    "html",
    ["<p>💵 Session fee: $90</p>", "<p><i>💵</i> <b>Session fee</b> $90</p>", "<h3>💵 Session fee</h3><p>$90</p>"],
)
def test_a_label_behind_an_icon(html: str) -> None:
    assert section("Good to know", html).fees == "$90"


@pytest.mark.parametrize(
    ("line", "practice"),
    [
        ("Blue Door Counseling", "Blue Door Counseling"),
        ("Quill & Marsh, PLLC", "Quill & Marsh, PLLC"),
        ("Couples Counseling", None),
        ("Individual and Family Therapy", None),
        ("Cognitive Behavioral Therapy", None),
        ("Mesa, PA", None),
        ("Get directions", None),
        ("Licensed Clinical Social Worker", None),
        ("Our team helps with health", None),
    ],
)
def test_a_practice_beside_a_phone(line: str, practice: str | None) -> None:
    assert card(line, "(503) 555-0142").organization == practice


def test_several_places_without_a_label() -> None:
    found = card("12 Elm Street", "Salem, OR 97301", "4 Oak Street", "Portland, OR 97205")
    assert found.places == [("Salem", "OR", "97301"), ("Portland", "OR", "97205")]


@pytest.mark.parametrize(
    ("line", "phone", "website"),
    [
        ("Call me at (503) 555-0142 or see my other page.", "(503) 555-0142", None),
        ("To begin, call Ada directly at 503-555-0142.", "503-555-0142", None),
        ("Call Gullmark at (800) 555-0199.", None, None),
        ("Call 503-555-0142", "503-555-0142", None),
        ("It takes time. Text or call 503-555-0142 to set a time.", "503-555-0142", None),
        ("My number is 503-555-0142.", "503-555-0142", None),
        ("Call 800-555-0199 to begin.", None, None),
        ("Call 503-555-0142 in a crisis.", None, None),
        ("Call 503-555-0142 and get matched.", None, None),
        ("Her number is 503-555-0142.", None, None),
        ("Fax: (503) 555-0143 Tel: (503) 555-0142", "(503) 555-0142", None),
        ("Fax: (503) 555-0143", None, None),
        ("(503) 555-0143 (fax)", None, None),
        ("P: (503) 555-0142", "(503) 555-0142", None),
        ("(503) 555-0142 (call or text)", "(503) 555-0142", None),
        ("www.adaquill.example", None, "www.adaquill.example"),
        ("www.therapyden.com", None, None),
        ("<a href='//adaquill.example'>Visit website</a>", None, "//adaquill.example"),
        ("<a href='https://adaquill.example'><img alt='Visit website'></a>", None, "https://adaquill.example"),
        ("Website: <a href='https://adaquill.example'><img alt='Ada'></a>", None, "https://adaquill.example"),
        ("Website</p><p><a href='https://adaquill.example'><img alt='Ada'></a>", None, "https://adaquill.example"),
        ("<a href='https://gull.example'><img alt='Gull Health'></a>", None, None),
        ("Website: <a href='//adaquill.example'>Ada</a>", None, "//adaquill.example"),
        ("Website: https://adaquill.example https://marsh.example", None, "https://adaquill.example"),
        ("Website: adaquill.example, marsh.example", None, "adaquill.example"),
        ("Website: adaquill.example and marsh.example", None, "adaquill.example"),
        ("Website: see the back of adaquill.example", None, None),
        (
            "ada@quill.example · 503-555-0142 · <a href='https://quill.example'>quill.example</a>",
            "503-555-0142",
            "https://quill.example",
        ),
        (
            "Book: <a href='https://quill.example/book'>quill.example/book</a> | adaq@therapyden.com | 503-555-0142 ext. 2",
            "503-555-0142 ext. 2",
            "https://quill.example/book",
        ),
    ],
)
def test_contacts_in_a_line(line: str, phone: str | None, website: str | None) -> None:
    found = card(line)
    assert (found.phone, found.website) == (phone, website)


def test_labels_that_run_on_in_a_paragraph() -> None:
    found = card(
        "<b>Psychologist.</b> <b>Practice:</b> Blue Door. <b>Phone:</b> 503-555-0142. <b>Insurance:</b> Excellus, Aetna. "
        "<b>Fee:</b> $200; sliding scale to $120. <b>Modalities:</b> Kelp Work, EMDR. <b>Telehealth:</b> yes."
    )
    assert (found.organization, found.phone, found.insurance) == ("Blue Door", "503-555-0142", ["Excellus", "Aetna"])
    assert (found.approaches, found.telehealth) == (["Kelp Work", "EMDR"], "yes")
    refused = card("Accepts: Aetna, Cigna; Does not accept: Medicare. Fees: $90 | Languages: English, Spanish")
    assert (refused.insurance, refused.fees, refused.languages) == (["Aetna", "Cigna"], "$90", ["English", "Spanish"])


def test_values_that_are_none_of_their_field() -> None:
    assert section("Group", "<p>$45</p>").organization is None
    assert section("Group", "<p>Yes</p>").organization is None
    assert section("Group", "<p>Blue Door Associates</p>").organization == "Blue Door Associates"
    assert section("Specialty", "<p>Clinical Psychology, Grief</p>").issues == ["Grief"]
    assert section("Phone", "<p>Ask at the desk</p>").phone is None


def test_a_phone_among_the_lines_of_an_address() -> None:
    found = section("Address", "<p>44 Quarry Rd<br>Salem, OR 97301<br>Fax (503) 555-0143<br>(503) 555-0142</p>")
    assert (found.places, found.phone) == ([("Salem", "OR", "97301")], "(503) 555-0142")


def test_a_profile_in_whole_sentences() -> None:
    prose = (
        "<p>Ada (she/her) works with families who feel stuck, and with those who think that they are the only one. "
        "She is in network with Aetna and Cigna. Her fee is $110 per session. Ada speaks English and Somali.</p>"
    )
    found = profile(f"<h1>Ada Quill, LCSW</h1>{prose}")
    assert (found.pronouns, found.insurance, found.languages) == ("she/her", ["Aetna", "Cigna"], ["English", "Somali"])
    assert found.fees == "Her fee is $110 per session."
    assert extracted(f"<h1>Ada Quill, LCSW</h1>{prose}", "https://www.therapyden.com/blog/spring").profile is None
    short = "<h1>Ada Quill, LCSW</h1><p>Ada speaks English and Somali.</p>"
    assert extracted(short, "https://www.therapyden.com/ada-quill").profile is None


def test_the_title_of_a_page_may_call_its_owner_doctor() -> None:
    rows = "<tr><td>Languages</td><td>English</td></tr><tr><td>Ages</td><td>Adults</td></tr>"
    html = f"<title>Dr. Ada Quill - Providers</title><table><tr><td><b>Ada Quill, PsyD</b></td></tr>{rows}</table>"
    assert profile(html, "https://plans.example/provider/8812").name == "Ada Quill"


def test_buttons_of_lists_and_words_that_say_nothing_are_no_items() -> None:
    plans = "<p>Select your plan to check coverage</p><ul><li>Cigna</li><li>+4 more</li><li>View all 12 plans</li></ul>"
    assert section("Insurance", plans).insurance == ["Cigna"]
    assert section("Insurance", "<p>Yes, some plans</p>").insurance == []
    assert section("Issues", "<p>See bio</p>").issues == []
    assert section("I speak", "<p>Only English</p>").languages == ["English"]


def test_a_featured_provider_is_another() -> None:
    others = "<div><h3>Featured provider</h3><p>Bo Marsh, PsyD</p><p>Mesa, AZ</p><p>(480) 555-0122</p></div>"
    found = section("Sessions", f"<p>50 minutes</p>{others}")
    assert (found.phone, found.places) == (None, [])


def test_an_article_is_nobodys_profile() -> None:
    sections = f"{ABOUT}<h2>Specialties</h2><p>Grief</p><h2>Languages</h2><p>English</p>"
    assert (
        extracted(f"<h1>How to Sleep in Spring</h1>{sections}", "https://www.therapyden.com/blog/sleep").profile is None
    )


def test_several_answers_are_one() -> None:
    assert section("Visit types", "<ul><li>In-person</li><li>Video</li></ul>").telehealth == "In-person, Video"
    assert section("Visit types", "<ul><li>In-person</li></ul><p>Ask for me</p>").telehealth == "In-person"


def test_tabs_announce_nothing() -> None:
    prose = f"I sit with people, {'and sit, ' * 12}and nobody checks the clock but me."
    tabs = "<div><div>About</div><div>Specialties</div><div>Fees</div></div>"
    fees = "<h3>Fees</h3><dl><dt>Individual</dt><dd>$100</dd><dt>Couples</dt><dd>$120</dd></dl>"
    found = profile(f"<h1>Ada Quill</h1>{tabs}<p>{prose}</p><h3>Specialties</h3><p>Grief</p>{fees}")
    assert (found.about, found.issues, found.fees) == (prose, ["Grief"], "$100")


def test_a_table_of_fees() -> None:
    rows = "<tr><th>Service</th><th>Price</th></tr><tr><td>Individual, 50 min</td><td>$150</td></tr>"
    assert section("Rates", f"<table>{rows}</table>").fees == "$150"


def test_languages_without_a_label() -> None:
    assert profile(f"<h1>Ada Quill</h1><p>💬 English, Arabic</p>{ABOUT}<h2>Ages</h2><p>Adults</p>").languages == [
        "English",
        "Arabic",
    ]


def test_a_remark_is_read_clause_by_clause() -> None:
    assert (
        card("Rates: $60-$110 sliding scale. OHP accepted; no Kaiser.").sliding_scale == "Rates: $60-$110 sliding scale"
    )


def test_labels_before_colons_in_the_words_of_a_page() -> None:
    line = "Whom Ada sees: teens and adults. What people bring: Grief, Burnout. How Ada works: EMDR, Kelp Work."
    found = section("Who comes, and what for", f"<p>{line}</p>")
    assert (found.ages, found.issues) == (["teens", "adults"], ["Grief", "Burnout"])
    assert found.approaches == ["EMDR", "Kelp Work"]


def test_several_prices_under_labels_of_fees() -> None:
    prices = "<dl><dt>Minimum fee:</dt><dd>$70.00</dd><dt>Maximum fee:</dt><dd>$100.00</dd></dl>"
    assert section("Payment information", prices).fees == "$70.00; $100.00"
    table = "<tr><td>Individual</td><td>$150</td></tr><tr><td>Group</td><td>$60</td></tr>"
    assert section("Rates", f"<table>{table}</table>").fees == "$150"


def test_a_place_in_parts() -> None:
    parts = "<dl><dt>City</dt><dd>Salem</dd><dt>State</dt><dd>Oregon</dd><dt>ZIP</dt><dd>97301</dd></dl>"
    assert section("Entry", parts).places == [("Salem", "Oregon", "97301")]
    assert section("Entry", "<dl><dt>City</dt><dd>Salem</dd></dl>").places == []


def test_values_that_are_shown_as_buttons() -> None:
    buttons = "<button>EMDR</button><button>Kelp Work</button>"
    assert section("Types of therapy", buttons).approaches == ["EMDR", "Kelp Work"]
    assert section("Types of therapy", "<button>Show them</button>").approaches == []


def test_a_role_is_nobodys_name() -> None:
    rows = f"<h2>Ada Quill</h2>{ABOUT}<h2>Languages</h2><p>English</p>"
    html = f"<title>Ada Quill - Institute</title><h1>Find a Therapist</h1>{rows}"
    assert profile(html, "https://institute.example/find/ada-quill").name == "Ada Quill"


def test_a_practice_behind_a_verb() -> None:
    assert section("Training", "<p>Practices at Inner Door Wellness</p>").organization == "Inner Door Wellness"
    assert section("Training", "<p>Works at being on time</p>").organization is None


def test_communities_are_no_issues() -> None:
    assert section("Knows life with", "<ul><li>Veterans</li><li>Blended families</li></ul>").issues == []


def test_a_phone_behind_somebodys_words_is_none_of_them() -> None:
    assert section("Hello", "<p>(503) 555-0142</p>").about == "I work slowly."
