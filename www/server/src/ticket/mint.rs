//! Makes a ticket on the command line, to try a proxy. A site's backend makes its own.

use clap::Args;
use jsonwebtoken::{Header, encode, get_current_timestamp};
use periksa::Route;
use ring::rand::{SecureRandom, SystemRandom};

use super::{Audience, Claims, MAX_LIFE, SigningKey, crypto, is_name};

/// What a ticket says.
#[derive(Args, Clone, Debug)]
pub struct TicketOptions {
    /// What may be read, as in verihubs/ktp; may be repeated
    #[arg(long = "route", value_name = "VENDOR/DOCUMENT", required = true)]
    pub routes: Vec<String>,
    /// Whom it is for
    #[arg(long, value_name = "NAME", default_value = AUDIENCE)]
    pub audience: String,
    /// The person's session
    #[arg(long, value_name = "NAME", default_value = "development")]
    pub session: String,
    /// How many calls may be made
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub calls: u32,
    /// Minutes that it is good for
    #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(u64).range(1..=15))]
    pub minutes: u64,
}

/// A ticket, signed by that key.
pub(crate) fn mint(options: &TicketOptions, key: &SigningKey) -> Result<String, &'static str> {
    crypto::install();
    let routes = options.routes.iter().map(|route| self::route(route)).collect::<Option<_>>();
    let routes = routes.ok_or("--route is a vendor and a document it reads, as in verihubs/ktp")?;
    if !is_name(&options.session) {
        return Err("--session is 1 to 128 visible ASCII characters");
    }
    let mut jti = [0; 16];
    SystemRandom::new().fill(&mut jti).map_err(|_| "the system gives no random bytes")?;
    let claims = Claims {
        aud: Audience::One(options.audience.clone()),
        exp: get_current_timestamp() + (options.minutes * 60).min(MAX_LIFE),
        jti: u128::from_ne_bytes(jti).to_string(),
        sid: options.session.clone(),
        routes,
        calls: options.calls,
    };
    encode(&Header::new(key.algorithm), &claims, &key.key).map_err(|_| "the key can't sign")
}

fn route(text: &str) -> Option<String> {
    let (vendor, document) = text.split_once('/')?;
    Route::new(vendor.parse().ok()?, document.parse().ok()?).map(|route| route.to_string())
}

/// The audience of tickets, unless it is given another name.
pub(crate) const AUDIENCE: &str = "periksa-proxy";
