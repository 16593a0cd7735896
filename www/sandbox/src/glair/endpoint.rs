//! GLAIR's endpoints (vendor-contract 1).

/// What an endpoint reads.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Endpoint {
    Bpkb,
    KitasKitap,
    Ktp,
    KtpQualities,
    Stnk,
    StnkWithTable,
}
