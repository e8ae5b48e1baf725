"""What happens to the directory from night to night."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from therapyindex.sample.directory.dice import Dice

FIRST_NIGHT = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)


def date_of(night: int) -> datetime:
    """When the pages of a night were written, UTC."""
    return FIRST_NIGHT + timedelta(days=night)


@dataclass
class Nights:
    """The changes up to a night: every night one profile goes, one comes, one gets a new name and slug.

    `gone` and `renamed` are therapist numbers with the night; the new ones are numbered from `therapists` on. A quarter
    of the therapists at most is ever taken away or renamed.
    """

    seed: int
    therapists: int
    night: int
    gone: dict[int, int] = field(default_factory=dict)
    renamed: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Goes through the nights."""
        dice = Dice(self.seed, "nights")
        for night in range(1, min(self.night, self.therapists // 4) + 1):
            self.gone[self._untouched(dice)] = night
            self.renamed[self._untouched(dice)] = night

    @property
    def numbers(self) -> range:
        """The numbers of all therapists there ever were."""
        return range(self.therapists + self.night)

    def changed(self, number: int) -> int:
        """The last night that changed a profile (about one in a hundred changes each night), 0 when none did."""
        came = max(0, number - self.therapists + 1)
        hits = (night for night in range(self.night, came, -1) if Dice(self.seed, "change", night, number).chance(1))
        return max(next(hits, came), self.renamed.get(number, 0))

    def _untouched(self, dice: Dice) -> int:
        while (number := dice.below(self.therapists)) in self.gone or number in self.renamed:
            pass
        return number
