//! Stylesheets, scripts and fonts reach the browser once and stay.

use axum::body::Body;
use axum::http::Request;

use crate::support::kith;

#[test]
fn every_file_is_served_with_its_type_and_a_long_life() {
    kith(async |kith| {
        for asset in assets::ALL {
            let answer = kith.get(asset.url).await;
            assert_eq!(answer.status, 200, "{}", asset.name);
            assert_eq!(answer.header("content-type"), asset.content_type);
            assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
            assert_eq!(answer.body, asset.bytes);
        }
    });
}

#[test]
fn a_browser_that_reads_gzip_gets_the_packed_file() {
    kith(async |kith| {
        let request = Request::get(assets::url("kith.css")).header("accept-encoding", "gzip, br");
        let answer = kith.ask(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.header("content-encoding"), "gzip");
        let path = assets::url("kith.css").trim_start_matches("/assets/");
        assert_eq!(Some(answer.body.as_slice()), assets::find(path).unwrap().gzip);
    });
}

#[test]
fn a_file_with_another_fingerprint_is_not_found() {
    kith(async |kith| {
        assert_eq!(kith.get("/assets/kith-000000000000.css").await.status, 404);
    });
}
