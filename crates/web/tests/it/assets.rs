//! Stylesheets, scripts and fonts reach the browser once and stay.

use axum::body::Body;
use axum::http::Request;

use crate::support::{ask, get};

#[tokio::test]
async fn every_file_is_served_with_its_type_and_a_long_life() {
    for asset in assets::ALL {
        let answer = get(asset.url).await;
        assert_eq!(answer.status, 200, "{}", asset.name);
        assert_eq!(answer.header("content-type"), asset.content_type);
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(answer.body, asset.bytes);
    }
}

#[tokio::test]
async fn a_browser_that_reads_gzip_gets_the_packed_file() {
    let request = Request::get(assets::url("kith.css")).header("accept-encoding", "gzip, br");
    let answer = ask(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.header("content-encoding"), "gzip");
    let path = assets::url("kith.css").trim_start_matches("/assets/");
    assert_eq!(Some(answer.body.as_slice()), assets::find(path).unwrap().gzip);
}

#[tokio::test]
async fn a_file_with_another_fingerprint_is_not_found() {
    assert_eq!(get("/assets/kith-000000000000.css").await.status, 404);
}
