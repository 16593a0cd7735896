//! A call's address at the proxy.

use super::options::CallOptions;
use crate::document::Route;

/// The part of the proxy's address that says what is wanted: `glair/stnk?table=true`.
pub fn proxy_path(route: Route, options: &CallOptions) -> String {
    match (options.table, options.page) {
        (true, _) => format!("{route}?table=true"),
        (false, Some(page)) => format!("{route}?page={page}"),
        (false, None) => route.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::document::{DocumentKind, Vendor};

    #[test]
    fn a_path_names_route_and_option() {
        let plain = CallOptions::default();
        let route = |vendor, document| Route::new(vendor, document).unwrap();
        let ktp = route(Vendor::Verihubs, DocumentKind::Ktp);
        let stnk = route(Vendor::Glair, DocumentKind::Stnk);
        let bpkb = route(Vendor::Glair, DocumentKind::Bpkb);
        assert_eq!(proxy_path(ktp, &plain), "verihubs/ktp");
        assert_eq!(proxy_path(stnk, &CallOptions { table: true, ..plain }), "glair/stnk?table=true");
        assert_eq!(proxy_path(bpkb, &CallOptions { page: Some(3), ..plain }), "glair/bpkb?page=3");
    }
}
