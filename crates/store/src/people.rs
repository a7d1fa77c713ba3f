//! Rows of `person` and `person_token`. Only this file and `sealing` know that they are sealed.

use domain::ids::{PersonId, ServiceId};
use domain::person::{Details, Person};
use jiff::Timestamp;
use rand::CryptoRng;

use crate::sealing::{self, Cell, DataKey, Keys};
use crate::{Conn, Result, Row, StoreError, args, sql};

/// Adds a person under a key of their own.
pub fn add(
    conn: &mut Conn,
    keys: &Keys,
    service: ServiceId,
    person: &Person,
    chance: &mut impl CryptoRng,
) -> Result<DataKey> {
    let key = DataKey::new(chance);
    let wrapped = keys.wrap(person.id, &key)?;
    let sql = sql!(
        "INSERT INTO person
                (person_id, service_id, wrapped_key, details_sealed, created_at, version)
         VALUES ($1, $2, $3, $4, $5, 1)"
    );
    let sealed = sealing::seal_json(&key, cell(person.id), &person.details)?;
    conn.exec(sql, args![person.id, service, wrapped, sealed, person.created_at])?;
    save_tokens(conn, keys, service, person)?;
    Ok(key)
}

/// One person of a service, and their key for the other things sealed with it.
pub fn find(
    conn: &mut Conn,
    keys: &Keys,
    service: ServiceId,
    id: PersonId,
) -> Result<Option<(Person, DataKey)>> {
    let sql = sql!(
        "SELECT person_id, wrapped_key, details_sealed, created_at, version
           FROM person WHERE person_id = $1 AND service_id = $2 AND wrapped_key IS NOT NULL"
    );
    conn.opt(sql, args![id, service])?.map(|row| read(keys, &row)).transpose()
}

/// Whether these keys are the ones under which people are kept here; nothing where nobody is.
pub fn opens(conn: &mut Conn, keys: &Keys) -> Result<Option<bool>> {
    let sql = sql!(
        "SELECT person_id, wrapped_key FROM person WHERE wrapped_key IS NOT NULL
          ORDER BY person_id LIMIT 1"
    );
    let Some(row) = conn.opt(sql, &[])? else { return Ok(None) };
    let wrapped: Vec<u8> = row.get("wrapped_key")?;
    Ok(Some(keys.unwrap(row.get("person_id")?, &wrapped).is_ok()))
}

/// Several people of a service at once, in no particular order.
pub fn list(
    conn: &mut Conn,
    keys: &Keys,
    service: ServiceId,
    ids: &[PersonId],
) -> Result<Vec<Person>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT person_id, wrapped_key, details_sealed, created_at, version
           FROM person
          WHERE (service_id = $1) IS TRUE AND wrapped_key IS NOT NULL AND person_id IN ({})",
        crate::list(2, ids.len())
    );
    let mut args = args![service].to_vec();
    args.extend(ids.iter().map(|id| (*id).into()));
    conn.all(&text, &args)?.iter().map(|row| Ok(read(keys, row)?.0)).collect()
}

