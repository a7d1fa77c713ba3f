//! Rows of `group_session` and `attendance`: who came when. The only file that changes them.
//!
//! A correction never deletes: the old line is superseded and says why.

use domain::ids::{AttendanceId, GroupId, PersonId, PrescriptionId, ServiceId, SessionId};
use jiff::Timestamp;
use jiff::civil::{Date, Time};

use crate::sealing::{self, Cell, DataKey};
use crate::{Conn, Result, Row, StoreError, args, sql};

/// One dated meeting of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Whose meeting.
    pub group: GroupId,
    /// The day.
    pub held_on: Date,
    /// When it began, local time.
    pub begins: Time,
}

/// One line of a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its id.
    pub id: AttendanceId,
    /// At which session.
    pub session: SessionId,
    /// Who, by their prescription.
    pub prescription: PrescriptionId,
    /// Whether they came.
    pub was_there: bool,
    /// When it was marked.
    pub recorded_at: Timestamp,
    /// By whom, as the audit trail names them.
    pub recorded_by: String,
    /// Whether a later line corrects this one.
    pub is_superseded: bool,
}

/// Why a line corrects an earlier one, and the key of its person, with which that is sealed.
#[derive(Clone, Copy)]
pub struct Correction<'a> {
    /// The key of the person of the line.
    pub key: &'a DataKey,
    /// Why.
    pub reason: &'a str,
}

/// One person's line at one session, for counting and for their story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// Who, by their prescription.
    pub prescription: PrescriptionId,
    /// Where.
    pub group: GroupId,
    /// The day.
    pub held_on: Date,
    /// When it began, local time.
    pub begins: Time,
    /// Whether they came.
    pub was_there: bool,
    /// When it was marked.
    pub recorded_at: Timestamp,
}

/// Adds a session, or finds the one at the same time.
pub fn add_session(
    conn: &mut Conn,
    service: ServiceId,
    session: &Session,
    now: Timestamp,
) -> Result<SessionId> {
    let sql = sql!(
        "INSERT INTO group_session (session_id, service_id, group_id, held_on, begins, created_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (group_id, held_on, begins) DO NOTHING"
    );
    let begins = clock(session.begins);
    conn.exec(sql, args![session.id, service, session.group, session.held_on, &begins, now])?;
    let sql = sql!(
        "SELECT session_id FROM group_session
          WHERE group_id = $1 AND held_on = $2 AND begins = $3"
    );
    conn.one(sql, args![session.group, session.held_on, &begins])?.get("session_id")
}

/// The sessions of a group, the latest first.
pub fn list_sessions(
    conn: &mut Conn,
    service: ServiceId,
    group: GroupId,
    limit: u32,
) -> Result<Vec<Session>> {
    let sql = sql!(
        "SELECT session_id, group_id, held_on, begins FROM group_session
          WHERE group_id = $1 AND service_id = $2
          ORDER BY held_on DESC, begins DESC, session_id DESC LIMIT $3"
    );
    conn.all(sql, args![group, service, limit])?.iter().map(session).collect()
}

/// One session of a group.
pub fn find_session(conn: &mut Conn, group: GroupId, id: SessionId) -> Result<Option<Session>> {
    let sql = sql!(
        "SELECT session_id, group_id, held_on, begins FROM group_session
          WHERE session_id = $1 AND group_id = $2"
    );
    conn.opt(sql, args![id, group])?.as_ref().map(session).transpose()
}

/// Lines of registers that went to another meeting, with where each stood.
pub type MovedMarks = Vec<(AttendanceId, SessionId)>;

