//! Every page with sample data, in a browser: `cargo run -p web --example samples`.
//!
//! The pages that people use are there too, over the small service of the tests: sign in as
//! `link_worker@test.kith` or another role with the password `demonstration`.

use std::sync::Arc;

use app::testing::{World, on_sqlite};

fn main() {
    on_sqlite("samples", |db| {
        let state =
            web::State::new(World::on(db).app, web::Settings::default(), Arc::new(|| Ok(())));
        tokio::runtime::Runtime::new()
            .and_then(|runtime| runtime.block_on(serve(state)))
            .expect("port 8090 to be free");
    });
}

#[expect(clippy::print_stdout, reason = "a designer needs to know where to look")]
async fn serve(state: web::State) -> std::io::Result<()> {
    let door = tokio::net::TcpListener::bind("127.0.0.1:8090").await?;
    println!("Samples of every page: http://127.0.0.1:8090/samples (names), /samples/NAME");
    axum::serve(door, web::router_with_samples(state)).await
}
