//! The web server's life: listening, answering, stopping cleanly.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::sync::oneshot;
use web::server::Limits;

use crate::exit::{Code, refused, stop};
use crate::jobs::Worker;
use crate::mail;
use crate::open::Open;
use crate::say;
use crate::settings::Settings;

/// How long requests may take to finish once Kith was told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Takes the port, before anything else is begun.
pub(crate) fn listen(settings: &Settings) -> Result<TcpListener> {
    let address = &settings.listen;
    TcpListener::bind(address).map_err(|why| match why.kind() {
        ErrorKind::AddrInUse => stop(
            Code::Failed,
            format!(
                "Something else is listening on {address} already. Stop it, or choose another \
                 port with --listen, such as --listen 127.0.0.1:8081."
            ),
        ),
        ErrorKind::PermissionDenied => {
            refused(format!("This user may not listen on {address}. Choose a port above 1023."))
        }
        ErrorKind::InvalidInput => {
            refused(format!("--listen {address} is not an address such as 127.0.0.1:8080."))
        }
        _ => stop(Code::Failed, format!("Kith cannot listen on {address}: {why}.")),
    })
}

/// Where a browser on this machine finds a listener.
pub(crate) fn address_of(listener: &TcpListener) -> Result<String> {
    let address: SocketAddr = listener.local_addr()?;
    let ip = address.ip();
    match ip.is_loopback() || ip.is_unspecified() {
        true => Ok(format!("http://localhost:{}", address.port())),
        false => Ok(format!("http://{address}")),
    }
}

/// Serves pages and does jobs until Ctrl-C or SIGTERM; `ready` is printed once both are heard.
pub(crate) fn run(
    settings: &Settings,
    listener: TcpListener,
    open: Open,
    demo: Option<web::Demo>,
    ready: &str,
) -> Result<()> {
    let worker = Worker::begin(open.app.clone(), mail::mailer(settings)?)?;
    let state = state(settings, &open, demo)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("The web server could not be started")?;
    let served = runtime.block_on(serve(listener, state, ready));
    runtime.shutdown_timeout(GRACE);
    drop(worker);
    say::note("Kith has stopped.");
    served
}

async fn serve(listener: TcpListener, state: web::State, ready: &str) -> Result<()> {
    let signal = stop_signal()?;
    say::line(ready);
    let (told, tell) = oneshot::channel();
    let stop = async move {
        signal.await;
        tracing::info!("stopping: requests in hand are answered first");
        // Nobody is there to be told when serving has failed already.
        let _ = told.send(());
    };
    let patience = async {
        drop(tell.await);
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        served = web::server::serve(listener, state, Limits::default(), stop) => served.context("The web server failed"),
        () = patience => Ok(()),
    }
}

/// Waits for Ctrl-C or SIGTERM; both are heard from the moment this returns.
#[cfg(unix)]
fn stop_signal() -> Result<impl Future<Output = ()> + Send> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop_signal() -> Result<impl Future<Output = ()> + Send> {
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}

fn state(settings: &Settings, open: &Open, demo: Option<web::Demo>) -> Result<web::State> {
    let services = open.app.list_services_now()?;
    let mut operator = String::new();
    let mut contact = None;
    if let [only] = services.as_slice() {
        let service = only.id;
        let words = open.db.read_now(move |c| store::services::find_settings(c, service))?;
        if let Some(words) = words {
            operator = words.name;
            contact = Some(words.email);
        }
    }
    let web_settings = web::Settings {
        public_url: open.app.settings().public_url.clone(),
        operator,
        contact,
        trust_proxy: settings.trust_proxy(),
        metrics_token: settings.metrics_token(),
        demo,
    };
    let db = open.db.clone();
    let ready = move || match db.read_now(store::pending) {
        Ok(steps) if steps.is_empty() => Ok(()),
        Ok(_) => Err("the database needs `kith migrate`".to_owned()),
        Err(why) => Err(why.to_string()),
    };
    Ok(web::State::new(open.app.clone(), web_settings, Arc::new(ready)))
}
