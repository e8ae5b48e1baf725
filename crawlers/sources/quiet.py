"""Quiet hours: when a site is not to be asked."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct, field


class QuietHours(Struct, frozen=True, forbid_unknown_fields=True):
    """From one hour of the day to another ("08:00"), of a time zone ("America/New_York"); over midnight as well.

    YAML reads an hour without quotes as its number of minutes (20:00 as 1200), which means the same.
    """

    begin: str | int = field(name="from")
    end: str | int = field(name="to")
    zone: str = "UTC"

    def __post_init__(self) -> None:
        """Raises ValueError on hours or a zone that are none."""
        for key, hour in (("from", self.begin), ("to", self.end)):
            try:
                _time(hour)
            except ValueError as error:
                raise ValueError(f'{hour!r} is no hour of the day: write "08:00" - at `$.quiet_hours.{key}`') from error
        if _time(self.begin) == _time(self.end):
            raise ValueError("`from` and `to` are the same hour - at `$.quiet_hours`")
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"there is no time zone {self.zone!r} - at `$.quiet_hours.zone`") from error

    def until(self, now: datetime) -> datetime | None:
        """The end of the quiet hours that hold `now`; None when it is not quiet."""
        here = now.astimezone(ZoneInfo(self.zone))
        clock, begin, end = here.time(), _time(self.begin), _time(self.end)
        quiet = begin <= clock < end if begin < end else clock >= begin or clock < end
        if not quiet:
            return None
        ends_at = datetime.combine(here.date(), end, here.tzinfo)
        return ends_at if ends_at > here else ends_at + timedelta(days=1)


def _time(hour: str | int) -> time:
    found = time(*divmod(hour, 60)) if isinstance(hour, int) else time.fromisoformat(hour)
    if found.tzinfo:
        raise ValueError("the zone has a key of its own")
    return found