/// People who share a token with these details: those who may be the same.
pub fn list_alike(
    conn: &mut Conn,
    keys: &Keys,
    service: ServiceId,
    details: &Details,
) -> Result<Vec<Person>> {
    let sql = sql!(
        "SELECT person_id FROM person_token
          WHERE service_id = $1 AND kind = $2 AND token = $3 ORDER BY person_id LIMIT 20"
    );
    let mut ids: Vec<PersonId> = Vec::new();
    // A family name alone would show half a town; a full name alone is worth a look.
    let telling = details.tokens().into_iter().filter(|(kind, _)| *kind != "family_name");
    for (kind, token) in telling {
        let token = keys.blind(service, kind, &token).to_vec();
        for row in conn.all(sql, args![service, kind, token.clone()])? {
            let id = row.get("person_id")?;
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    list(conn, keys, service, &ids)
}

/// Those who have one of these tokens, in the order of the tokens; no more than `limit`.
pub fn list_ids_by(
    conn: &mut Conn,
    keys: &Keys,
    service: ServiceId,
    tokens: &[(&'static str, String)],
    limit: usize,
) -> Result<Vec<PersonId>> {
    let sql = sql!(
        "SELECT person_id FROM person_token
          WHERE service_id = $1 AND kind = $2 AND token = $3 ORDER BY person_id LIMIT $4"
    );
    let most = i64::try_from(limit)?;
    let mut ids: Vec<PersonId> = Vec::new();
    for (kind, token) in tokens {
        let token = keys.blind(service, kind, token).to_vec();
        for row in conn.all(sql, args![service, *kind, token, most])? {
            let id = row.get("person_id")?;
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    ids.truncate(limit);
    Ok(ids)
}

/// Saves changed details; `Conflict` when they changed since `person.version`.
pub fn save(
    conn: &mut Conn,
    keys: &Keys,
    service: ServiceId,
    (person, key): (&Person, &DataKey),
) -> Result<()> {
    let sql = sql!(
        "UPDATE person SET details_sealed = $3, version = version + 1
          WHERE person_id = $1 AND version = $2"
    );
    let sealed = sealing::seal_json(key, cell(person.id), &person.details)?;
    if conn.exec(sql, args![person.id, person.version, sealed])? != 1 {
        return Err(StoreError::Conflict);
    }
    let sql = sql!("DELETE FROM person_token WHERE person_id = $1");
    conn.exec(sql, args![person.id])?;
    save_tokens(conn, keys, service, person)
}

/// Destroys a person's key: nothing that was sealed with it can be opened again, here or in a copy
/// that was made later. What they were found by and drafts about them go, and open links end.
/// `Conflict` where there is nobody to erase.
pub fn erase(conn: &mut Conn, service: ServiceId, id: PersonId, now: Timestamp) -> Result<()> {
    let sql = sql!(
        "UPDATE person SET wrapped_key = NULL, details_sealed = $3, erased_at = $4,
                version = version + 1
          WHERE person_id = $1 AND service_id = $2 AND wrapped_key IS NOT NULL"
    );
    if conn.exec(sql, args![id, service, Vec::<u8>::new(), now])? != 1 {
        return Err(StoreError::Conflict);
    }
    conn.exec(sql!("DELETE FROM person_token WHERE person_id = $1"), args![id])?;
    conn.exec(sql!("DELETE FROM draft WHERE subject_id = $1"), args![id])?;
    crate::links::revoke_of_person(conn, id, now)?;
    Ok(())
}

/// When a person of a service was erased; nothing where they were not, or are not known.
pub fn find_erased_at(
    conn: &mut Conn,
    service: ServiceId,
    id: PersonId,
) -> Result<Option<Timestamp>> {
    let sql = sql!(
        "SELECT erased_at FROM person
          WHERE person_id = $1 AND service_id = $2 AND wrapped_key IS NULL"
    );
    let row = conn.opt(sql, args![id, service])?;
    row.map(|row| row.get("erased_at")).transpose().map(Option::flatten)
}

fn save_tokens(conn: &mut Conn, keys: &Keys, service: ServiceId, person: &Person) -> Result<()> {
    let sql = sql!(
        "INSERT INTO person_token (service_id, kind, token, person_id) VALUES ($1, $2, $3, $4)
         ON CONFLICT (service_id, kind, token, person_id) DO NOTHING"
    );
    for (kind, token) in person.details.tokens() {
        conn.exec(
            sql,
            args![service, kind, keys.blind(service, kind, &token).to_vec(), person.id],
        )?;
    }
    Ok(())
}

fn cell(person: PersonId) -> Cell {
    Cell::new("person", "details_sealed", person)
}

fn read(keys: &Keys, row: &Row) -> Result<(Person, DataKey)> {
    let id: PersonId = row.get("person_id")?;
    let wrapped: Vec<u8> = row.get("wrapped_key")?;
    let sealed: Vec<u8> = row.get("details_sealed")?;
    let key = keys.unwrap(id, &wrapped)?;
    let details = sealing::open_json(&key, cell(id), &sealed)?;
    let (created_at, version) = (row.get("created_at")?, row.get("version")?);
    Ok((Person { id, details, created_at, version }, key))
}
