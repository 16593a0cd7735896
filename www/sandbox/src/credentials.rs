//! The credentials that the sandbox accepts. They are made up and no secret.

/// Verihubs' header `App-ID`.
pub const VERIHUBS_APP_ID: &str = "sandbox-app";
/// Verihubs' header `API-Key`.
pub const VERIHUBS_API_KEY: &str = "sandbox-key";
/// GLAIR's user, for HTTP Basic.
pub const GLAIR_USERNAME: &str = "sandbox-user";
/// GLAIR's password, for HTTP Basic.
pub const GLAIR_PASSWORD: &str = "sandbox-password";
/// GLAIR's header `X-API-Key`.
pub const GLAIR_API_KEY: &str = "sandbox-key";
