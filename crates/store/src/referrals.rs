//! Rows of `referral`, `written_code` and `redirection`. Only this file and those below it name
//! those tables.

mod counts;
mod queues;

pub use counts::{Month, OfSource, count_by_source};
pub use queues::{
    Waiting, count_undecided, list_carried, list_undecided, list_waiting, list_workers_of_person,
    save_person,
};

use domain::ids::{AgencyId, PersonId, RedirectionId, ReferralId, ServiceId, UserId};
use domain::referral::{Referral, Referrer, State};
use domain::service::Elsewhere;
use jiff::Timestamp;
use uuid::Uuid;

use crate::sealing::{self, Cell, DataKey};
use crate::{Conn, Json, Result, Row, StoreError, args, sql};

/// Adds a referral. Its words are sealed with the person's key.
pub fn add(conn: &mut Conn, service: ServiceId, key: &DataKey, referral: &Referral) -> Result<()> {
    let sql = sql!(
        "INSERT INTO referral
                (referral_id, service_id, person_id, referrer, route, referrer_user_id, agency_id,
                 needs, circumstances, referrer_words_sealed, person_words_sealed, sent_at, state,
                 state_data, state_since, is_open, link_worker_id, complexity, state_words_sealed,
                 reference, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                 $19, $20, 1)"
    );
    let (user, agency) = match &referral.referrer {
        Referrer::User { user, .. } => (Some(user.0), None),
        Referrer::Agency { agency, .. } => (None, Some(agency.0)),
        Referrer::Oneself { .. } => (None, None),
    };
    let (state, words) = apart(key, referral.id, &referral.state)?;
    let args = args![
        referral.id,
        service,
        referral.person,
        Json(&referral.referrer),
        referral.referrer.route(),
        user,
        agency,
        Json(&referral.needs),
        Json(referral.circumstances),
        sealing::seal_text(key, referrer_words(referral.id), &referral.referrer_words)?,
        sealing::seal_text(key, person_words(referral.id), &referral.person_words)?,
        referral.sent_at,
        referral.state.name(),
        Json(state),
        referral.state_since,
        referral.state.is_open(),
        referral.state.link_worker().map(|worker| worker.0),
        i64::from(referral.complexity),
        words,
        referral.reference(),
    ];
    conn.exec(sql, args)?;
    Ok(())
}

/// One referral of a service, its two texts still sealed: [`open_words`] opens them.
pub fn find(conn: &mut Conn, service: ServiceId, id: ReferralId) -> Result<Option<Referral>> {
    let sql = sql!(
        "SELECT referral_id, person_id, referrer, needs, circumstances, sent_at, state, state_data,
                state_since, complexity, version
           FROM referral WHERE referral_id = $1 AND service_id = $2"
    );
    conn.opt(sql, args![id, service])?.as_ref().map(read).transpose()
}

/// Puts the words of a referral and of its state in, with the key of its person.
pub fn open_words(conn: &mut Conn, key: &DataKey, referral: &mut Referral) -> Result<()> {
    let sql = sql!(
        "SELECT referrer_words_sealed, person_words_sealed, state_words_sealed
           FROM referral WHERE referral_id = $1"
    );
    let row = conn.one(sql, args![referral.id])?;
    let sealed: Vec<u8> = row.get("referrer_words_sealed")?;
    referral.referrer_words = sealing::open_text(key, referrer_words(referral.id), &sealed)?;
    let sealed: Vec<u8> = row.get("person_words_sealed")?;
    referral.person_words = sealing::open_text(key, person_words(referral.id), &sealed)?;
    let sealed: Option<Vec<u8>> = row.get("state_words_sealed")?;
    if let (Some(sealed), Some(words)) = (sealed, referral.state.words_mut()) {
        *words = sealing::open_text(key, state_words(referral.id), &sealed)?;
    }
    Ok(())
}

/// All referrals of a person, newest first.
pub fn list_of_person(conn: &mut Conn, service: ServiceId, id: PersonId) -> Result<Vec<Referral>> {
    let sql = sql!(
        "SELECT referral_id, person_id, referrer, needs, circumstances, sent_at, state, state_data,
                state_since, complexity, version
           FROM referral WHERE person_id = $1 AND service_id = $2
          ORDER BY sent_at DESC, referral_id DESC"
    );
    conn.all(sql, args![id, service])?.iter().map(read).collect()
}

