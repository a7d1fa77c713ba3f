//! Whatever was acknowledged is there after `kill -9`, at any moment, and the audit trail holds.

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;
use store::audit::{self, Verdict};
use store::{Db, Result, StoreError, args};
use uuid::Uuid;

use crate::support::{PASSWORD, Server, ask, on_each};

/// How often the server is killed, on each database.
const ROUNDS: u32 = 10;
/// How many people refer at the same time.
const WRITERS: u32 = 3;

#[test]
fn a_server_killed_at_any_moment_loses_nothing_that_it_acknowledged() {
    on_each("killed", |folder| {
        let refers = ["--role", "referrer", "--organisation", "Harbour", "--password-stdin"];
        let add = [&["user", "add", "gp@example.org", "--name", "Gp"], refers.as_slice()].concat();
        assert_eq!(folder.told(&add, PASSWORD).code, 0);
        let mut chance = ChaCha12Rng::seed_from_u64(2);
        let (mut cookie, mut acknowledged) = (String::new(), Vec::new());
        for round in 0..ROUNDS {
            let server = Server::start(folder, &["serve"]);
            if round % 5 == 0 {
                cookie = sign_in(&server.address);
            }
            let moment = Duration::from_millis(chance.random_range(0..200));
            acknowledged.extend(refer_until_killed(server, &cookie, round, moment));
            everything_is_there(&folder.database(), &acknowledged);
        }
        assert!(acknowledged.len() > 10, "only {} were sent", acknowledged.len());
        folder.done(&["audit", "verify"]);
    });
}

/// Several people send referrals until the server is gone; those that were acknowledged.
fn refer_until_killed(mut server: Server, cookie: &str, round: u32, moment: Duration) -> Vec<Uuid> {
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (address, cookie) = (server.address.clone(), cookie.to_owned());
            let acknowledged = Arc::clone(&acknowledged);
            thread::spawn(move || {
                for number in 0.. {
                    let body = somebody(round, writer, number);
                    let Some(id) = post(&address, "/refer/person", &cookie, &body).and_then(sent)
                    else {
                        return;
                    };
                    acknowledged.lock().unwrap().push(id);
                }
            })
        })
        .collect();
    while acknowledged.lock().unwrap().is_empty() && writers.iter().any(|w| !w.is_finished()) {
        thread::sleep(Duration::from_millis(2));
    }
    thread::sleep(moment);
    server.child.kill().unwrap();
    server.child.wait().unwrap();
    writers.into_iter().for_each(|writer| writer.join().unwrap());
    let found = acknowledged.lock().unwrap().clone();
    assert!(!found.is_empty(), "round {round}: no referral was taken");
    found
}

fn everything_is_there(db: &Db, acknowledged: &[Uuid]) {
    let ids = acknowledged.to_vec();
    db.read_now(move |c| -> Result<()> {
        for id in &ids {
            let sql = "SELECT referral_id FROM referral WHERE referral_id = $1";
            assert!(c.opt(sql, args![*id])?.is_some(), "{id} was acknowledged and is lost");
            let sql = "SELECT step_id FROM step WHERE referral_id = $1";
            assert!(!c.all(sql, args![*id])?.is_empty(), "{id} has no story");
        }
        let halves = "SELECT COUNT(*) AS total FROM referral r WHERE NOT EXISTS
            (SELECT 1 FROM audit a WHERE a.subject_id = r.referral_id)";
        assert_eq!(c.one(halves, &[])?.get::<i64>("total")?, 0, "a referral came in by halves");
        for service in store::services::list(c)? {
            let verdict = audit::verify(c, service.id)?;
            assert!(matches!(verdict, Verdict::Whole(_)), "{verdict:?}");
        }
        Ok::<_, StoreError>(())
    })
    .unwrap();
}

/// A referral of somebody whom nobody else resembles.
fn somebody(round: u32, writer: u32, number: u32) -> String {
    let letters = |n: u32| -> String {
        [n / 26 % 26, n % 26].map(|n| char::from(b'a' + u8::try_from(n).unwrap())).iter().collect()
    };
    let name = [letters(round), letters(writer * 7 + 3), letters(number)].concat();
    let (day, month, year) = (number % 28 + 1, round % 12 + 1, 1930 + writer * 20 + number / 28);
    format!(
        "idempotency_key={name}&given_name=G{name}&family_name=F{name}&date_of_birth-day={day}\
         &date_of_birth-month={month}&date_of_birth-year={year}&phone=01632+960123&home=address\
         &postcode=IP1+2AB&needs=loneliness&person_words=I+miss+singing.\
         &referrer_words=Widowed.&agreed=spoken&share=outcome"
    )
}

/// The id in the address that an acknowledgement leads to.
fn sent(answer: String) -> Option<Uuid> {
    let head = answer.strip_prefix("HTTP/1.1 303 ")?.split_once("\r\n\r\n")?.0;
    let place = head.lines().find_map(|line| line.strip_prefix("location: /refer/sent/"))?;
    place.parse().ok()
}

fn sign_in(address: &str) -> String {
    let body = format!("email=gp%40example.org&password={}", PASSWORD.replace(' ', "+"));
    let answer = post(address, "/sign-in", "", &body).expect("an answer");
    let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: "));
    let cookie = cookie.unwrap_or_else(|| panic!("nobody could sign in: {answer}"));
    cookie.split(';').next().unwrap_or_default().to_owned()
}

/// The whole answer to a form; nothing when the server went away in the middle.
fn post(address: &str, path: &str, cookie: &str, body: &str) -> Option<String> {
    let length = body.len();
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nCookie: {cookie}\r\n\
         Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    );
    ask(address, &request).ok().filter(|answer| answer.contains("\r\n\r\n"))
}
