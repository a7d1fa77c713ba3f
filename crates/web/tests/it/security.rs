//! Every answer is protected, whatever it is.

use axum::body::Body;
use axum::http::Request;

use crate::support::{kith, kith_with};

#[test]
fn every_url_answers_with_the_security_headers() {
    kith(async |kith| {
        let listed = web::routes::ROUTES.iter().map(|route| (route.method, route.path));
        for (method, path) in listed.chain([("GET", "/nothing-here"), ("DELETE", "/")]) {
            let request = Request::builder().method(method).uri(path.replace(['{', '}'], ""));
            let answer = kith.ask(request.body(Body::empty()).unwrap()).await;
            let policy = answer.header("content-security-policy");
            assert!(policy.starts_with("default-src 'none'; script-src 'self'"), "{path}");
            assert!(!policy.contains("unsafe"), "{path}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
            assert!(answer.header("strict-transport-security").starts_with("max-age="), "{path}");
            assert!(answer.header("permissions-policy").contains("camera=()"), "{path}");
            assert!(!answer.header("cache-control").is_empty(), "{path}");
            assert!(!answer.header("x-request-id").is_empty(), "{path}");
        }
    });
}

#[test]
fn pages_are_not_kept_by_the_browser() {
    kith(async |kith| {
        assert_eq!(kith.get("/").await.header("cache-control"), "no-store");
    });
}

#[test]
fn a_form_sent_from_another_site_is_refused_with_a_page() {
    kith(async |kith| {
        let request = Request::post("/").header("sec-fetch-site", "cross-site").body(Body::empty());
        let answer = kith.ask(request.unwrap()).await;
        assert_eq!(answer.status, 403);
        assert!(answer.text().contains("This form came from somewhere else"));
    });
}

#[test]
fn behind_a_proxy_an_older_browser_can_still_send_our_forms_and_nobody_elses() {
    let settings =
        web::Settings { public_url: "https://kith.example".into(), ..Default::default() };
    kith_with(settings, async |kith| {
        for (origin, status) in [("https://kith.example", 303), ("https://kith.example.net", 403)] {
            // The proxy asks for itself, so `Host` is not what the browser saw.
            let request = Request::post("/sign-out")
                .header("host", "127.0.0.1:8080")
                .header("origin", origin)
                .body(Body::empty());
            assert_eq!(kith.ask(request.unwrap()).await.status, status, "{origin}");
        }
    });
}

#[test]
fn a_stranger_cannot_choose_the_reference_in_our_log() {
    kith(async |kith| {
        let request = Request::get("/nothing").header("x-request-id", "chosen-by-me");
        let answer = kith.ask(request.body(Body::empty()).unwrap()).await;
        assert_ne!(answer.header("x-request-id"), "chosen-by-me");
    });
}

#[test]
fn each_route_is_listed_once_and_has_a_name_of_its_own() {
    let routes = web::routes::ROUTES;
    for (at, route) in routes.iter().enumerate() {
        let before = &routes[..at];
        assert!(before.iter().all(|other| other.name != route.name), "{}", route.name);
        let same =
            |other: &web::routes::Route| (other.method, other.path) == (route.method, route.path);
        assert!(!before.iter().any(same), "{} {}", route.method, route.path);
    }
}
