"""A column in a paper about somebody: a title behind the name, an introduction, facts that run on."""

import pytest

from tests.pipelines.extract.test_profile_wordings import ABOUT, profile

FACTS = "<h2>Languages</h2><p>English</p>"
LONG = "I work slowly, and I like to hear the same story from its end, its middle and its beginning before I say one word about it."


@pytest.mark.parametrize("title", ["Mental Health Counselor", "Therapist", "Licensed Clinical Social Worker"])
def test_a_title_in_brackets_behind_the_name(title: str) -> None:
    found = profile(f"<h1>Ada Quill, MA ({title})</h1>{ABOUT}{FACTS}")
    assert (found.name, found.credentials, found.title, found.organization) == ("Ada Quill", ["MA"], title, None)


def test_the_papers_introduction_is_not_the_owners() -> None:
    head = "<h1>Ada Quill</h1>"
    own = f"<p>{LONG}</p><p>Come as you are.</p>"
    assert profile(f"{head}<p><em>This week our guest writes.</em></p>{own}{FACTS}<h2>Ages</h2><p>Teens</p>").about == (
        f"{LONG}\n\nCome as you are."
    )
    styled = f"<p><em>{LONG}</em></p><p><em>Come as you are.</em></p>"
    assert profile(f"{head}{styled}{FACTS}<h2>Ages</h2><p>Teens</p>").about == f"{LONG}\n\nCome as you are."


def test_labels_behind_a_first_sentence() -> None:
    text = (
        "The first call is always free of charge. Sliding scale: no. Languages: Polish, English. Remote sessions: yes."
    )
    found = profile(f"<h1>Ada Quill</h1>{ABOUT}<h2>Notes</h2><p>{text}</p><h2>Ages</h2><p>Teens</p>")
    assert (found.sliding_scale, found.languages, found.telehealth) == ("no", ["Polish", "English"], "yes")


def test_prose_with_a_colon_has_no_labels() -> None:
    text = "What I have learned in all these years is short. My approach: to wait, and then to wait some more with you."
    found = profile(f"<h1>Ada Quill</h1><h2>About me</h2><p>{text}</p>{FACTS}")
    assert (found.about, found.approaches) == (text, [])


def test_a_line_with_name_place_and_phone_has_no_name_in_its_city() -> None:
    line = "<p>Ada Quill. Salem, OR. (503) 555-0142.</p><p>Bo Marsh, St. Charles, MO 63301</p>"
    found = profile(f"<h1>Ada Quill</h1>{ABOUT}{FACTS}<h2>Notes</h2>{line}")
    assert found.places[0] == ("Salem", "OR", None)
