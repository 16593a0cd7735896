//! What the server refuses to start with, and what it starts.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::process::Stdio;

use common::{CREDENTIALS, Server, command};

/// Exit code and what was said.
fn refused(arguments: &[&str], environment: &[(&str, &str)]) -> (i32, String) {
    let mut child =
        command(arguments, environment).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut out = String::new();
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    assert_eq!(out, "", "it must not say that it listens");
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    (child.wait().unwrap().code().unwrap(), said)
}

#[test]
fn without_credentials_it_does_not_start() {
    let (code, said) = refused(&[], &[]);
    assert_eq!(code, 2);
    assert!(said.contains("VERIHUBS_APP_ID") && said.contains("--sandbox"), "{said}");
}

#[test]
fn with_half_of_them_it_does_not_start() {
    for left_out in 0..CREDENTIALS.len() {
        let mut environment = CREDENTIALS.to_vec();
        let (name, _) = environment.remove(left_out);
        let (code, said) = refused(&[], &environment);
        assert_eq!(code, 2);
        assert!(said.contains(name), "{said}");
        assert!(CREDENTIALS.iter().all(|(_, secret)| !said.contains(secret)), "{said}");
        // An empty one is none.
        environment.push((name, ""));
        assert_eq!(refused(&[], &environment).0, 2);
    }
}

#[test]
fn the_sandbox_does_not_start_beside_credentials() {
    for credential in CREDENTIALS {
        let (code, said) = refused(&["--sandbox"], &[credential]);
        assert_eq!(code, 2);
        assert!(said.contains(credential.0) && !said.contains(credential.1), "{said}");
    }
}

#[test]
fn credentials_do_not_travel_in_the_clear() {
    for url in ["http://api.example", "ftp://api.example", "nonsense", "https://api.example/?a=1"] {
        let mut environment = CREDENTIALS.to_vec();
        environment.push(("GLAIR_BASE_URL", url));
        let (code, said) = refused(&[], &environment);
        assert_eq!(code, 2);
        assert!(said.contains("GLAIR_BASE_URL"), "{said}");
    }
}

/// What may pass ends otherwise than what is wrong here, for who starts it again.
#[test]
fn an_address_that_is_taken_may_pass() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let port = taken.port().to_string();
    let bound = TcpListener::bind(taken).unwrap();
    for arguments in [&["--sandbox", "--port", &port][..], &["--sandbox", "--metrics", &taken.to_string()]] {
        let (code, said) = refused(arguments, &[]);
        assert_eq!(code, 1, "{said}");
        assert!(said.contains(&format!("can't listen on {taken}")), "{said}");
    }
    drop(bound);
}

/// `--env-file` and `ENV` of a container can't take a variable away, only empty it.
#[test]
fn an_empty_variable_is_none() {
    let help = command(&["--help"], &[]).output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let of_options = help.split("[env: ").skip(1).map(|rest| rest.split('=').next().unwrap());
    let of_secrets =
        ["VERIHUBS_APP_ID", "GLAIR_API_KEY", "TICKET_KEY", "TICKET_KEY_2", "DATABASE_URL", "STORE_SECRET"];
    let files = of_secrets.map(|name| format!("{name}_FILE"));
    let names: Vec<_> = of_options
        .chain(of_secrets)
        .chain(files.iter().map(String::as_str))
        .chain(["VERIHUBS_BASE_URL"])
        .collect();
    assert!(names.contains(&"PORT") && names.contains(&"STORE") && names.len() > 20, "{names:?}");
    let empty: Vec<_> = names.iter().map(|name| (*name, "")).collect();
    let mut child = command(&["--sandbox"], &empty);
    // Without a port it is the default, which may be taken.
    let mut child = child.args(["--port", "0"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(line.starts_with("listening on "), "{line}");
    // An option of the command line counts all the same.
    let (code, said) = refused(&["--store", "/nonexistent/calls.sqlite"], &empty);
    assert_eq!((code, said.contains("credentials")), (2, true), "{said}");
}

#[test]
fn it_fails_open_only_where_a_store_can_fail() {
    let (code, said) = refused(&["--sandbox", "--fail-open"], &[]);
    assert_eq!(code, 2);
    assert!(said.contains("--fail-open") && said.contains("--store"), "{said}");
}

#[test]
fn an_origin_that_could_never_match_is_refused() {
    for origin in
        ["*", "null", "https://shop.example/", "https://SHOP.example", "https://shop.example:443", "shop"]
    {
        let (code, said) = refused(&["--sandbox", "--allow-origin", origin], &[]);
        assert_eq!(code, 2, "{origin}");
        assert!(said.contains("origin"), "{said}");
    }
}

#[test]
fn without_root_certificates_it_does_not_start_for_real_vendors() {
    let mut environment = CREDENTIALS.to_vec();
    environment.extend([("SSL_CERT_FILE", "/nonexistent"), ("SSL_CERT_DIR", "/nonexistent")]);
    let (code, said) = refused(&["--open"], &environment);
    assert_eq!(code, 2);
    assert!(said.contains("certificates"), "{said}");
}

#[tokio::test]
async fn the_sandbox_is_there_only_when_it_was_asked_for() {
    let server = Server::start(&["--open"], &CREDENTIALS);
    let answer = server.client.get(server.url("/sandbox/calls")).send().await.unwrap();
    assert_eq!(answer.status(), 404);
    let answer = server.post("/sandbox/verihubs/v2/ktp/extract").send().await.unwrap();
    assert!(answer.status().is_client_error());
    // Nor is the demo page: anybody could spend the credentials by it.
    for path in ["/", "/index.html", "/pkg/periksa_bg.wasm"] {
        let answer = server.client.get(server.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), 404, "{path}");
    }
}

#[test]
fn it_listens_on_loopback_only() {
    let server = Server::sandbox();
    assert!(server.base.starts_with("http://127.0.0.1:"), "{}", server.base);
}

/// What `--help` names is in the README's table: options with their variables and defaults.
#[test]
fn the_readme_has_every_option() {
    let help = command(&["--help"], &[]).output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let table: Vec<_> =
        include_str!("../README.md").lines().filter(|line| line.starts_with("| `--")).collect();
    let is_of_name = |letter: char| letter.is_ascii_lowercase() || letter == '-';
    let mut options = 0;
    for entry in help.split("\n      --").skip(1) {
        let name = format!("--{}", entry.split(|letter| !is_of_name(letter)).next().unwrap());
        let row = table.iter().find(|row| row.contains(&format!("`{name}`")));
        let row = row.unwrap_or_else(|| panic!("{name} is not in the README"));
        options += 1;
        // Several options share a row: the variable and the default are in it somewhere.
        let said = |mark: &str| {
            let value = entry.split_once(mark)?.1.split([']', '=']).next()?;
            (!value.is_empty()).then(|| value.trim().to_owned())
        };
        for (mark, value) in [("[env: ", said("[env: ")), ("[default: ", said("[default: "))] {
            let Some(value) = value else { continue };
            assert!(row.contains(&value), "{name}: {mark}{value}] is not in {row}");
        }
    }
    assert!(options > 25, "{options} of {help}");
}
