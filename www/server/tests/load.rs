//! Many at once: memory stays within its bounds, and others are served. Most take long, and much of the machine:
//! `npm run proxy:faults` runs those.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]

mod common;

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use common::raw::{Act, RawVendor};
use common::{CREDENTIALS, Server, Vendor, jpeg};

const FORM: &str = "content-type: multipart/form-data; boundary=b\r\n";
const PART: &str = "--b\r\ncontent-disposition: form-data; name=\"image\"; filename=\"a\"\r\n\r\n";
/// Beside the budget for uploads.
const ALLOWANCE: usize = 64;

fn connect(server: &Server) -> TcpStream {
    let socket = TcpStream::connect(server.base.strip_prefix("http://").unwrap()).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    socket
}

/// How long a probe takes; the best of three, for the machine has others to serve.
fn probe(server: &Server) -> Duration {
    let once = |_| {
        let start = Instant::now();
        let mut socket = connect(server);
        socket.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        start.elapsed()
    };
    (0..3).map(once).min().unwrap()
}

#[test]
#[ignore = "long"]
fn five_hundred_dripping_uploads() {
    let server =
        Server::start(&["--sandbox", "--upload-memory", "64", "--rate", "0", "--address-share", "100"], &[]);
    let busy = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..500 {
            scope.spawn(|| {
                let mut socket = connect(&server);
                let head = format!(
                    "POST /api/ocr/glair/stnk HTTP/1.1\r\nhost: localhost\r\n{FORM}content-length: 10000000\r\n\r\n{PART}"
                );
                socket.write_all(head.as_bytes()).unwrap();
                // Those that have their memory fill most of it, and drip; the others are soon refused.
                let _ = socket.write_all(&vec![b'x'; 9_000_000]);
                let mut answer = [0; 1024];
                for _ in 0..20 {
                    let _ = socket.write_all(b"x");
                    socket.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
                    if let Ok(length) = socket.read(&mut answer) {
                        let answer = String::from_utf8_lossy(&answer[..length]).to_ascii_lowercase();
                        if answer.starts_with("http/1.1 503") && answer.contains("retry-after: ") {
                            busy.fetch_add(1, Ordering::SeqCst);
                        }
                        break;
                    }
                }
            });
        }
        thread::sleep(Duration::from_secs(10));
        let took = probe(&server);
        assert!(took < Duration::from_millis(100), "{took:?}");
    });
    let (busy, most) = (busy.into_inner(), server.most_memory());
    assert!(busy > 400, "{busy}");
    assert!(most < 64 + ALLOWANCE, "{most} MB");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "long"]
async fn a_thousand_slow_clients_beside_others() {
    let vendor = Vendor::agreeable().await;
    rlimit::increase_nofile_limit(u64::MAX).unwrap();
    let server = Server::in_front_of(&vendor.base, &["--rate", "0", "--address-share", "100"]);
    let mut slow: Vec<_> = (0..1000).map(|_| connect(&server)).collect();
    for (number, socket) in slow.iter_mut().enumerate() {
        // Half of them with half a header, half with half a body.
        let _ = if number % 2 == 0 {
            socket.write_all(b"POST /api/ocr/glair/stnk HTTP/1.1\r\nhost: loc")
        } else {
            let head = "POST /api/ocr/glair/stnk HTTP/1.1\r\nhost: localhost\r\n";
            socket.write_all(format!("{head}{FORM}content-length: 5000\r\n\r\n{PART}").as_bytes())
        };
    }
    let took = probe(&server);
    assert!(took < Duration::from_millis(100), "{took:?}");
    for number in 0..50 {
        let answer = server.send_json(&jpeg(&number.to_string())).send().await.unwrap();
        assert_eq!(answer.status(), 200);
    }
    let most = server.most_memory();
    assert!(most < ALLOWANCE, "{most} MB");
}

/// 12 megapixels each: what can't be checked in time is turned away, and memory stays within its bounds.
async fn heavy_files(count: usize) -> Vec<u16> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 4000, 3000);
    encoder.set_color(png::ColorType::Rgb);
    let pixels: Vec<u8> = (0..36_000_000_u32).map(|at| (at / 12_000 % 251) as u8).collect();
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    let policy = std::env::temp_dir().join(format!("periksa-load-{}-{count}.json", std::process::id()));
    fs::write(&policy, "{}").unwrap();
    let vendor = RawVendor::start(Act::Say("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nyes")).await;
    let policy_argument = [
        "--policy",
        policy.to_str().unwrap(),
        "--upload-memory",
        "64",
        "--rate",
        "0",
        "--address-share",
        "100",
    ];
    let server = Server::in_front_of(&vendor.base, &policy_argument);
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    let calls: Vec<_> = (0..count)
        .map(|_| {
            let url = server.url("/api/ocr/glair/stnk");
            tokio::spawn(client.post(&url).multipart(common::form(&file)).send())
        })
        .collect();
    while vendor.requests() == 0 {
        let took = tokio::task::block_in_place(|| probe(&server));
        if count > FEW {
            assert!(took < Duration::from_millis(100), "{took:?}");
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let mut statuses = Vec::new();
    for call in calls {
        let answer = call.await.unwrap().unwrap();
        let status = answer.status().as_u16();
        assert!(status == 200 || status == 503 && answer.headers().contains_key("retry-after"), "{status}");
        statuses.push(status);
    }
    let most = server.most_memory();
    println!("{most} MB at most");
    assert!(most < 64 + ALLOWANCE, "{most} MB");
    fs::remove_file(policy).unwrap();
    statuses
}

const FEW: usize = 4;

#[tokio::test(flavor = "multi_thread")]
async fn a_few_files_that_are_heavy_to_decode() {
    assert_eq!(heavy_files(FEW).await, [200; FEW]);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "long"]
async fn sixty_four_files_that_are_heavy_to_decode() {
    let statuses = heavy_files(64).await;
    // How many are too many depends on the machine.
    assert!(statuses.contains(&200), "{statuses:?}");
    println!("{} of 64 were turned away", statuses.iter().filter(|status| **status == 503).count());
}

/// Ten thousand calls later it takes no more memory than a thousand calls later.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "long"]
async fn ten_thousand_calls() {
    let vendor = RawVendor::start(Act::Say("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nyes")).await;
    // What the allocator keeps for a second is no growth.
    let at_once = [("GLAIR_BASE_URL", vendor.base.as_str()), ("MIMALLOC_PURGE_DELAY", "0")];
    let server = Server::start(&["--open", "--rate", "0"], &[&CREDENTIALS[..], &at_once].concat());
    let image = {
        let mut image = jpeg("many");
        image.splice(image.len() - 2..image.len() - 2, vec![0x2a; 500_000]);
        image
    };
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    let mut after_a_thousand = 0;
    for round in 1..=10 {
        let calls: Vec<_> = (0..16)
            .map(|_| {
                let (client, image, url) = (client.clone(), image.clone(), server.url("/api/ocr/glair/stnk"));
                tokio::spawn(async move {
                    for _ in 0..1000 / 16 {
                        let answer = client.post(&url).multipart(common::form(&image)).send().await.unwrap();
                        assert_eq!(answer.status(), 200);
                    }
                })
            })
            .collect();
        for call in calls {
            call.await.unwrap();
        }
        if round == 1 {
            after_a_thousand = server.memory();
        }
    }
    let now = server.memory();
    println!("{after_a_thousand} MB after a thousand calls, {now} MB at the end");
    // What is under way at that moment is some megabytes more or less.
    assert!(now <= after_a_thousand * 105 / 100 + 5, "{after_a_thousand} MB, then {now} MB");
}
