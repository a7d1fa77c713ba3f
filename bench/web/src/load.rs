//! A bounded load over keep-alive connections on this machine, and what it cost.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::process::Server;

/// One kind of request, sent many times.
pub(crate) struct Load {
    method: &'static str,
    path: String,
    cookie: String,
    body: String,
}

/// What a load cost.
pub(crate) struct Cost {
    requests: usize,
    cpu_seconds: f64,
    wall: Duration,
    /// Sorted.
    latencies: Vec<Duration>,
}

impl Load {
    pub(crate) fn get(path: &str) -> Load {
        Load { method: "GET", path: path.into(), cookie: String::new(), body: String::new() }
    }

    pub(crate) fn post(path: &str, body: &str) -> Load {
        Load { method: "POST", path: path.into(), cookie: String::new(), body: body.into() }
    }

    pub(crate) fn with(self, cookie: &str) -> Load {
        Load { cookie: cookie.to_owned(), ..self }
    }

    /// Sends the request over several connections and measures the server.
    pub(crate) fn run(&self, server: &Server, requests: usize, lines: usize) -> Result<Cost> {
        self.burst(server.port, requests / 10, lines)?;
        let before = server.cpu_seconds()?;
        let began = Instant::now();
        let mut latencies = self.burst(server.port, requests, lines)?;
        let wall = began.elapsed();
        let cpu_seconds = server.cpu_seconds()? - before;
        latencies.sort_unstable();
        Ok(Cost { requests: latencies.len(), cpu_seconds, wall, latencies })
    }

    fn burst(&self, port: u16, requests: usize, lines: usize) -> Result<Vec<Duration>> {
        let message = request(self.method, &self.path, &self.cookie, &self.body);
        let each = requests.div_ceil(lines);
        std::thread::scope(|threads| {
            let workers: Vec<_> =
                (0..lines).map(|_| threads.spawn(|| one_line(port, &message, each))).collect();
            let mut all = Vec::new();
            for worker in workers {
                all.extend(worker.join().map_err(|_| anyhow::anyhow!("a client panicked"))??);
            }
            Ok(all)
        })
    }
}

impl Cost {
    pub(crate) fn cpu_per_thousand(&self) -> f64 {
        self.cpu_seconds / count(self.requests) * 1000.0
    }

    fn latency(&self, share: f64) -> f64 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of a small count"
        )]
        let at = (count(self.latencies.len() - 1) * share) as usize;
        self.latencies[at].as_secs_f64() * 1000.0
    }

    /// The cells of a table row.
    pub(crate) fn row(&self, plain: &Cost) -> String {
        let (cpu, base) = (self.cpu_per_thousand(), plain.cpu_per_thousand());
        let (p50, p99) = (self.latency(0.5), self.latency(0.99));
        let rate = count(self.requests) / self.wall.as_secs_f64();
        format!("{cpu:.3} | {:.1} | {p50:.2} | {p99:.2} | {rate:.0}", cpu / base)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of requests are small")]
fn count(n: usize) -> f64 {
    n as f64
}

fn one_line(port: u16, message: &str, times: usize) -> Result<Vec<Duration>> {
    let mut stream = connect(port)?;
    let mut latencies = Vec::with_capacity(times);
    let mut buffer = Vec::new();
    for _ in 0..times {
        let began = Instant::now();
        stream.write_all(message.as_bytes())?;
        let head = read_answer(&mut stream, &mut buffer)?;
        latencies.push(began.elapsed());
        let good = head.starts_with("HTTP/1.1 200") || head.starts_with("HTTP/1.1 303");
        ensure!(good, "unexpected answer: {}", head.lines().next().unwrap_or_default());
    }
    Ok(latencies)
}

fn connect(port: u16) -> Result<TcpStream> {
    let stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    Ok(stream)
}

/// The text of a request.
pub(crate) fn request(method: &str, path: &str, cookie: &str, body: &str) -> String {
    let mut text = format!("{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n");
    if !cookie.is_empty() {
        text += &format!("cookie: {cookie}\r\n");
    }
    if method == "POST" {
        text += "content-type: application/x-www-form-urlencoded\r\n";
        text += &format!("content-length: {}\r\n", body.len());
    }
    text + "\r\n" + body
}

/// The head of the answer to one request.
pub(crate) fn ask(port: u16, message: &str) -> Result<String> {
    let mut stream = connect(port)?;
    stream.write_all(message.as_bytes())?;
    read_answer(&mut stream, &mut Vec::new())
}

/// Whether a path answers 200.
pub(crate) fn answers(port: u16, path: &str) -> bool {
    ask(port, &request("GET", path, "", "")).is_ok_and(|head| head.starts_with("HTTP/1.1 200"))
}

/// Reads one whole answer and gives its head, lower-cased after the status line.
fn read_answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Result<String> {
    buffer.clear();
    let mut chunk = [0; 16 * 1024];
    let end = loop {
        if let Some(at) = find(buffer, b"\r\n\r\n") {
            break at + 4;
        }
        fill(stream, buffer, &mut chunk)?;
    };
    let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
    let field = |name: &str| {
        let line = head.lines().find(|line| line.to_lowercase().starts_with(name))?;
        line.split_once(':').map(|(_, value)| value.trim().to_owned())
    };
    if let Some(length) = field("content-length:") {
        let whole = end + length.parse::<usize>().context("a length")?;
        while buffer.len() < whole {
            fill(stream, buffer, &mut chunk)?;
        }
    } else if field("transfer-encoding:").is_some() {
        while !buffer.ends_with(b"0\r\n\r\n") {
            fill(stream, buffer, &mut chunk)?;
        }
    }
    Ok(head)
}

fn fill(stream: &mut TcpStream, buffer: &mut Vec<u8>, chunk: &mut [u8]) -> Result<()> {
    let read = stream.read(chunk)?;
    ensure!(read > 0, "the server closed the connection");
    buffer.extend_from_slice(&chunk[..read]);
    Ok(())
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}
