//! Asks a running proxy whether it is ready: for a container's health check, which has no other program to ask with.

use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

/// Asks the listener of `--metrics` on this machine.
pub fn is_ready(metrics: SocketAddr) -> io::Result<bool> {
    let ip = match metrics.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    let mut stream = TcpStream::connect_timeout(&SocketAddr::new(ip, metrics.port()), PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(b"GET /health/ready HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
    let mut said = [0; READY.len()];
    stream.read_exact(&mut said)?;
    Ok(&said == READY)
}

const READY: &[u8; 12] = b"HTTP/1.1 200";
/// Longer than the store may take.
const PATIENCE: Duration = Duration::from_secs(4);