/// Meetings of one group become meetings of another that is the same. Where both met at one time,
/// the lines of the register go over and the empty meeting stays.
pub fn move_to_group(
    conn: &mut Conn,
    (from, to): (GroupId, GroupId),
) -> Result<(Vec<SessionId>, MovedMarks)> {
    let sql = sql!(
        "SELECT s.session_id, o.session_id AS other_id
           FROM group_session s
           LEFT JOIN group_session o
             ON o.group_id = $2 AND o.held_on = s.held_on AND o.begins = s.begins
          WHERE s.group_id = $1 ORDER BY s.session_id"
    );
    let (mut sessions, mut marks) = (Vec::new(), Vec::new());
    for row in conn.all(sql, args![from, to])? {
        let id: SessionId = row.get("session_id")?;
        match row.get::<Option<SessionId>>("other_id")? {
            None => sessions.push(id),
            Some(other) => {
                let there = list_marks(conn, id)?;
                marks.extend(there.iter().map(|mark| (mark.id, id)));
                for mark in there {
                    move_mark(conn, mark.id, other)?;
                }
            }
        }
    }
    move_sessions(conn, &sessions, to)?;
    Ok((sessions, marks))
}

/// Some meetings are of another group than was thought.
pub fn move_sessions(conn: &mut Conn, ids: &[SessionId], group: GroupId) -> Result<()> {
    let sql = sql!("UPDATE group_session SET group_id = $2 WHERE session_id = $1");
    for id in ids {
        conn.exec(sql, args![*id, group])?;
    }
    Ok(())
}

/// One line of a register is of another meeting than was thought.
pub fn move_mark(conn: &mut Conn, id: AttendanceId, session: SessionId) -> Result<()> {
    let sql = sql!("UPDATE attendance SET session_id = $2 WHERE attendance_id = $1");
    conn.exec(sql, args![id, session])?;
    Ok(())
}

/// Every line of one session's register, corrected ones too, in the order of marking.
pub fn list_marks(conn: &mut Conn, session: SessionId) -> Result<Vec<Mark>> {
    let sql = sql!(
        "SELECT attendance_id, session_id, prescription_id, was_there, recorded_at, recorded_by,
                is_superseded
           FROM attendance WHERE session_id = $1 ORDER BY recorded_at, attendance_id"
    );
    conn.all(sql, args![session])?.iter().map(mark).collect()
}

/// Adds a line. `Retry` when somebody marked the same person at the same moment.
pub fn add_mark(
    conn: &mut Conn,
    service: ServiceId,
    mark: &Mark,
    correction: Option<Correction<'_>>,
) -> Result<()> {
    let cell = Cell::new("attendance", "correction_sealed", mark.id);
    let correction = correction
        .map(|correction| sealing::seal_text(correction.key, cell, correction.reason))
        .transpose()?;
    let sql = sql!(
        "INSERT INTO attendance
                (attendance_id, service_id, session_id, prescription_id, was_there, recorded_at,
                 recorded_by, is_superseded, correction_sealed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, FALSE, $8)"
    );
    let args = args![
        mark.id,
        service,
        mark.session,
        mark.prescription,
        mark.was_there,
        mark.recorded_at,
        &mark.recorded_by,
        correction,
    ];
    match conn.exec(sql, args) {
        Ok(_) => Ok(()),
        Err(StoreError::Constraint { name }) if name.starts_with("attendance.") => {
            Err(StoreError::Retry)
        }
        Err(error) => Err(error),
    }
}

/// Marks a line as corrected; `Conflict` when somebody corrected it first.
pub fn supersede(conn: &mut Conn, id: AttendanceId) -> Result<()> {
    let sql = sql!(
        "UPDATE attendance SET is_superseded = TRUE
          WHERE attendance_id = $1 AND NOT is_superseded"
    );
    match conn.exec(sql, args![id])? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict),
    }
}

/// Every line of a group's registers as they now stand, in the order of the sessions.
pub fn list_visits_of_group(
    conn: &mut Conn,
    service: ServiceId,
    group: GroupId,
) -> Result<Vec<Visit>> {
    let sql = sql!(
        "SELECT a.prescription_id, s.group_id, s.held_on, s.begins, a.was_there, a.recorded_at
           FROM attendance a JOIN group_session s ON s.session_id = a.session_id
          WHERE s.group_id = $1 AND s.service_id = $2 AND NOT a.is_superseded
          ORDER BY s.held_on, s.begins, a.prescription_id"
    );
    conn.all(sql, args![group, service])?.iter().map(visit).collect()
}

