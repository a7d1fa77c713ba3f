//! Every sample under axe, at 320 and 1280 pixels.

use std::sync::Arc;

use app::testing::{World, on_sqlite};

#[test]
fn axe_finds_nothing_on_any_sample() {
    let suite = "the browser suite of samples";
    let Some(folder) = xtask::programs::e2e(suite, &["node", "npm", "chromium"]) else { return };
    on_sqlite("browser", |db| {
        let ready = Arc::new(|| Ok(()));
        let state = web::State::new(World::on(db).app, web::Settings::default(), ready);
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let door = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"));
        let door = door.expect("a free port");
        let url = format!("http://{}", door.local_addr().expect("an address"));
        runtime.spawn(async move {
            drop(axum::serve(door, web::router_with_samples(state)).await);
        });
        crate::node(&folder, &["samples.mjs"], &[("KITH_SAMPLES_URL", &url)]);
    });
}
