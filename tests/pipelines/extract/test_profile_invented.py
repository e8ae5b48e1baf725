"""Whole profiles in the shapes of directories, on which nothing may be invented."""

import pytest

from tests.pipelines.extract.test_profile_wordings import profile, section


def test_prices_of_other_things_and_plans_that_are_not_taken() -> None:
    found = profile(
        "<h1>Nora Fennimore, LMFT</h1><p>Marriage &amp; Family Therapist</p>"
        "<h3>Communities I'm allied with</h3><ul><li>Night-shift workers</li><li>Adoptees</li></ul>"
        "<h3>My focus</h3><ul><li>Infidelity</li><li>Grief</li></ul><h3>Therapeutic models</h3><ul><li>EFT</li></ul>"
        "<h3>Rates</h3><table><tr><td>50 min individual</td><td>$140</td></tr><tr><td>80 min couples</td><td>$220</td></tr>"
        "<tr><td>Late cancellation</td><td>$100</td></tr><tr><td>Letters and reports</td><td>$60</td></tr></table>"
        "<h3>Insurance</h3><p>I am out of network with all plans. I can give you a superbill for Aetna or Cigna.</p>",
        "https://www.therapyden.com/therapist/nora-fennimore",
    )
    assert found.fees == "$140; $220"
    assert (found.insurance, found.issues, found.about) == ([], ["Infidelity", "Grief"], None)


def test_what_a_site_asks_and_answers_about_itself() -> None:
    found = profile(
        "<h1>Lena Fennimore</h1><p>Licensed Psychologist in Reno, Nevada</p><h2>Rating</h2><p>4.9 (31 reviews)</p>"
        "<h2>Reviews</h2><p>“She helped with my divorce.” - Kim</p><h2>Conditions</h2><p>Anxiety, ADHD, +4 more</p>"
        "<h2>Insurance check</h2><p>Search your plan: Aetna, Cigna and 20 more. Lena has not told us which she takes.</p>"
        "<h2>FAQs</h2><h3>What languages does Lena speak?</h3><p>English and Italian.</p>"
        "<h3>How much does therapy in Reno cost?</h3><p>$120 to $200.</p>",
        "https://www.therapyden.com/therapist/lena-fennimore",
    )
    assert (found.issues, found.languages) == (["Anxiety", "ADHD"], ["English", "Italian"])
    assert (found.insurance, found.fees, found.about) == ([], None, None)


@pytest.mark.parametrize(
    ("shown", "fees"),
    [
        ("<p>It depends. The average fee in Reno is $150.</p>", "It depends."),
        ("<p>Most therapists here charge $200. I charge $120.</p>", "I charge $120."),
        ("<p>Typically $150 per session</p>", "Typically $150 per session"),
        ("<p>Licensed therapists $160, associates $90</p>", "Licensed therapists $160, associates $90"),
        ("<p>$140 por sesión</p><p>Taller de pareja $60</p>", "$140 por sesión"),
    ],
)
def test_what_others_charge_is_no_fee(shown: str, fees: str) -> None:
    assert section("What I charge", shown).fees == fees


@pytest.mark.parametrize(
    ("label", "shown", "field", "values"),
    [
        ("Insurance", "Aetna (pending), Humana", "insurance", ["Humana"]),
        ("Insurance", "Aetna (credentialing in process), Humana (PPO)", "insurance", ["Humana (PPO)"]),
        ("Insurance", "nope", "insurance", []),
        ("Insurance", "Aetna (out of network), Humana", "insurance", ["Humana"]),
        ("Insurance", "My colleague takes Aetna. I take Humana.", "insurance", ["Humana"]),
        ("Insurance", "Formerly Aetna", "insurance", []),
        ("Issues", "Anxiety<br>Burnout<br>Read more on my blog", "issues", ["Anxiety", "Burnout"]),
    ],
)
def test_what_is_not_so_yet_or_is_no_value(label: str, shown: str, field: str, values: list[str]) -> None:
    assert getattr(section(label, f"<p>{shown}</p>"), field) == values


@pytest.mark.parametrize(
    ("shown", "languages"),
    [
        ("English. My partner speaks German.", ["English"]),
        ("English, and my partner speaks German", ["English"]),
        ("English, Spanish (learning)", ["English"]),
        ("English; learning Spanish", ["English"]),
        ("English. My sessions are in Spanish.", ["English", "Spanish"]),
        ("English, Spanish (conversational)", ["English", "Spanish (conversational)"]),
    ],
)
def test_languages_of_others_and_not_yet_learned(shown: str, languages: list[str]) -> None:
    assert section("Languages", f"<p>{shown}</p>", languages=False).languages == languages


def test_a_dash_is_no_title_and_a_helpers_site_no_website() -> None:
    help_line = '<p>Visit <a href="https://harbor.example">harbor.example</a> for resources</p>'
    found = section("Title", f"<p>—</p>{help_line}")
    assert (found.title, found.website) == (None, None)
    own = section("Title", '<p>Counselor</p><p>Visit <a href="https://quill.example">quill.example</a> for more</p>')
    assert (own.title, own.website) == ("Counselor", "https://quill.example")
