//! One request over the network, by `fetch`. Where bytes are counted, `client/upload.ts` sends in its place.

mod fetch;
mod reply;
mod request;

pub(super) use fetch::send;
pub(super) use request::Request;