/// Referrals in one state, longest there first: one page of a list.
pub fn list_in_state(
    conn: &mut Conn,
    service: ServiceId,
    state: &str,
    (limit, offset): (u32, u32),
) -> Result<Vec<Referral>> {
    let sql = sql!(
        "SELECT referral_id, person_id, referrer, needs, circumstances, sent_at, state, state_data,
                state_since, complexity, version
           FROM referral WHERE service_id = $1 AND state = $2
          ORDER BY state_since, referral_id LIMIT $3 OFFSET $4"
    );
    conn.all(sql, args![service, state, limit, offset])?.iter().map(read).collect()
}

/// How many referrals are in one state.
pub fn count_in_state(conn: &mut Conn, service: ServiceId, state: &str) -> Result<i64> {
    let sql = sql!("SELECT COUNT(*) AS total FROM referral WHERE service_id = $1 AND state = $2");
    conn.one(sql, args![service, state])?.get("total")
}

/// Referrals that somebody sent, newest first: one page of a list.
pub fn list_sent_by(
    conn: &mut Conn,
    service: ServiceId,
    user: UserId,
    (limit, offset): (u32, u32),
) -> Result<Vec<Referral>> {
    let sql = sql!(
        "SELECT referral_id, person_id, referrer, needs, circumstances, sent_at, state, state_data,
                state_since, complexity, version
           FROM referral WHERE referrer_user_id = $2 AND service_id = $1
          ORDER BY sent_at DESC, referral_id DESC LIMIT $3 OFFSET $4"
    );
    conn.all(sql, args![service, user, limit, offset])?.iter().map(read).collect()
}

/// How many referrals somebody sent.
pub fn count_sent_by(conn: &mut Conn, service: ServiceId, user: UserId) -> Result<i64> {
    let sql = sql!(
        "SELECT COUNT(*) AS total FROM referral WHERE referrer_user_id = $2 AND service_id = $1"
    );
    conn.one(sql, args![service, user])?.get("total")
}

/// How many referrals each agency sent.
pub fn count_by_agency(conn: &mut Conn, service: ServiceId) -> Result<Vec<(AgencyId, i64)>> {
    let sql = sql!(
        "SELECT agency_id, COUNT(*) AS total FROM referral
          WHERE service_id = $1 AND agency_id IS NOT NULL GROUP BY agency_id"
    );
    conn.all(sql, args![service])?
        .iter()
        .map(|row| Ok((row.get("agency_id")?, row.get("total")?)))
        .collect()
}

/// The people of the referrals with this reference: one, or nobody.
pub fn list_people_of(
    conn: &mut Conn,
    service: ServiceId,
    reference: &str,
) -> Result<Vec<PersonId>> {
    let sql = sql!(
        "SELECT DISTINCT person_id FROM referral WHERE service_id = $1 AND reference = $2
          ORDER BY person_id"
    );
    conn.all(sql, args![service, reference])?.iter().map(|row| row.get("person_id")).collect()
}

/// One referral of a person, as far as other referrals need to know of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beside {
    /// The referral.
    pub referral: ReferralId,
    /// Its person.
    pub person: PersonId,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// Whether anybody still has something to do.
    pub is_open: bool,
}

/// The referrals of several people at once, in no particular order.
pub fn list_beside(
    conn: &mut Conn,
    service: ServiceId,
    people: &[PersonId],
) -> Result<Vec<Beside>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT referral_id, person_id, sent_at, is_open FROM referral
          WHERE (service_id = $1) IS TRUE AND person_id IN ({})",
        crate::list(2, people.len())
    );
    let mut args = args![service].to_vec();
    args.extend(people.iter().map(|id| (*id).into()));
    let read = |row: &Row| {
        Ok(Beside {
            referral: row.get("referral_id")?,
            person: row.get("person_id")?,
            sent_at: row.get("sent_at")?,
            is_open: row.get("is_open")?,
        })
    };
    conn.all(&text, &args)?.iter().map(read).collect()
}

