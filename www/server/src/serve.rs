//! Accepts connections, and ends in order. axum's own `serve` has none of the limits that are set here.

use std::convert::Infallible;
use std::io;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::select;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;
use tracing::{info, warn};

use crate::agreement_log::AgreementLog;
use crate::client_address::{Household, Peer, ReverseProxies};
use crate::connection::{Requests, Timed};
use crate::limits::Limits;
use crate::shares::Shares;

/// What is served.
pub struct App {
    /// The routes.
    pub(crate) router: Router,
    /// What those ask who run it, on a listener of its own.
    pub(crate) operations: Router,
    /// Is it ending?
    pub(crate) draining: CancellationToken,
    /// Calls under way, which may outlive their requests.
    pub(crate) calls: TaskTracker,
    /// What the store still does of them.
    pub(crate) leftovers: TaskTracker,
    /// What is to be written to the end.
    pub(crate) agreement_log: Option<AgreementLog>,
    /// Those whose connections are many clients'.
    pub(crate) reverse_proxies: ReverseProxies,
    /// Bounds of connections and time.
    pub(crate) limits: Arc<Limits>,
}

/// How a server ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum End {
    /// All that was under way is finished.
    Finished,
    /// A second signal came, or the time was over.
    CutOff,
}

/// Answers requests on `listener`, and those who run it on another one, until a signal comes; then lets those under way
/// finish, and the calls of callers who left. `signal` waits for the next one.
pub async fn serve(
    listener: TcpListener,
    operations_listener: Option<TcpListener>,
    app: App,
    mut signal: impl AsyncFnMut(),
) -> End {
    let App { router, operations, draining, calls, leftovers, agreement_log, reverse_proxies, limits } = app;
    if let Some(listener) = operations_listener {
        // To the end: that the server is ending is asked there.
        tokio::spawn(async { axum::serve(listener, operations).await });
    }
    let connections = TaskTracker::new();
    let entrance = Entrance::new(reverse_proxies, &limits);
    let accepting = accept(&listener, &entrance, &router, &limits, &connections, &draining);
    select! {
        never = accepting => match never {},
        () = signal() => {}
    }
    drop(listener);
    draining.cancel();
    info!(connections = connections.len(), calls = calls.len(), "ending");
    let finished = async {
        connections.close();
        connections.wait().await;
        // Only connections start calls.
        calls.close();
        calls.wait().await;
        leftovers.close();
        leftovers.wait().await;
        if let Some(log) = agreement_log {
            log.finish().await;
        }
    };
    select! {
        () = finished => return End::Finished,
        () = sleep(limits.drain_timeout) => {}
        () = signal() => {}
    }
    warn!(connections = connections.len(), calls = calls.len(), "cut off");
    End::CutOff
}

async fn accept(
    listener: &TcpListener,
    entrance: &Entrance,
    router: &Router,
    limits: &Arc<Limits>,
    connections: &TaskTracker,
    draining: &CancellationToken,
) -> Infallible {
    loop {
        // First the place: who gets none waits in the system's queue, and costs nothing here.
        let Ok(place) = Arc::clone(&entrance.places).acquire_owned().await else { continue };
        match listener.accept().await {
            Ok((stream, peer)) => {
                // One who has its share already is closed: it must not stand in the others' way.
                let Some(place) = entrance.admit(place, peer.ip()) else { continue };
                let connection =
                    Connection { router: router.clone(), limits: Arc::clone(limits), peer: Peer(peer) };
                connections.spawn(connection.run(stream, place, draining.clone()));
            }
            Err(error) if is_of_one_connection(&error) => {}
            // No more files, or no memory: it may pass.
            Err(_) => sleep(Duration::from_secs(1)).await,
        }
    }
}

/// The places of all connections, and each household's share of them.
struct Entrance {
    places: Arc<Semaphore>,
    shares: Shares,
    reverse_proxies: ReverseProxies,
}

/// A connection's place, for as long as it is held. The share goes first: whoever gets the place next may need it.
#[expect(dead_code, reason = "held, not read")]
struct Place(Option<OwnedSemaphorePermit>, OwnedSemaphorePermit);

impl Entrance {
    fn new(reverse_proxies: ReverseProxies, limits: &Limits) -> Self {
        let places = usize::try_from(limits.connections).unwrap_or(usize::MAX);
        let shares = Shares::new(places, limits.address_share, 1);
        Self { places: Arc::new(Semaphore::new(places)), shares, reverse_proxies }
    }

    /// The place, for who has not its share already. Behind a reverse proxy stand many.
    fn admit(&self, place: OwnedSemaphorePermit, peer: IpAddr) -> Option<Place> {
        if self.reverse_proxies.contain(peer) {
            return Some(Place(None, place));
        }
        let share = self.shares.of(Household::of(peer)).try_acquire_owned().ok()?;
        Some(Place(Some(share), place))
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

struct Connection {
    router: Router,
    limits: Arc<Limits>,
    peer: Peer,
}

impl Connection {
    async fn run(self, stream: TcpStream, _place: Place, draining: CancellationToken) {
        // Answers are written whole.
        let _ = stream.set_nodelay(true);
        let (requests, idle_timeout) = (Requests::default(), self.limits.idle_timeout);
        let stream = Timed::new(stream, requests.clone(), self.limits);
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            requests.begin();
            let (router, requests) = (self.router.clone(), requests.clone());
            let mut request: Request = request.map(Body::new);
            request.extensions_mut().insert(self.peer);
            async move {
                let answer = router.oneshot(request).await;
                requests.end();
                answer
            }
        });
        let mut builder = http1::Builder::new();
        // hyper's clock starts when the last answer ends. That of the headers' first byte is the stream's.
        builder.timer(TokioTimer::new()).header_read_timeout(idle_timeout).max_buf_size(MAX_BUFFER);
        let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
        select! {
            _ = connection.as_mut() => return,
            () = draining.cancelled() => connection.as_mut().graceful_shutdown(),
        }
        // What ended a connection matters to nobody.
        let _ = connection.await;
    }
}

/// Headers have to fit in. Each connection may hold as much, also of a body that nobody reads yet; an upload comes in
/// pieces of this size, each of which costs a turn.
const MAX_BUFFER: usize = 32 * 1024;
