//! Upload tickets: JWTs that the site's backend signs for one person's uploads. They say whose session it is, which documents
//! may be read, and how often; the proxy asks nobody else.

mod crypto;
mod key;
pub(crate) mod mint;

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, HeaderValue};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Validation, decode, get_current_timestamp};
use periksa::Route;
use serde::{Deserialize, Serialize};

pub(crate) use key::{SigningKey, TicketKey};

/// What a ticket has to say. Other claims are nobody's here.
#[derive(Debug, Deserialize, Serialize)]
struct Claims {
    /// Whom it is for: this proxy.
    aud: Audience,
    /// Seconds since 1970 until which it is good: 15 minutes at most.
    exp: u64,
    /// Its name. Its calls are counted by that.
    jti: String,
    /// The person's session at the site. It is told nobody, and kept as an HMAC only.
    sid: String,
    /// What may be read, as in `verihubs/ktp`.
    routes: Vec<String>,
    /// How many calls may be made.
    calls: u32,
}

/// One name, or several (RFC 7519, 4.1.3).
#[derive(Debug, Deserialize, Serialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// A ticket that is good.
#[derive(Clone, Debug)]
pub(crate) struct Ticket {
    /// The person's session.
    pub(crate) session: Session,
    /// What its calls are counted by.
    pub(crate) quota: Quota,
    routes: Vec<String>,
}

/// A session's name, of visible ASCII characters.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Session(String);

impl Session {
    /// Its text.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// How many calls a ticket is good for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Quota {
    /// The ticket's name, unique in all sessions.
    pub(crate) ticket: String,
    /// How many calls it is good for.
    pub(crate) calls: u32,
}

/// Why a ticket is not taken.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Refused {
    /// There is none.
    Missing,
    /// Its time is over.
    Expired,
    /// It is for somebody else.
    OtherAudience,
    /// It is good for longer than it may be.
    TooLong,
    /// It has not the claims that it has to have.
    Claims,
    /// It is no JWT, of another algorithm, or signed by nobody known here.
    Invalid,
}

impl Refused {
    /// What whoever issues tickets has to know.
    pub(crate) const fn detail(self) -> &'static str {
        match self {
            Self::Missing => {
                "Send an upload ticket: Authorization: Bearer and the JWT that your backend signed."
            }
            Self::Expired => "The upload ticket's time is over; ask your backend for another.",
            Self::OtherAudience => "The upload ticket is for another audience than this proxy's.",
            Self::TooLong => "The upload ticket is good for more than 15 minutes.",
            Self::Claims => {
                "The upload ticket needs aud, exp, jti and sid, routes as in [\"verihubs/ktp\"], and calls, 1 or more."
            }
            Self::Invalid => {
                "The upload ticket is no JWT that a key of this proxy signed, by that key's algorithm."
            }
        }
    }
}

/// What reads tickets.
pub(crate) struct Tickets {
    keys: Vec<TicketKey>,
    audience: String,
}

impl Tickets {
    /// Tickets for that audience, signed by any of these keys.
    pub(crate) fn new(keys: Vec<TicketKey>, audience: String) -> Self {
        crypto::install();
        Self { keys, audience }
    }

    /// The ticket of a request.
    pub(crate) fn read(&self, headers: &HeaderMap) -> Result<Ticket, Refused> {
        let mut values = headers.get_all(AUTHORIZATION).iter();
        let (Some(value), None) = (values.next(), values.next()) else { return Err(Refused::Missing) };
        let token = bearer(value).ok_or(Refused::Missing)?;
        if token.len() > MAX_TOKEN {
            return Err(Refused::Invalid);
        }
        let mut refused = Refused::Invalid;
        for key in &self.keys {
            match self.verify(key, token) {
                Err(Refused::Invalid) => {}
                Err(why) => refused = why,
                ticket => return ticket,
            }
        }
        Err(refused)
    }

    fn verify(&self, key: &TicketKey, token: &str) -> Result<Ticket, Refused> {
        let mut rules = Validation::new(key.algorithm());
        rules.leeway = LEEWAY;
        rules.set_audience(&[&self.audience]);
        rules.set_required_spec_claims(&["exp", "aud"]);
        rules.validate_nbf = true;
        let Claims { exp, jti, sid, routes, calls, .. } =
            decode::<Claims>(token, key.decoding(), &rules).map_err(|error| refused(error.kind()))?.claims;
        if exp > get_current_timestamp().saturating_add(MAX_LIFE + LEEWAY) {
            return Err(Refused::TooLong);
        }
        if !is_name(&jti) || !is_name(&sid) || routes.is_empty() || calls == 0 {
            return Err(Refused::Claims);
        }
        // A space is in no name.
        let quota = Quota { ticket: format!("{sid} {jti}"), calls };
        Ok(Ticket { session: Session(sid), quota, routes })
    }
}

impl Ticket {
    /// May the document be read by it?
    pub(crate) fn is_for(&self, route: Route) -> bool {
        let route = route.to_string();
        self.routes.contains(&route)
    }
}

fn refused(error: &ErrorKind) -> Refused {
    match error {
        ErrorKind::ExpiredSignature => Refused::Expired,
        ErrorKind::InvalidAudience => Refused::OtherAudience,
        ErrorKind::ImmatureSignature
        | ErrorKind::InvalidClaimFormat(_)
        | ErrorKind::Json(_)
        | ErrorKind::MissingRequiredClaim(_) => Refused::Claims,
        _ => Refused::Invalid,
    }
}

/// The scheme's name is written in any case (RFC 9110, 11.1).
fn bearer(value: &HeaderValue) -> Option<&str> {
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim_ascii())
}

fn is_name(text: &str) -> bool {
    (1..=MAX_NAME).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Seconds that a ticket may be good for.
pub(crate) const MAX_LIFE: u64 = 15 * 60;
/// Seconds by which clocks may differ.
const LEEWAY: u64 = 5;
const MAX_NAME: usize = 128;
const MAX_TOKEN: usize = 4096;
