"""Profiles that answer with marks behind a line, and what a site writes between the answers."""

import pytest

from tests.pipelines.extract.test_profile_wordings import ABOUT, profile, section


@pytest.mark.parametrize("mark", ["✓", "✗"])
def test_a_mark_behind_a_label_is_its_answer(mark: str) -> None:
    found = profile(
        "<h1>Ada Quill</h1><h2>Languages</h2><p>English</p><h2>Ages</h2><p>Teens</p><h2>Meeting</h2>"
        f"<div><b>Video visits</b><i>{mark}</i></div><div><b>At my office</b><i>✗</i></div>"
        f"<div><b>Sliding scale</b><i>{mark}</i></div>"
    )
    assert (found.telehealth, found.sliding_scale) == (mark, mark)


def test_questions_with_marks_below_a_list_are_no_values() -> None:
    found = section("Modalities", "<ul><li>EMDR</li><li>Kelp Work</li></ul><p><b>Worksheets</b> <i>✗</i></p>")
    assert found.approaches == ["EMDR", "Kelp Work"]


def test_values_with_a_mark_each() -> None:
    found = section("Modalities", "<p>EMDR <i>✓</i></p><p>Gestalt Therapy <i>✗</i></p><p>Kelp Work <i>✓</i></p>")
    assert found.approaches == ["EMDR", "Kelp Work"]


@pytest.mark.parametrize(
    ("html", "insurance"),
    [
        ("<ul><li>Aetna</li></ul><small>Ask your insurer first, please.</small>", ["Aetna"]),
        ("<p>Panels move, so do call your plan.</p><ul><li>Cigna</li></ul>", ["Cigna"]),
        ("<p>Out of pocket</p>", []),
        ("<p>Self-pay only</p>", []),
        ("<p>No, this office is paid by its clients.</p>", []),
        ("<p>None, for now</p>", []),
    ],
)
def test_what_names_no_insurer(html: str, insurance: list[str]) -> None:
    assert section("Insurance", html).insurance == insurance


def test_a_remark_about_the_site_ends_no_more_than_its_element() -> None:
    found = profile(
        "<main><section><h1>Ada Quill</h1><aside><p>Call 503-555-0142</p>"
        "<p><small>Brightwillow takes no share of a fee. <a href='/fees'>Why</a></small></p></aside></section>"
        "<section><h2>Languages</h2><p>English</p></section><section><h2>Ages</h2><p>Teens</p></section></main>",
        "https://www.brightwillow.example/people/ada-quill",
    )
    assert (found.phone, found.languages, found.ages) == ("503-555-0142", ["English"], ["Teens"])


def test_offices_with_a_link_to_a_map() -> None:
    link = '<a href="/map?o=1">Show on a map</a>'
    found = section("Offices", f"<p>Salem, OR 97301 {link}</p><p>Reno, NV ({link})</p>")
    assert found.places == [("Salem", "OR", "97301"), ("Reno", "NV", None)]


def test_marks_behind_known_plans_and_a_plan_without_one() -> None:
    found = section("Plans", "<ul><li>Aetna ✓</li><li>Cigna ✗</li><li>Humana</li></ul>")
    assert found.insurance == ["Aetna", "Humana"]


def test_a_remark_about_the_site_between_the_facts_is_nothing_but_itself() -> None:
    found = profile(
        "<main><h1>Ada Quill</h1><p>Brightwillow checks every license by hand.</p><h2>Languages</h2><p>English</p>"
        "<h2>Ages</h2><p>Teens</p></main><div><p>Brightwillow is no hotline.</p><p>503-555-0100</p></div>",
        "https://www.brightwillow.example/people/ada-quill",
    )
    assert (found.languages, found.ages, found.phone) == (["English"], ["Teens"], None)


def test_a_practice_may_be_named_like_the_site() -> None:
    found = profile(
        "<main><h1>Ada Quill</h1><table><tr><th>Group</th><td>Brightwillow Partners</td></tr>"
        "<tr><th>Languages</th><td>English</td></tr><tr><th>Ages</th><td>Teens</td></tr></table></main>",
        "https://www.brightwillow.example/people/ada-quill",
    )
    assert (found.organization, found.languages, found.ages) == ("Brightwillow Partners", ["English"], ["Teens"])


def test_a_card_behind_a_list_is_no_part_of_it() -> None:
    found = section("Insurance", "<ul><li>Aetna</li></ul><p>Marsh Counseling<br>Salem, OR 97301<br>503-555-0142</p>")
    assert (found.insurance, found.phone, found.places) == (["Aetna"], "503-555-0142", [("Salem", "OR", "97301")])


@pytest.mark.parametrize(
    ("text", "approaches"),
    [
        ("EMDR, Acceptance and Commitment Therapy (ACT) and Play Therapy", 3),
        ("Acceptance and Commitment Therapy (ACT) and EMDR", 2),
        ("Acceptance and Commitment Therapy, Kelp Work and EMDR", 3),
        ("• Acceptance and Commitment (ACT)", 1),
        ("EMDR, Acceptance and Commitment Therapy (ACT) and Kelp Work", 3),
    ],
)
def test_an_and_inside_a_name_parts_nothing(text: str, approaches: int) -> None:
    found = section("Modalities", f"<p>{text}</p>").approaches
    assert len(found) == approaches
    assert any(one.startswith("Acceptance and Commitment") for one in found)


@pytest.mark.parametrize(
    "row", ["<li>{box} {name}</li>", "<label>{box} {name}</label><br>", "<p>{box}<span>{name}</span></p>"]
)
def test_boxes_that_nobody_can_tick(row: str) -> None:
    boxes = ['<input type="checkbox" checked disabled>', '<input type="checkbox" disabled>']
    names = ["EMDR", "Gestalt Therapy", "Narrative Therapy"]
    rows = (row.format(box=boxes[place % 2], name=name) for place, name in enumerate(names))
    assert section("Modalities", "".join(rows)).approaches == ["EMDR", "Narrative Therapy"]


