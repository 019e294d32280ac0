//! The clock: the only place that knows what time it is.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Seconds after 1970-01-01 (UTC).
#[must_use]
pub fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs()
}

/// The year, month and day of `seconds` after 1970-01-01 (UTC), by the proleptic Gregorian calendar.
#[must_use]
pub fn date(seconds: u64) -> (u64, u64, u64) {
    let mut day = seconds / 86_400;
    let mut year = 1970;
    let leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    while day >= 365 + u64::from(leap(year)) {
        day -= 365 + u64::from(leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 1;
    for length in lengths {
        if day < length {
            break;
        }
        day -= length;
        month += 1;
    }
    (year, month, day + 1)
}

/// A moment as RFC 3339 writes it, in UTC: `2026-11-21T12:00:00Z`.
#[must_use]
pub fn timestamp(seconds: u64) -> String {
    let (year, month, day) = date(seconds);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::timestamp;

    #[test]
    fn a_moment_is_written_as_rfc_3339_has_it() {
        // As `date --utc --date=@SECONDS +%FT%TZ` writes them.
        assert_eq!(timestamp(0), "1970-01-01T00:00:00Z");
        assert_eq!(timestamp(951_782_399), "2000-02-28T23:59:59Z");
        assert_eq!(timestamp(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(timestamp(1_795_262_400), "2026-11-21T12:00:00Z");
    }
}
