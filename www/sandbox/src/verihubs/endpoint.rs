//! Verihubs' endpoints (vendor-contract 1).

/// What an endpoint reads.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Endpoint {
    BpkbIk,
    BpkbIp,
    Kitas,
    Ktp,
    Stnk,
}
