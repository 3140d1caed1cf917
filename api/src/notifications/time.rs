//! When mail is wanted, in the member's own time.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, TimeZone, Timelike, Utc, Weekday};
use chrono_tz::Tz;
use entity::kind::DigestRhythm;
use entity::notification_preference::Model;

fn zone(of: &Model) -> Tz {
    of.time_zone.parse().unwrap_or(chrono_tz::Europe::Stockholm)
}

/// An hour of a day; where the clocks skip it, the next that there is.
fn at(zone: Tz, day: NaiveDate, hour: u32) -> Option<DateTime<Utc>> {
    let start = day.and_hms_opt(hour, 0, 0)?;
    (0..3).find_map(|later| zone.from_local_datetime(&(start + TimeDelta::hours(later))).earliest()).map(|time| time.to_utc())
}

/// The first time after this one at which it is this hour, on a day that will do.
fn next(of: &Model, now: DateTime<Utc>, hour: i16, will_do: impl Fn(NaiveDate) -> bool) -> Option<DateTime<Utc>> {
    let (zone, hour) = (zone(of), u32::try_from(hour).ok()?);
    let today = now.with_timezone(&zone).date_naive();
    let days = (0..9).filter_map(|days| today.checked_add_days(Days::new(days))).filter(|day| will_do(*day));
    days.filter_map(|day| at(zone, day, hour)).find(|time| *time > now)
}

/// When the next digest is due after this time; never, if the member wants none.
pub fn next_digest(of: &Model, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match of.digest {
        DigestRhythm::Daily => next(of, now, of.digest_hour, |_| true),
        DigestRhythm::Weekly => next(of, now, of.digest_hour, |day| day.weekday() == Weekday::Mon),
        DigestRhythm::Never => None,
    }
}

/// When the quiet hours end, if it is one of them.
pub fn quiet_until(of: &Model, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let (from, until) = (of.quiet_from?, of.quiet_until?);
    let hour = i16::try_from(now.with_timezone(&zone(of)).hour()).ok()?;
    let quiet = if from <= until { (from..until).contains(&hour) } else { hour >= from || hour < until };
    if quiet { next(of, now, until, |_| true) } else { None }
}

#[cfg(test)]
mod tests {
    use entity::id::MemberId;

    use super::*;

    fn wants(digest: DigestRhythm, digest_hour: i16) -> Model {
        Model {
            member_id: MemberId(uuid::Uuid::nil()),
            time_zone: "Europe/Stockholm".to_owned(),
            quiet_from: Some(21),
            quiet_until: Some(7),
            paused_until: None,
            mails_a_week: 10,
            digest,
            digest_hour,
        }
    }

    fn time(text: &str) -> DateTime<Utc> {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn a_digest_is_due_at_the_members_own_hour_summer_and_winter() {
        let daily = wants(DigestRhythm::Daily, 7);
        assert_eq!(next_digest(&daily, time("2026-11-22T09:00:00Z")), Some(time("2026-11-23T06:00:00Z")));
        assert_eq!(next_digest(&daily, time("2026-07-01T04:59:00Z")), Some(time("2026-07-01T05:00:00Z")));
        assert_eq!(next_digest(&daily, time("2026-07-01T05:00:00Z")), Some(time("2026-07-02T05:00:00Z")));
    }

    #[test]
    fn a_weekly_digest_is_due_on_mondays_and_one_that_is_not_wanted_never() {
        assert_eq!(next_digest(&wants(DigestRhythm::Weekly, 7), time("2026-11-24T09:00:00Z")), Some(time("2026-11-30T06:00:00Z")));
        assert_eq!(next_digest(&wants(DigestRhythm::Never, 7), time("2026-11-24T09:00:00Z")), None);
    }

    #[test]
    fn an_hour_that_the_clocks_skip_is_the_next_that_there_is() {
        assert_eq!(next_digest(&wants(DigestRhythm::Daily, 2), time("2026-03-28T12:00:00Z")), Some(time("2026-03-29T01:00:00Z")));
    }

    #[test]
    fn quiet_hours_may_reach_over_midnight() {
        let quiet = wants(DigestRhythm::Daily, 7);
        assert_eq!(quiet_until(&quiet, time("2026-11-22T19:59:00Z")), None);
        assert_eq!(quiet_until(&quiet, time("2026-11-22T20:00:00Z")), Some(time("2026-11-23T06:00:00Z")));
        assert_eq!(quiet_until(&quiet, time("2026-11-23T05:59:00Z")), Some(time("2026-11-23T06:00:00Z")));
        assert_eq!(quiet_until(&quiet, time("2026-11-23T06:00:00Z")), None);
    }
}