/// Every line of registers about one person as they now stand, in the order of the sessions.
pub fn list_visits_of_person(
    conn: &mut Conn,
    service: ServiceId,
    person: PersonId,
) -> Result<Vec<Visit>> {
    let sql = sql!(
        "SELECT a.prescription_id, s.group_id, s.held_on, s.begins, a.was_there, a.recorded_at
           FROM attendance a
           JOIN group_session s ON s.session_id = a.session_id
           JOIN prescription p ON p.prescription_id = a.prescription_id
          WHERE p.person_id = $1 AND p.service_id = $2 AND NOT a.is_superseded
          ORDER BY s.held_on, s.begins, a.prescription_id"
    );
    conn.all(sql, args![person, service])?.iter().map(visit).collect()
}

/// From when to when somebody came to a group. It says nothing about who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spell {
    /// Where.
    pub group: GroupId,
    /// The day of the first session at which they were.
    pub first_on: Date,
    /// The day of the latest.
    pub last_on: Date,
}

/// For each person who ever came to a group, from when to when; nothing about who they are. A
/// death is no leaving: it is left out.
pub fn list_spells(conn: &mut Conn, service: ServiceId) -> Result<Vec<Spell>> {
    let sql = sql!(
        "SELECT s.group_id, MIN(s.held_on) AS first_on, MAX(s.held_on) AS last_on
           FROM attendance a
           JOIN group_session s ON s.session_id = a.session_id
           JOIN prescription p ON p.prescription_id = a.prescription_id
          WHERE a.service_id = $1 AND a.was_there AND NOT a.is_superseded
            AND COALESCE(p.state_data ->> 'reason', '') <> 'died'
          GROUP BY s.group_id, a.prescription_id
          ORDER BY s.group_id, first_on, last_on"
    );
    let spell = |row: &Row| {
        let (first_on, last_on) = (row.get("first_on")?, row.get("last_on")?);
        Ok(Spell { group: row.get("group_id")?, first_on, last_on })
    };
    conn.all(sql, args![service])?.iter().map(spell).collect()
}

/// The latest session of each group at which anybody was marked, there or not.
pub fn list_last_registers(conn: &mut Conn, service: ServiceId) -> Result<Vec<(GroupId, Date)>> {
    let sql = sql!(
        "SELECT s.group_id, MAX(s.held_on) AS last_on
           FROM attendance a JOIN group_session s ON s.session_id = a.session_id
          WHERE a.service_id = $1 AND NOT a.is_superseded
          GROUP BY s.group_id ORDER BY s.group_id"
    );
    let last = |row: &Row| Ok((row.get("group_id")?, row.get("last_on")?));
    conn.all(sql, args![service])?.iter().map(last).collect()
}

/// Times of day are text, so that both databases order and compare them alike.
fn clock(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

fn begins(row: &Row) -> Result<Time> {
    row.parse_with("begins", |text| Time::strptime("%H:%M", text).ok())
}

fn session(row: &Row) -> Result<Session> {
    Ok(Session {
        id: row.get("session_id")?,
        group: row.get("group_id")?,
        held_on: row.get("held_on")?,
        begins: begins(row)?,
    })
}

fn mark(row: &Row) -> Result<Mark> {
    Ok(Mark {
        id: row.get("attendance_id")?,
        session: row.get("session_id")?,
        prescription: row.get("prescription_id")?,
        was_there: row.get("was_there")?,
        recorded_at: row.get("recorded_at")?,
        recorded_by: row.get("recorded_by")?,
        is_superseded: row.get("is_superseded")?,
    })
}

fn visit(row: &Row) -> Result<Visit> {
    Ok(Visit {
        prescription: row.get("prescription_id")?,
        group: row.get("group_id")?,
        held_on: row.get("held_on")?,
        begins: begins(row)?,
        was_there: row.get("was_there")?,
        recorded_at: row.get("recorded_at")?,
    })
}
