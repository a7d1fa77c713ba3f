//! A conversation with a mail server, spoken over a real socket.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::{self, JoinHandle};

use crate::support::{Ended, Folder};

/// A mail server for one conversation: answers each command, and what it heard.
fn server(refuses: bool) -> (u16, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let talk = move || {
        let (stream, _) = listener.accept().unwrap();
        converse(stream, refuses)
    };
    (port, thread::spawn(talk))
}

fn converse(mut stream: TcpStream, refuses: bool) -> Vec<String> {
    let mut heard = Vec::new();
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let mut say = |text: &str| stream.write_all(text.as_bytes()).unwrap();
    say("220 mail.test ready\r\n");
    let mut in_message = false;
    while let Some(Ok(line)) = lines.next() {
        let end = in_message && line == ".";
        let answer = match line.split(' ').next().unwrap_or_default() {
            _ if end => "250 taken\r\n",
            _ if in_message => "",
            "EHLO" => "250-mail.test\r\n250 AUTH PLAIN\r\n",
            "AUTH" => "235 welcome\r\n",
            "RCPT" if refuses => "550 no such mailbox <ada@example.org>\r\n",
            "DATA" => "354 go on\r\n",
            "QUIT" => "221 bye\r\n",
            _ => "250 ok\r\n",
        };
        in_message = !end && (in_message || line == "DATA");
        let is_over = line == "QUIT";
        heard.push(line);
        say(answer);
        if is_over {
            break;
        }
    }
    heard
}

fn check(port: u16, more: &[&str]) -> Ended {
    let folder = Folder::new();
    folder.set_up("kith.db");
    let port = port.to_string();
    let mut words = vec![
        "check",
        "--mail-to",
        "ada@example.org",
        "--smtp-host",
        "127.0.0.1",
        "--smtp-port",
        &port,
        "--mail-from",
        "Kith <kith@example.org>",
    ];
    words.extend(more);
    folder.run(&words)
}

#[test]
fn a_message_is_handed_over_with_its_sender_recipient_and_words() {
    let (port, talk) = server(false);
    let sign_in = ["--smtp-security", "none", "--smtp-user", "kith", "--smtp-password", "secret"];
    let ended = check(port, &sign_in);
    assert!(ended.said.contains("took a test message"), "{}{}", ended.said, ended.noted);
    assert!(ended.said.contains("travels in the open"), "{}", ended.said);
    let heard = talk.join().unwrap().join("\n");
    for words in [
        "AUTH PLAIN",
        "MAIL FROM:<kith@example.org>",
        "RCPT TO:<ada@example.org>",
        "Subject: A test message from Kith",
    ] {
        assert!(heard.contains(words), "{words} in {heard}");
    }
}

#[test]
fn a_refusal_is_told_without_the_address() {
    let (port, talk) = server(true);
    let ended = check(port, &["--smtp-security", "none"]);
    assert_eq!(ended.code, 6);
    assert!(ended.said.contains("refused the message (550)"), "{}", ended.said);
    assert!(!ended.said.contains("ada@"), "{}", ended.said);
    drop(talk.join());
}

#[test]
fn a_server_that_cannot_encrypt_is_sent_nothing() {
    let (port, talk) = server(false);
    let ended = check(port, &["--smtp-security", "starttls"]);
    assert_eq!(ended.code, 6, "{}", ended.said);
    let heard = talk.join().unwrap();
    assert!(!heard.iter().any(|line| line.starts_with("MAIL")), "{heard:?}");
}
