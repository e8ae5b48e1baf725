"""What real sites write around values: manners, prices of tests, groups of people, headings of more, copies of a text."""

import pytest

from records import ProfileExtract
from tests.pipelines.extract.pages import extracted

HEAD = "<h1>Ada Quill, LCSW</h1><p>Licensed Clinical Social Worker</p><p>Portland, OR</p>"


def profile(html: str, url: str = "https://www.therapyden.com/therapist/ada-quill") -> ProfileExtract:
    found = extracted(html, url).profile
    assert found is not None
    return found


@pytest.mark.parametrize("label", ["Therapy style", "Therapeutic style", "Approach", "My style"])
def test_a_manner_is_no_approach(label: str) -> None:
    assert profile(f"{HEAD}<h3>{label}</h3><ul><li>Warm</li><li>Direct</li></ul>").approaches == []
    assert profile(f"{HEAD}<dl><dt>{label}</dt><dd>Warm, direct</dd></dl>").approaches == []


def test_known_approaches_beside_a_manner_stay() -> None:
    assert profile(f"{HEAD}<h3>Approach</h3><ul><li>Warm</li><li>EMDR</li></ul>").approaches == ["EMDR"]


@pytest.mark.parametrize("heading", ["More Info About My Practice", "More information", "More about me"])
def test_more_about_the_owner_are_no_others(heading: str) -> None:
    found = profile(f"{HEAD}<h2>{heading}</h2><p>I have a kiln.</p><h2>Fees</h2><p>$100</p>")
    assert (found.about, found.fees) == ("I have a kiln.", "$100")


def test_the_price_of_a_test_is_not_that_of_a_session() -> None:
    prices = "<dl><dt>Assessment fee</dt><dd>$2,400 flat</dd><dt>Therapy fee</dt><dd>$200</dd></dl>"
    assert profile(HEAD + prices).fees == "$200"


def test_groups_of_people_are_no_ages() -> None:
    assert profile(f"{HEAD}<h2>Works with</h2><p>Artists, writers, people in mourning</p>").ages == []
    assert profile(f"{HEAD}<h2>Works with</h2><p>Teens, adults</p>").ages == ["Teens", "adults"]


def test_a_text_that_stands_there_twice() -> None:
    text = "<div><p>I see people who are the strong one in every room.</p><p>I ask where they put it down.</p></div>"
    about = "I see people who are the strong one in every room.\n\nI ask where they put it down."
    assert profile(f"{HEAD}{text}{text}<h3>Fees</h3><p>$100</p>").about == about


def test_a_list_that_opens_with_whose_it_is() -> None:
    line = "<p>Ada is in network with Aetna, Moda Health and Providence.</p>"
    assert profile(f"{HEAD}<h3>Insurance</h3>{line}").insurance == ["Aetna", "Moda Health", "Providence"]


def test_the_address_spells_a_heading_of_the_second_level() -> None:
    body = (
        "<h1>Larkin Mind</h1><div><h2>Pia Larkin, PsyD</h2><p>Psychologist</p><dl><dt>Fee</dt><dd>$200</dd></dl></div>"
    )
    found = profile(body, "https://larkinmind.example/people/pia-larkin")
    assert (found.name, found.credentials, found.title) == ("Pia Larkin", ["PsyD"], "Psychologist")


def test_a_name_without_a_heading_below_a_state_and_a_city() -> None:
    body = (
        "<div>Lou Fennimore</div><div>Counselor</div><div>Portland, OR</div><h2>Specialties</h2><ul><li>Grief</li></ul>"
    )
    found = profile(body, "https://f.example/therapists/oregon/portland/lou-fennimore")
    assert (found.name, found.issues) == ("Lou Fennimore", ["Grief"])


def test_what_is_not_offered_takes_no_label_behind_it() -> None:
    lines = "<li>Does not offer online sessions</li><li><strong>Languages:</strong> English, Korean</li>"
    assert profile(f"{HEAD}<ul>{lines}</ul>").languages == ["English", "Korean"]
    lines = "<li><strong>Telehealth:</strong> Not available</li><li><strong>Languages:</strong> English</li>"
    assert profile(f"{HEAD}<ul>{lines}</ul>").languages == ["English"]


def test_letters_that_are_a_legal_form_too_make_no_practice_of_a_title() -> None:
    body = "<h1>Ada Quill</h1><p>Associate Professional Counselor, APC</p><ul><li>Salem, OR</li><li>3 endorsements</li></ul>"
    found = profile(body)
    assert (found.title, found.credentials) == ("Associate Professional Counselor", ["APC"])
    assert found.organization is None
