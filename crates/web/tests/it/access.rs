//! Every URL against every role: who is not named in the table finds nothing there.

use domain::access::Role;
use web::routes::{Access, ROUTES};

use crate::support::{Answer, Kith, kith};

/// Parts of a path in braces stand for things that do not exist.
fn example(path: &str) -> String {
    let parts = path.split('/').map(|part| match part.starts_with('{') {
        true => "00000000-0000-7000-8000-000000000000",
        false => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

async fn answer(kith: &Kith, method: &str, path: &str) -> Answer {
    match method {
        "GET" => kith.get(&example(path)).await,
        _ => kith.post(&example(path), &[]).await,
    }
}

#[test]
fn a_page_for_people_who_are_signed_in_asks_everybody_else_to_sign_in() {
    kith(async |kith| {
        for route in ROUTES.iter().filter(|route| matches!(route.access, Access::SignedIn(_))) {
            let answer = answer(&kith, route.method, route.path).await;
            assert_eq!(answer.status, 303, "{} {}", route.method, route.path);
            assert!(answer.header("location").starts_with("/sign-in"), "{}", route.path);
        }
    });
}

#[test]
fn a_page_exists_for_the_roles_in_its_row_and_for_nobody_else() {
    kith(async |mut kith| {
        for role in Role::ALL {
            kith.sign_in(role).await;
            for route in ROUTES {
                let Access::SignedIn(roles) = route.access else { continue };
                let status = answer(&kith, route.method, route.path).await.status;
                let what = format!("{role:?} {} {}: {status}", route.method, route.path);
                if !roles.contains(&role) {
                    assert_eq!(status, 404, "{what}");
                } else if !route.path.contains('{') {
                    assert!(status != 404 && status < 500, "{what}");
                }
            }
        }
    });
}

#[test]
fn whatever_anyone_may_ask_answers_without_a_fault() {
    kith(async |kith| {
        for route in ROUTES.iter().filter(|route| route.access == Access::Anyone) {
            let status = answer(&kith, route.method, route.path).await.status;
            assert!(status < 500, "{} {}: {status}", route.method, route.path);
        }
    });
}
