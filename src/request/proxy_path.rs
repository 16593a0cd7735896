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
    use super::*;

    #[test]
    fn a_path_names_route_and_option() {
        let plain = CallOptions::default();
        let [ktp, .., stnk, bpkb] = Route::ALL;
        assert_eq!(proxy_path(ktp, &plain), "verihubs/ktp");
        assert_eq!(proxy_path(stnk, &CallOptions { table: true, ..plain }), "glair/stnk?table=true");
        assert_eq!(proxy_path(bpkb, &CallOptions { page: Some(3), ..plain }), "glair/bpkb?page=3");
    }
}
