"""What clients say on a profile, articles, and lists of what is not offered tell no facts of its owner."""

import pytest

from pipelines.mention import Mention
from tests.pipelines.normalize.pages import cleaned

HEAD = "<h1>Ada Quill, PsyD</h1><p>Licensed Psychologist</p><h2>About</h2><p>I sit with people in grief.</p>"
REST = "<h2>Ages</h2><p>Adults</p><h2>Fee</h2><p>$200</p>"


def told(found: Mention) -> tuple[object, ...]:
    """What clients may speak of too."""
    return found.telehealth, found.sliding_scale, found.languages, found.insurance, found.phone, found.fee_max


@pytest.mark.parametrize(
    "words",
    [
        '<h2>What clients say</h2><p>"She does video sessions and a sliding scale." - Pat</p>',
        "<h2>Testimonials</h2><div><p>Ada is online only.</p><p>Pat, Tulsa, OK</p></div>",
        "<h2>Reviews</h2><p>She takes Aetna.</p><p>Sessions by video. Spanish too!</p><p>503-555-0144</p>",
        "<h2>Client reviews</h2><ul><li>Sliding scale available!</li><li>We meet online. Great.</li></ul>",
        "<section><h2>Kind words</h2><p>She speaks Spanish and charges $250 a session.</p></section>",
        "<blockquote>Ada offers telehealth and a sliding scale.</blockquote>",
        "<p>“Video sessions were easy with Ada.” – K.</p>",
    ],
)
def test_what_clients_say(words: str) -> None:
    found = cleaned(HEAD + words + REST)
    assert told(found) == (None, None, [], [], None, 200)
    assert (found.ages, found.locations) == (["Adults"], [])


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Not offered</h2><ul><li>EMDR</li><li>Telehealth</li><li>Sliding scale</li></ul>",
        "<h2>I don’t work with</h2><ul><li>Addiction</li><li>OCD</li></ul>",
        "<h2>What we do not take</h2><p>Aetna, Cigna</p>",
        "<h2>Plans we cannot bill</h2><ul><li>Aetna</li><li>Cigna</li></ul>",
        "<h2>Problems I don't treat</h2><ul><li>Addiction</li><li>OCD</li></ul>",
        "<h2>No acepto</h2><ul><li>Aetna</li><li>Cigna</li></ul>",
        "<h2>Latest posts</h2><article><h3>Doors</h3><p>Online sessions need a door.</p></article><p>I take Aetna.</p>",
    ],
)
def test_what_is_not_offered_and_articles(html: str) -> None:
    found = cleaned(HEAD + html + REST)
    assert told(found) == (None, None, [], [], None, 200)
    assert (found.claims, found.issues, found.ages) == ([], [], ["Adults"])


def test_what_stands_behind_reviews_is_the_owners() -> None:
    words = "<h2>Reviews</h2><p>She takes Aetna.</p><h2>Good to know</h2><p>I meet online.</p><p>Se habla español.</p>"
    assert told(cleaned(HEAD + words + REST)) == (True, None, ["Spanish"], [], None, 200)
