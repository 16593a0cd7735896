//! `periksa-agreement log`: what it prints of rows whose answer is known.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::{Value, json};

fn row(score: f64, vendor: Option<bool>) -> Value {
    let outcome = (vendor == Some(true)).then_some("quality_rejected");
    json!({ "periksa": "0.1.0", "finder": 7, "route": "verihubs/ktp", "outcome": outcome,
        "rules": { "blur": { "score": score, "threshold": 0.6, "vendor": vendor } } })
}

/// The file is gone when this is.
struct Log(PathBuf);

impl Log {
    fn of(name: &str, text: impl AsRef<[u8]>) -> Self {
        let path = std::env::temp_dir().join(format!("periksa-log-{}-{name}", std::process::id()));
        fs::write(&path, text).unwrap();
        Self(path)
    }

    fn run(&self, more: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_periksa-agreement"));
        command.arg("log").arg(&self.0).args(more).output().unwrap()
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[test]
fn agreement_missed_rejects_false_blocks_and_a_threshold() {
    // 380 that the vendor takes at 0.2, 20 at 0.7 (blocked now); 30 that it rejects at 0.9, 10 at 0.4 (missed now); 5 unsaid.
    let rows =
        [(380, 0.2, Some(false)), (20, 0.7, Some(false)), (30, 0.9, Some(true)), (10, 0.4, Some(true))];
    let mut lines: Vec<String> = Vec::new();
    for (count, score, vendor) in rows.into_iter().chain([(5, 0.99, None)]) {
        lines.extend((0..count).map(|_| row(score, vendor).to_string()));
    }
    let log = Log::of("known", lines.join("\n"));
    let output = log.run(&["--ceiling", "0.02"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    for expected in [
        "verihubs/ktp, periksa 0.1.0, card finder 7: 445 calls",
        "405 a record",
        "40 quality_rejected",
        "blur, 440 judged by the vendor, 5 not",
        // 410 of 440; 10 of 40; 20 of 400.
        "410/440  93.2 % (90.4..95.2)     10/40  25.0 % (14.2..40.2)    20/400   5.0 % ( 3.3.. 7.6)",
        // Above 0.7 none is blocked, and the middle to 0.9 is 0.8.
        "proposed 0.800",
        "0/400   0.0 % ( 0.0.. 1.0)",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    let generous = String::from_utf8(log.run(&["--ceiling", "0.1"]).stdout).unwrap();
    // 20 of 400 are within it: then from 0.2 on, up to 0.4.
    assert!(generous.contains("proposed 0.300"), "{generous}");
}

#[test]
fn versions_are_told_apart_and_nothing_is_proposed_of_too_few() {
    let mut other = row(0.1, Some(false));
    other["periksa"] = json!("0.2.0");
    let log = Log::of("few", format!("{}\n\n{other}\n", row(0.1, Some(false))));
    let text = String::from_utf8(log.run(&[]).stdout).unwrap();
    for expected in ["periksa 0.1.0, card finder 7: 1 calls", "periksa 0.2.0", "none: 189 pictures"] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

#[test]
fn what_is_no_row_is_told_by_its_line_and_not_quoted() {
    let good = row(0.1, None).to_string();
    let cut = format!("{}{good}", &good[..40]);
    for (name, bad, said) in [
        ("json", &br#"{"nik":"3174015508900001""#[..], "not JSON"),
        ("row", br#"{"nik":"3174015508900001"}"#, "no row of the agreement log"),
        ("number", good.replace("0.1,", "1.1,").as_bytes(), "not within 0 and 1"),
        ("cut", cut.as_bytes(), "not JSON"),
        ("text", b"\xff\xfe 3174015508900001", "not JSON"),
    ] {
        let lines = [good.as_bytes(), bad, b"", good.as_bytes()].join(&b'\n');
        let output = Log::of(name, lines).run(&[]);
        let told = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{told}");
        assert!(told.contains(": 2 calls") && told.contains("1 lines could not be read"), "{told}");
        assert!(told.contains("line 2, ") && told.contains(said), "{told}");
        assert!(!told.contains("3174015508900001"), "{told}");
        // Where no other line is there, that is an error.
        let output = Log::of(name, bad).run(&[]);
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{error}");
        assert!(error.contains("line 1, ") && error.contains(said), "{error}");
        assert!(!error.contains("3174015508900001"), "{error}");
    }
    let many = Log::of("many", format!("{good}\n{}", "{\n".repeat(100))).run(&[]);
    let told = String::from_utf8(many.stdout).unwrap();
    assert!(told.contains("100 lines could not be read") && told.contains("line 6, "), "{told}");
    assert!(!told.contains("line 7, ") && told.lines().next().unwrap().ends_with('…'), "{told}");
    let missing =
        Command::new(env!("CARGO_BIN_EXE_periksa-agreement")).args(["log", "/no/such"]).output().unwrap();
    assert_eq!(missing.status.code(), Some(2));
}