/// Saves the two texts of a referral, sealed with the key of its person.
pub fn save_words(conn: &mut Conn, key: &DataKey, referral: &Referral) -> Result<()> {
    let sql = sql!(
        "UPDATE referral SET referrer_words_sealed = $2, person_words_sealed = $3
          WHERE referral_id = $1"
    );
    let args = args![
        referral.id,
        sealing::seal_text(key, referrer_words(referral.id), &referral.referrer_words)?,
        sealing::seal_text(key, person_words(referral.id), &referral.person_words)?,
    ];
    conn.exec(sql, args)?;
    Ok(())
}

/// Saves who referred; for taking a name out when the person is erased.
pub fn save_referrer(conn: &mut Conn, id: ReferralId, referrer: &Referrer) -> Result<()> {
    let sql = sql!("UPDATE referral SET referrer = $2 WHERE referral_id = $1");
    conn.exec(sql, args![id, Json(referrer)])?;
    Ok(())
}

/// Open referrals with one link worker, longest in their state first.
pub fn list_of_worker(
    conn: &mut Conn,
    service: ServiceId,
    worker: UserId,
) -> Result<Vec<Referral>> {
    let sql = sql!(
        "SELECT referral_id, person_id, referrer, needs, circumstances, sent_at, state, state_data,
                state_since, complexity, version
           FROM referral WHERE link_worker_id = $2 AND is_open AND service_id = $1
          ORDER BY state_since, referral_id"
    );
    conn.all(sql, args![service, worker])?.iter().map(read).collect()
}

/// Episodes that ended and had this link worker last, newest end first: one page.
pub fn list_ended_of_worker(
    conn: &mut Conn,
    service: ServiceId,
    worker: UserId,
    (limit, offset): (u32, u32),
) -> Result<Vec<Referral>> {
    let sql = sql!(
        "SELECT referral_id, person_id, referrer, needs, circumstances, sent_at, state, state_data,
                state_since, complexity, version
           FROM referral WHERE link_worker_id = $2 AND NOT is_open AND service_id = $1
          ORDER BY state_since DESC, referral_id DESC LIMIT $3 OFFSET $4"
    );
    conn.all(sql, args![service, worker, limit, offset])?.iter().map(read).collect()
}

/// How many episodes ended and had this link worker last.
pub fn count_ended_of_worker(conn: &mut Conn, service: ServiceId, worker: UserId) -> Result<i64> {
    let sql = sql!(
        "SELECT COUNT(*) AS total
           FROM referral WHERE link_worker_id = $2 AND NOT is_open AND service_id = $1"
    );
    conn.one(sql, args![service, worker])?.get("total")
}

/// The finished episodes of a worker that ended since a time, newest first.
pub fn list_finished_since(
    conn: &mut Conn,
    service: ServiceId,
    worker: UserId,
    since: Timestamp,
) -> Result<Vec<Referral>> {
    let sql = sql!(
        "SELECT referral_id, person_id, referrer, needs, circumstances, sent_at, state, state_data,
                state_since, complexity, version
           FROM referral
          WHERE link_worker_id = $2 AND NOT is_open AND service_id = $1 AND state = 'finished'
            AND state_since >= $3
          ORDER BY state_since DESC, referral_id DESC"
    );
    conn.all(sql, args![service, worker, since])?.iter().map(read).collect()
}

/// Whether somebody works with a person, or was the last to do so in some episode.
pub fn is_worker_of(
    conn: &mut Conn,
    service: ServiceId,
    (worker, person): (UserId, PersonId),
) -> Result<bool> {
    let sql = sql!(
        "SELECT referral_id FROM referral
          WHERE person_id = $3 AND link_worker_id = $2 AND service_id = $1 LIMIT 1"
    );
    Ok(conn.opt(sql, args![service, worker, person])?.is_some())
}

/// Moves a referral to a new state.
///
/// Nothing is written and the answer is `Conflict` when the row has moved on since `version` was
/// read: two people must never both believe that they accepted one referral. Free words of the
/// state are sealed with the person's key.
pub fn save_state(
    conn: &mut Conn,
    key: &DataKey,
    (id, version): (ReferralId, i64),
    state: &State,
    since: Timestamp,
) -> Result<()> {
    // What has ended stays findable by whoever worked with the person last.
    let sql = sql!(
        "UPDATE referral
            SET state = $3, state_data = $4, state_since = $5, is_open = $6,
                link_worker_id = CASE WHEN $6 THEN $7 ELSE COALESCE($7, link_worker_id) END,
                state_words_sealed = $8, version = version + 1
          WHERE referral_id = $1 AND version = $2"
    );
    let worker = state.link_worker().map(|worker| worker.0);
    let (bare, words) = apart(key, id, state)?;
    let (name, is_open) = (state.name(), state.is_open());
    let args = args![id, version, name, Json(bare), since, is_open, worker, words];
    match conn.exec(sql, args)? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict),
    }
}

