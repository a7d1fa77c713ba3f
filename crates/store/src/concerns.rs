//! Rows of `concern`: safeguarding. Words and outcome are sealed with the person's key.

use domain::ids::{ConcernId, PersonId, ServiceId, UserId};
use domain::safeguarding::{Concern, State};
use jiff::Timestamp;

use crate::sealing::{self, Cell, DataKey};
use crate::{Conn, Result, Row, StoreError, args, sql};

/// Adds a concern.
pub fn add(conn: &mut Conn, service: ServiceId, key: &DataKey, concern: &Concern) -> Result<()> {
    let sql = sql!(
        "INSERT INTO concern
                (concern_id, service_id, person_id, raised_by_id, raised_at, words_sealed, state,
                 state_sealed, lead_id, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)"
    );
    let args = args![
        concern.id,
        service,
        concern.person,
        concern.raised_by.map(|user| user.0),
        concern.raised_at,
        sealing::seal_text(key, words(concern.id), &concern.words)?,
        concern.state.name(),
        sealing::seal_json(key, state_cell(concern.id), &concern.state)?,
        lead(&concern.state).map(|user| user.0),
    ];
    conn.exec(sql, args)?;
    Ok(())
}

/// A concern as a list shows it: whom it is about and where it stands, not what was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its id.
    pub id: ConcernId,
    /// For whom.
    pub person: PersonId,
    /// Who raised it.
    pub raised_by: Option<UserId>,
    /// When.
    pub raised_at: Timestamp,
    /// Where it stands, by its stored name.
    pub state: String,
    /// Who leads it, or did.
    pub lead: Option<UserId>,
}

/// Every concern of a service, longest open first, closed ones last.
pub fn list(conn: &mut Conn, service: ServiceId) -> Result<Vec<Line>> {
    let sql = sql!(
        "SELECT concern_id, person_id, raised_by_id, raised_at, state, lead_id FROM concern
          WHERE service_id = $1
          ORDER BY CASE WHEN state = 'closed' THEN 1 ELSE 0 END, raised_at, concern_id"
    );
    conn.all(sql, args![service])?.iter().map(line).collect()
}

/// The concerns that somebody raised or leads, in the same order.
pub fn list_of_user(conn: &mut Conn, service: ServiceId, user: UserId) -> Result<Vec<Line>> {
    let sql = sql!(
        "SELECT concern_id, person_id, raised_by_id, raised_at, state, lead_id FROM concern
          WHERE service_id = $1 AND (raised_by_id = $2 OR lead_id = $2)
          ORDER BY CASE WHEN state = 'closed' THEN 1 ELSE 0 END, raised_at, concern_id"
    );
    conn.all(sql, args![service, user])?.iter().map(line).collect()
}

/// The concerns that somebody raised or leads and that are not closed, longest open first.
pub fn list_open_of_user(conn: &mut Conn, service: ServiceId, user: UserId) -> Result<Vec<Line>> {
    let sql = sql!(
        "SELECT concern_id, person_id, raised_by_id, raised_at, state, lead_id FROM concern
          WHERE service_id = $1 AND (raised_by_id = $2 OR lead_id = $2) AND state <> 'closed'
          ORDER BY raised_at, concern_id"
    );
    conn.all(sql, args![service, user])?.iter().map(line).collect()
}

/// The concerns about one person, newest first.
pub fn list_of_person(conn: &mut Conn, service: ServiceId, id: PersonId) -> Result<Vec<Line>> {
    let sql = sql!(
        "SELECT concern_id, person_id, raised_by_id, raised_at, state, lead_id FROM concern
          WHERE service_id = $1 AND person_id = $2 ORDER BY raised_at DESC, concern_id DESC"
    );
    conn.all(sql, args![service, id])?.iter().map(line).collect()
}

/// One concern as a list shows it; [`open`] reads the rest with the person's key.
pub fn find(conn: &mut Conn, service: ServiceId, id: ConcernId) -> Result<Option<Line>> {
    let sql = sql!(
        "SELECT concern_id, person_id, raised_by_id, raised_at, state, lead_id FROM concern
          WHERE concern_id = $1 AND service_id = $2"
    );
    conn.opt(sql, args![id, service])?.as_ref().map(line).transpose()
}

/// One concern with its words, by the key of its person.
pub fn open(conn: &mut Conn, key: &DataKey, id: ConcernId) -> Result<Concern> {
    let sql = sql!(
        "SELECT concern_id, person_id, raised_by_id, raised_at, words_sealed, state, state_sealed,
                version
           FROM concern WHERE concern_id = $1"
    );
    let row = conn.one(sql, args![id])?;
    let sealed: Vec<u8> = row.get("state_sealed")?;
    let state: State = sealing::open_json(key, state_cell(id), &sealed)?;
    let name: String = row.get("state")?;
    if state.name() != name {
        return Err(row.bad("state", "does not agree with state_sealed"));
    }
    let sealed: Vec<u8> = row.get("words_sealed")?;
    Ok(Concern {
        id,
        person: row.get("person_id")?,
        raised_by: row.get("raised_by_id")?,
        raised_at: row.get("raised_at")?,
        words: sealing::open_text(key, words(id), &sealed)?,
        state,
        version: row.get("version")?,
    })
}

/// Moves a concern to a new state; `Conflict` when it moved since it was read.
pub fn save_state(conn: &mut Conn, key: &DataKey, concern: &Concern) -> Result<()> {
    let sql = sql!(
        "UPDATE concern SET state = $3, state_sealed = $4, lead_id = $5, version = version + 1
          WHERE concern_id = $1 AND version = $2"
    );
    let args = args![
        concern.id,
        concern.version,
        concern.state.name(),
        sealing::seal_json(key, state_cell(concern.id), &concern.state)?,
        lead(&concern.state).map(|user| user.0),
    ];
    match conn.exec(sql, args)? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict),
    }
}

fn lead(state: &State) -> Option<UserId> {
    match state {
        State::Raised => None,
        State::Led { lead, .. } | State::Closed { lead, .. } => Some(*lead),
    }
}

fn words(id: ConcernId) -> Cell {
    Cell::new("concern", "words_sealed", id)
}

fn state_cell(id: ConcernId) -> Cell {
    Cell::new("concern", "state_sealed", id)
}

fn line(row: &Row) -> Result<Line> {
    Ok(Line {
        id: row.get("concern_id")?,
        person: row.get("person_id")?,
        raised_by: row.get("raised_by_id")?,
        raised_at: row.get("raised_at")?,
        state: row.get("state")?,
        lead: row.get("lead_id")?,
    })
}
