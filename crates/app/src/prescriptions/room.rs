//! Whether a group can be asked to take somebody now: what it says, and the places it offers.

use std::collections::HashMap;

use domain::group::{Capacity, Group, Status};
use domain::ids::GroupId;
use domain::prescription::Prescription;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use store::prescriptions::Places;

use crate::act::Act;
use crate::error::{AppError, AppResult};

/// Whether a group can be asked now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// Yes; so many of its places this month are left, where it offers a number.
    Open {
        /// Places left this month.
        left: Option<i64>,
    },
    /// All places of this month are taken.
    NoneLeft {
        /// How many it offers a month.
        offered: u32,
        /// When the next month begins.
        again_on: Date,
    },
    /// It says that it is full.
    Full,
    /// It has paused or ended.
    NotRunning,
}

impl Room {
    /// Whether the group can be asked.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Room::Open { .. })
    }

    /// Why the group cannot be asked now; empty where it can.
    #[must_use]
    pub fn sentence(self) -> String {
        match self {
            Room::Open { .. } => String::new(),
            Room::NoneLeft { offered, again_on } => {
                let places = if offered == 1 { "place" } else { "places" };
                format!(
                    "This group offers {offered} {places} a month, and all are taken. The next \
                     month begins on {}.",
                    again_on.strftime("%-d %B")
                )
            }
            Room::Full => "This group says that it is full.".to_owned(),
            Room::NotRunning => "This group is not meeting now.".to_owned(),
        }
    }

    fn of(group: &Group, sent: i64, again_on: Date) -> Room {
        if group.status != Status::Running {
            return Room::NotRunning;
        }
        if group.capacity == Capacity::Full {
            return Room::Full;
        }
        match group.places_per_month {
            Some(offered) if sent >= i64::from(offered) => Room::NoneLeft { offered, again_on },
            offered => Room::Open { left: offered.map(|offered| i64::from(offered) - sent) },
        }
    }
}

/// Whether one group can be asked now, decided by what this transaction sees.
pub(crate) fn room(act: &mut Act<'_>, group: &Group) -> AppResult<Room> {
    let (begins, again_on) = month(act)?;
    let service = act.service();
    let sent = store::prescriptions::count_sent_since(act.conn, service, group.id, begins)?;
    Ok(Room::of(group, sent, again_on))
}

/// Takes a place of the group for somebody, in the transaction that asks the group.
///
/// What the group says of itself is read here; whether a place is left the store decides, as it
/// takes it.
///
/// # Errors
/// `Refused` with the reason where the group cannot be asked or no place is left.
pub(crate) fn take(act: &mut Act<'_>, group: &Group, asked: &Prescription) -> AppResult<()> {
    let (since, again_on) = month(act)?;
    let room = Room::of(group, 0, again_on);
    if !room.is_open() {
        return Err(AppError::refused(room.sentence()));
    }
    let Some(offered) = group.places_per_month else { return Ok(()) };
    let (service, places) = (act.service(), Places { most: offered, since });
    if !store::prescriptions::take_place(act.conn, service, asked, places, act.now)? {
        return Err(AppError::refused(Room::NoneLeft { offered, again_on }.sentence()));
    }
    Ok(())
}

/// When this month began where the service is, and the first day of the next.
fn month(act: &mut Act<'_>) -> AppResult<(Timestamp, Date)> {
    let settings = act.service_settings()?;
    let zone = TimeZone::get(&settings.time_zone).unwrap_or(TimeZone::UTC);
    let today = act.now.to_zoned(zone.clone()).date();
    let first = today.first_of_month();
    let begins = first.to_zoned(zone).map_or(act.now, |midnight| midnight.timestamp());
    Ok((begins, first.saturating_add(1.month())))
}

/// How many people were sent to each group this month.
pub(crate) fn taken(act: &mut Act<'_>) -> AppResult<HashMap<GroupId, u32>> {
    let (begins, _) = month(act)?;
    let service = act.service();
    let sent = store::prescriptions::list_sent_counts(act.conn, service, begins)?;
    let whole = |(group, count)| (group, u32::try_from(count).unwrap_or(u32::MAX));
    Ok(sent.into_iter().map(whole).collect())
}

/// Whether each of several groups can be asked now, by what is [`taken`] of each.
pub(crate) fn rooms(
    act: &mut Act<'_>,
    groups: &[Group],
    taken: &HashMap<GroupId, u32>,
) -> AppResult<HashMap<GroupId, Room>> {
    let (_, again_on) = month(act)?;
    let room = |group: &Group| {
        let sent = taken.get(&group.id).copied().unwrap_or(0);
        (group.id, Room::of(group, i64::from(sent), again_on))
    };
    Ok(groups.iter().map(room).collect())
}