def test_an_empty_box_is_no() -> None:
    html = '<h1>Ada Quill</h1><h2>Languages</h2><p>English</p><h2>Ages</h2><p>Teens</p><p><input type="checkbox" disabled> {}</p>'
    assert profile(html.format("Sliding scale")).sliding_scale == "☐ Sliding scale"


@pytest.mark.parametrize(
    ("label", "text", "field", "values"),
    [
        ("Insurance", "Yes: Cigna and Medicare.", "insurance", ["Cigna", "Medicare"]),
        ("Insurance", "In-network plans: Aetna, Cigna", "insurance", ["Aetna", "Cigna"]),
        ("Languages", "Yes - Spanish", "languages", ["Spanish"]),
        ("Ages", "All ages: children, teens", "ages", ["children", "teens"]),
        ("Modalities", "Yes, EMDR", "approaches", ["EMDR"]),
        ("Modalities", "Yes", "approaches", []),
    ],
)
def test_what_announces_values_on_their_own_line(label: str, text: str, field: str, values: list[str]) -> None:
    found = section(label, f"<p>{text}</p>", languages=label != "Languages")
    assert [value for value in getattr(found, field) if value != "Adults"] == values


def test_a_label_of_two_lists() -> None:
    found = profile(
        "<h1>Ada Quill</h1><h2>Languages &amp; Ages</h2><p>English</p><p>Teens, Adults</p>"
        "<h2>Insurance and Languages</h2><ul><li>Aetna</li><li>French</li></ul>"
    )
    assert (found.languages, found.ages, found.insurance) == (["English", "French"], ["Teens", "Adults"], ["Aetna"])


@pytest.mark.parametrize(
    "denied",
    [
        "<h2>Approaches I no longer use</h2><ul><li>Hypnotherapy</li></ul>",
        "<h2>Methods I do not offer</h2><p>Hypnotherapy</p>",
        "<p>Therapies I don't practice: Hypnotherapy</p>",
    ],
)
def test_a_heading_that_says_no(denied: str) -> None:
    assert section("Modalities", f"<ul><li>EMDR</li></ul>{denied}").approaches == ["EMDR"]


@pytest.mark.parametrize(
    ("text", "approaches"),
    [
        ("I never use hypnosis. I use EMDR and ACT. No CBT.", ["EMDR", "ACT"]),
        ("I don't practice CBT. EMDR came later.", []),
        ("I use EMDR. I never use CBT.", ["EMDR"]),
    ],
)
def test_sentences_around_a_no(text: str, approaches: list[str]) -> None:
    assert section("Modalities", f"<p>{text}</p>").approaches == approaches


def test_who_pays_themselves_is_among_the_plans() -> None:
    found = section("Insurance", "<ul><li>Self pay</li><li>Aetna</li><li>Cigna</li></ul>")
    assert ([one for one in found.insurance if one != "Self pay"], found.fees) == (["Aetna", "Cigna"], None)


def test_plans_under_out_of_network_are_none_that_are_taken() -> None:
    found = section("In network", "<ul><li>Aetna</li></ul><p>Out of network</p><ul><li>Anthem</li></ul>")
    assert found.insurance == ["Aetna"]


def test_prices_behind_another_one() -> None:
    prices = ["Intake: $250", "50 minutes: $160", "80 minutes: $230"]
    found = section("Rates", "".join(f"<li>{price}</li>" for price in prices))
    assert found.fees == "50 minutes: $160; 80 minutes: $230"


@pytest.mark.parametrize("behind", ["For billing: (303) 555-0100", "Virtual sessions only"])
def test_what_stands_behind_the_last_list_is_none_of_it(behind: str) -> None:
    facts = "<h2>Languages</h2><p>English</p><h2>Issues</h2><p>OCD</p>"
    assert profile(f"<h1>Ada Quill</h1>{facts}<p>{behind}</p>").issues == ["OCD"]


@pytest.mark.parametrize(
    ("line", "website"),
    [
        ("As seen in <a href='https://news.example/story'>news.example</a>", None),
        ("Web: <a href='https://quill.example'>quill.example</a>", "https://quill.example"),
        ("503-555-0142 · <a href='https://quill.example'>quill.example</a>", "https://quill.example"),
    ],
)
def test_an_address_in_a_line(line: str, website: str | None) -> None:
    facts = "<h2>Languages</h2><p>English</p><h2>Ages</h2><p>Teens</p>"
    assert profile(f"<h1>Ada Quill</h1><p>{line}</p>{facts}").website == website


@pytest.mark.parametrize(
    "form",
    [
        "<label>Insurance</label><select><option>Aetna</option></select><label>City</label><input>",
        "<label>Insurance *</label> * <input><p>Send</p>",
        "<div><label>Insurance</label></div><div><select><option>Aetna</option></select></div><div>Send</div>",
    ],
)
def test_a_form_tells_nothing(form: str) -> None:
    found = profile(f"<h1>Ada Quill</h1><h2>Ages</h2><p>Adults</p><form><h3>Email me</h3>{form}</form>{ABOUT}")
    assert (found.insurance, found.places) == ([], [])


def test_labels_of_values_beside_a_form() -> None:
    told = "<div><label>Insurance</label><span>Aetna</span></div><label>Languages</label> English"
    found = profile(f"<h1>Ada Quill</h1>{ABOUT}{told}<form><input><input type='submit'></form>")
    assert (found.insurance, found.languages) == (["Aetna"], ["English"])