/// Writes a code for the GP record once per episode; whether this was the first time.
pub fn write_code_once(
    conn: &mut Conn,
    service: ServiceId,
    id: ReferralId,
    code: &str,
    now: Timestamp,
) -> Result<bool> {
    let sql = sql!(
        "INSERT INTO written_code (referral_id, code, service_id, written_at)
         VALUES ($1, $2, $3, $4) ON CONFLICT (referral_id, code) DO NOTHING"
    );
    Ok(conn.exec(sql, args![id, code, service, now])? == 1)
}

/// The codes written in an episode, with when.
pub fn list_codes(conn: &mut Conn, id: ReferralId) -> Result<Vec<(String, Timestamp)>> {
    let sql = sql!(
        "SELECT code, written_at FROM written_code WHERE referral_id = $1 ORDER BY written_at, code"
    );
    conn.all(sql, args![id])?
        .iter()
        .map(|row| Ok((row.get("code")?, row.get("written_at")?)))
        .collect()
}

/// Keeps that somebody was shown where to go instead. Nothing names the person.
pub fn add_redirection(
    conn: &mut Conn,
    service: ServiceId,
    (id, at): (RedirectionId, Timestamp),
    elsewhere: Elsewhere,
    referrer: &Referrer,
) -> Result<()> {
    let sql = sql!(
        "INSERT INTO redirection (redirection_id, service_id, at, elsewhere, route, referrer)
         VALUES ($1, $2, $3, $4, $5, $6)"
    );
    let args = args![id, service, at, elsewhere.key(), referrer.route(), Json(referrer)];
    conn.exec(sql, args)?;
    Ok(())
}

/// How many people were shown another place, by kind.
pub fn count_redirections(conn: &mut Conn, service: ServiceId) -> Result<Vec<(String, i64)>> {
    let sql = sql!(
        "SELECT elsewhere, COUNT(*) AS total FROM redirection WHERE service_id = $1
          GROUP BY elsewhere ORDER BY elsewhere"
    );
    conn.all(sql, args![service])?
        .iter()
        .map(|row| Ok((row.get("elsewhere")?, row.get("total")?)))
        .collect()
}

/// A state without its free words, and those words sealed.
fn apart(key: &DataKey, id: ReferralId, state: &State) -> Result<(State, Option<Vec<u8>>)> {
    let mut bare = state.clone();
    let words = bare.words_mut().map(std::mem::take);
    let sealed = words.map(|words| sealing::seal_text(key, state_words(id), &words)).transpose()?;
    Ok((bare, sealed))
}

fn state_words(id: ReferralId) -> Cell {
    Cell::new("referral", "state_words_sealed", id)
}

fn referrer_words(id: ReferralId) -> Cell {
    Cell::new("referral", "referrer_words_sealed", id)
}

fn person_words(id: ReferralId) -> Cell {
    Cell::new("referral", "person_words_sealed", id)
}

fn read(row: &Row) -> Result<Referral> {
    let Json(referrer) = row.get("referrer")?;
    let Json(needs) = row.get("needs")?;
    let Json(circumstances) = row.get("circumstances")?;
    let Json(state): Json<State> = row.get("state_data")?;
    let name: String = row.get("state")?;
    if state.name() != name {
        return Err(row.bad("state", "does not agree with state_data"));
    }
    let complexity: i64 = row.get("complexity")?;
    Ok(Referral {
        id: ReferralId(row.get::<Uuid>("referral_id")?),
        person: row.get("person_id")?,
        referrer,
        needs,
        circumstances,
        referrer_words: String::new(),
        person_words: String::new(),
        sent_at: row.get("sent_at")?,
        state,
        state_since: row.get("state_since")?,
        complexity: u8::try_from(complexity).map_err(|_| row.bad("complexity", "is 1 to 5"))?,
        version: row.get("version")?,
    })
}
