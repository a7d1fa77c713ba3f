//! Every page with sample data, in a browser: `cargo run -p web --example samples`.

use std::sync::Arc;

#[tokio::main]
#[expect(clippy::print_stdout, reason = "a designer needs to know where to look")]
async fn main() -> std::io::Result<()> {
    let state = web::State::new(web::Settings::default(), Arc::new(|| Ok(())));
    let door = tokio::net::TcpListener::bind("127.0.0.1:8090").await?;
    println!("Samples of every page: http://127.0.0.1:8090/samples (names), /samples/NAME");
    axum::serve(door, web::router_with_samples(state)).await
}
