//! Counts are for the operator, and tell nobody who asked for what.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;

use crate::support::{kith, kith_with};

fn asked_from(peer: &str) -> Request<Body> {
    let mut request = Request::get("/metrics").body(Body::empty()).expect("a request");
    let peer: SocketAddr = peer.parse().expect("an address");
    request.extensions_mut().insert(ConnectInfo(peer));
    request
}

#[test]
fn a_monitor_on_this_machine_reads_the_counts() {
    kith(async |kith| {
        assert_eq!(kith.ask(asked_from("127.0.0.1:5000")).await.status, 200);
        assert_eq!(kith.ask(asked_from("[::1]:5000")).await.status, 200);
    });
}

#[test]
fn a_stranger_finds_nothing_even_through_a_proxy_on_this_machine() {
    kith(async |kith| {
        assert_eq!(kith.ask(asked_from("203.0.113.9:5000")).await.status, 404);
        for written_by_a_proxy in [
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-server",
            "x-forwarded-anything",
            "x-real-ip",
            "via",
            "x-forwarded-proto",
        ] {
            let mut request = asked_from("127.0.0.1:5000");
            request.headers_mut().insert(written_by_a_proxy, "203.0.113.9".parse().unwrap());
            assert_eq!(kith.ask(request).await.status, 404, "{written_by_a_proxy}");
        }
    });
}

#[test]
fn the_token_opens_the_counts_and_a_wrong_one_does_not() {
    let settings = web::Settings { metrics_token: Some("let-me-see".into()), ..Default::default() };
    kith_with(settings, async |kith| {
        for (shown, status) in [("Bearer let-me-see", 200), ("Bearer let-me-seE", 404), ("", 404)] {
            let mut request = asked_from("203.0.113.9:5000");
            request.headers_mut().insert("authorization", shown.parse().unwrap());
            assert_eq!(kith.ask(request).await.status, status, "{shown}");
        }
    });
}

#[test]
fn counts_name_the_template_of_a_path_and_never_the_path() {
    kith(async |kith| {
        for path in ["/assets/secret-token", "/g/another-secret"] {
            kith.ask(Request::get(path).body(Body::empty()).unwrap()).await;
        }
        let text = kith.ask(asked_from("127.0.0.1:5000")).await.text();
        assert!(text.contains(r#"path="/assets/{file}",status="404"} 1"#), "{text}");
        assert!(!text.contains("secret"), "{text}");
    });
}
