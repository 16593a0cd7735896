//! A vendor on raw sockets, which fails as a test says and counts the whole requests that it read.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

/// What the vendor does with a connection.
#[derive(Clone, Copy, Debug)]
pub enum Act {
    /// Resets it before reading.
    ResetBefore,
    /// Resets it after the whole request.
    ResetAfter,
    /// Writes this after the whole request, and closes.
    Say(&'static str),
    /// Answers 200 with so many bytes.
    Long(usize),
    /// Reads the request, and says nothing.
    Silence,
    /// Answers 200 after a while.
    Late(Duration),
    /// Answers 200 with the number of the request after a while.
    Count(Duration),
}

pub struct RawVendor {
    pub base: String,
    pub connections: Arc<AtomicUsize>,
    requests: Arc<AtomicUsize>,
}

impl RawVendor {
    pub async fn start(act: Act) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (connections, requests) = <(Arc<AtomicUsize>, Arc<AtomicUsize>)>::default();
        let counts = (Arc::clone(&connections), Arc::clone(&requests));
        tokio::spawn(async move {
            loop {
                let (socket, _) = listener.accept().await.unwrap();
                counts.0.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(answer(socket, act, Arc::clone(&counts.1)));
            }
        });
        Self { base, connections, requests }
    }

    /// How many whole requests it read.
    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    /// Of so many keys each was called once at most, and each has an answer of its own or is told as unknown.
    pub fn assert_called_once_a_key(&self, keys: usize, mut answers: Vec<String>, unknown: usize) {
        assert_eq!(answers.len() + unknown, keys);
        // It numbers its answers: the same number twice would be one person's answer given to another.
        answers.sort_unstable();
        let twice = answers.windows(2).find(|pair| pair[0] == pair[1]);
        assert_eq!(twice, None);
        assert!(self.requests() <= keys, "{} requests for {keys} keys", self.requests());
    }

    /// Waits for its first whole request.
    pub async fn reached(&self) {
        while self.requests() == 0 {
            sleep(Duration::from_millis(10)).await;
        }
    }
}

async fn answer(mut socket: TcpStream, act: Act, requests: Arc<AtomicUsize>) {
    if matches!(act, Act::ResetBefore) {
        socket.set_zero_linger().unwrap();
        return;
    }
    if !read_request(&mut socket).await {
        return;
    }
    let number = requests.fetch_add(1, Ordering::SeqCst);
    match act {
        Act::ResetBefore => {}
        Act::ResetAfter => socket.set_zero_linger().unwrap(),
        Act::Say(text) => socket.write_all(text.as_bytes()).await.unwrap(),
        Act::Long(length) => {
            let head = format!(
                "HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n{length:x}\r\n"
            );
            let _ = socket.write_all(head.as_bytes()).await;
            let _ = socket.write_all(&vec![b' '; length]).await;
            let _ = socket.write_all(b"\r\n0\r\n\r\n").await;
        }
        Act::Silence => sleep(Duration::from_secs(60)).await,
        Act::Count(moment) => {
            sleep(moment).await;
            let head = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";
            // The proxy may have been killed.
            let _ = socket.write_all(format!("{head}{number}").as_bytes()).await;
        }
        Act::Late(moment) => {
            sleep(moment).await;
            socket
                .write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 4\r\n\r\nlate")
                .await
                .unwrap();
        }
    }
}

/// Did a whole request come? It has a length.
async fn read_request(socket: &mut TcpStream) -> bool {
    let mut read = Vec::new();
    loop {
        if let Some(head) = read.windows(4).position(|window| window == b"\r\n\r\n") {
            let text = String::from_utf8_lossy(&read[..head]).to_ascii_lowercase();
            let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
            if read.len() >= head + 4 + length.parse::<usize>().unwrap() {
                return true;
            }
        }
        if socket.read_buf(&mut read).await.unwrap_or(0) == 0 {
            return false;
        }
    }
}
