//! What one slow client may take from the others, over real sockets.

use std::future::pending;
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use web::server::{Limits, serve};

use crate::support::kith;

/// Long enough to be answered, short enough for a test.
const HEADERS: Duration = Duration::from_millis(300);

/// A server of its own, and what clients, who block, do with its address.
fn with_server(limits: Limits, clients: impl FnOnce(SocketAddr) + Send + 'static) {
    kith(async |kith| {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let clients = tokio::task::spawn_blocking(move || clients(address));
        tokio::select! {
            served = serve(listener, kith.state.clone(), limits, pending()) => served.expect("a listener"),
            done = clients => done.expect("the clients to be content"),
        }
    });
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a limit");
    stream
}

fn ask(stream: &mut TcpStream) -> String {
    stream.write_all(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("a listener");
    let mut answer = [0; 4096];
    let length = stream.read(&mut answer).expect("an answer");
    String::from_utf8_lossy(&answer[..length]).into_owned()
}

/// Everything until the server closes.
fn rest(stream: &mut TcpStream) -> String {
    let mut rest = Vec::new();
    match stream.read_to_end(&mut rest) {
        Ok(_) => String::from_utf8_lossy(&rest).into_owned(),
        Err(why) if why.kind() == ErrorKind::ConnectionReset => String::new(),
        Err(why) => panic!("the server did not close: {why}"),
    }
}

#[test]
fn who_sends_headers_slowly_or_never_is_cut_off_and_others_are_answered() {
    with_server(Limits { headers: HEADERS, ..Limits::default() }, |address| {
        let mut silent = connect(address);
        let mut slow = connect(address);
        slow.write_all(b"GET / HTTP/1.1\r\nHost: loc").unwrap();
        assert!(ask(&mut connect(address)).starts_with("HTTP/1.1 200"));
        assert!(!rest(&mut silent).contains("200 OK"));
        assert!(!rest(&mut slow).contains("200 OK"));
        let mut idle = connect(address);
        assert!(ask(&mut idle).starts_with("HTTP/1.1 200"));
        assert_eq!(rest(&mut idle), "", "a connection that rests too long ends");
    });
}

#[test]
fn more_connections_than_the_cap_wait_their_turn() {
    let limits = Limits { headers: HEADERS, connections: 1, ..Limits::default() };
    with_server(limits, |address| {
        let mut silent = connect(address);
        // With room for one, this is answered only once the silent one was cut off.
        assert!(ask(&mut connect(address)).starts_with("HTTP/1.1 200"));
        silent.set_nonblocking(true).unwrap();
        let ended = silent.read(&mut [0; 512]);
        assert!(!matches!(&ended, Err(why) if why.kind() == ErrorKind::WouldBlock), "{ended:?}");
    });
}

#[test]
fn a_connection_that_grew_old_is_asked_to_end() {
    let limits = Limits { age: HEADERS, ..Limits::default() };
    with_server(limits, |address| {
        let mut stream = connect(address);
        assert!(ask(&mut stream).starts_with("HTTP/1.1 200"));
        assert_eq!(rest(&mut stream), "");
    });
}

#[test]
fn stopping_answers_what_was_begun_and_takes_nothing_new() {
    kith(async |kith| {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let (told, stop) = tokio::sync::oneshot::channel::<()>();
        let clients = tokio::task::spawn_blocking(move || {
            let mut resting = connect(address);
            assert!(ask(&mut resting).starts_with("HTTP/1.1 200"));
            let _ = told.send(());
            let closed = thread::spawn(move || rest(&mut resting));
            closed.join().expect("the connection to end")
        });
        let stop = async { drop(stop.await) };
        serve(listener, kith.state.clone(), Limits::default(), stop).await.unwrap();
        assert_eq!(clients.await.unwrap(), "");
        assert!(TcpStream::connect(address).is_err());
    });
}
