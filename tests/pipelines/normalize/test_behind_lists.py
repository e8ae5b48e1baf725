"""What stands behind the last list of a page without elements around its sections is none of the list's values."""

import pytest

from pipelines.mention import Mention
from tests.pipelines.normalize.pages import cleaned

HEAD = "<h1>Ada Quill</h1><p>Psychologist</p><h2>About me</h2><p>I work slowly.</p><h2>Fees</h2><p>$100</p>"
BEHIND = [
    "<p>Book with Calendly</p>",
    "<p>Licensed in OR, WA and ID.</p>",
    "<p>Salem, Oregon</p><p>Upstairs</p>",
    "<p>Make an appointment</p><p>© Ada Quill</p>",
    "<p>Free 15-minute call</p><p>Website by Studio Marsh</p>",
    "<p>Send me a message</p><p>Mon - Fri 9-5</p>",
]


def lists(found: Mention) -> list[str]:
    """All values of a mention's lists."""
    return [*found.languages, *found.insurance, *found.ages, *(one.approach_id for one in found.claims), *found.issues]


@pytest.mark.parametrize("behind", BEHIND)
@pytest.mark.parametrize(
    ("label", "shown", "expected"),
    [
        ("Languages", "<p>English</p><p>Spanish</p>", ["English", "Spanish"]),
        ("Insurance", "<p>Aetna, Gull Health</p>", ["Aetna", "Gull Health"]),
        ("Ages", "<p>Adults</p>", ["Adults"]),
        ("Approaches", "<p>EMDR</p><p>Kelp Work</p>", ["emdr", "kelp-work"]),
        ("Issues", "<ul><li>Anxiety</li><li>Tides</li></ul>", ["anxiety", "tides"]),
    ],
)
def test_behind_the_last_list(label: str, shown: str, expected: list[str], behind: str) -> None:
    assert lists(cleaned(f"{HEAD}<h2>{label}</h2>{shown}{behind}")) == expected


def test_more_of_the_list_is_its_own() -> None:
    shown = "<ul><li>Aetna</li><li>Cigna</li></ul><p>Quill Life</p><p>Gull Health</p>"
    assert lists(cleaned(f"{HEAD}<h2>Insurance</h2>{shown}")) == ["Aetna", "Cigna", "Quill Life", "Gull Health"]


@pytest.mark.parametrize(("shown", "languages"), [("CA, AR, ID", []), ("GA", []), ("EN, DE", ["English", "German"])])
def test_states_are_no_languages(shown: str, languages: list[str]) -> None:
    assert cleaned(f"{HEAD}<h2>Within reach</h2><p>{shown}</p>").languages == languages
