"""What directories call an age leads to our groups."""

import pytest

from index_config.ages import age_groups


@pytest.mark.parametrize(
    ("label", "groups"),
    [
        ("Adults", ("adult",)),
        ("Older Adults (65+)", ("elder",)),
        ("Toddlers / Preschoolers (0 to 5)", ("child",)),
        ("Preteens/Tweens (11 to 13)", ("child",)),
        ("Teens and adults", ("teen", "adult")),
        ("Seniors", ("elder",)),
        ("Everybody", ()),
        ("", ()),
    ],
)
def test_labels(label: str, groups: tuple[str, ...]) -> None:
    assert age_groups(label) == groups
