"""Business days and federal holidays counted by other means than the product's: the twin of its clocks."""

from datetime import date, datetime, timedelta

from dateutil.relativedelta import MO, TH, relativedelta
from dateutil.rrule import DAILY, FR, rrule
from dateutil.rrule import MO as MONDAY

FIXED = ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))


def two_business_days(day: date) -> date:
    """The second of the days after, Monday to Friday, that the law does not keep free."""
    start = datetime.combine(day + timedelta(days=1), datetime.min.time())
    week = rrule(DAILY, dtstart=start, byweekday=(MONDAY, 1, 2, 3, FR), count=12)
    return [d.date() for d in week if d.date() not in federal(d.year)][1]


def federal(year: int) -> set[date]:
    """5 U.S.C. 6103 by rule; a fixed date on Saturday is kept on Friday, on Sunday on Monday."""
    fixed = [date(y, m, d) for y in (year, year + 1) for m, d in FIXED]
    kept = {d + timedelta(days={5: -1, 6: 1}.get(d.weekday(), 0)) for d in fixed}
    return kept | {
        date(year, 1, 1) + relativedelta(weekday=MO(3)),
        date(year, 2, 1) + relativedelta(weekday=MO(3)),
        date(year, 5, 31) + relativedelta(weekday=MO(-1)),
        date(year, 9, 1) + relativedelta(weekday=MO(1)),
        date(year, 10, 1) + relativedelta(weekday=MO(2)),
        date(year, 11, 1) + relativedelta(weekday=TH(4)),
    }
