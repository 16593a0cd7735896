//! The static files.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;

use common::Server;

#[tokio::test]
async fn page_and_package_are_served_with_a_strict_policy() {
    let root = std::env::temp_dir().join(format!("periksa-pages-{}", std::process::id()));
    let (page, package, bench) = (root.join("page"), root.join("pkg"), root.join("bench"));
    for directory in [&page, &package, &bench] {
        fs::create_dir_all(directory).unwrap();
    }
    fs::write(page.join("index.html"), "<!doctype html>").unwrap();
    fs::write(bench.join("index.html"), "<!doctype html>").unwrap();
    fs::write(package.join("periksa_bg.wasm"), b"\0asm\x01\0\0\0").unwrap();
    fs::write(package.join("index.js"), "export {}").unwrap();
    fs::write(root.join("secret"), "secret").unwrap();
    let (page, package) = (page.to_str().unwrap(), package.to_str().unwrap());
    let server = Server::start(&["--sandbox", "--page", page, "--package", package], &[]);
    for (path, media_type) in [
        ("/", "text/html"),
        ("/index.html", "text/html"),
        ("/bench/", "text/html"),
        ("/pkg/periksa_bg.wasm", "application/wasm"),
        ("/pkg/index.js", "text/javascript"),
    ] {
        let answer = server.client.get(server.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        assert!(answer.headers()["content-type"].to_str().unwrap().starts_with(media_type), "{path}");
        assert_eq!(
            answer.headers()["content-security-policy"],
            "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob:; object-src 'none'; \
             base-uri 'none'; frame-ancestors 'none'"
        );
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers()["referrer-policy"], "no-referrer");
        assert_eq!(answer.headers()["cache-control"], "no-cache");
        assert!(!answer.headers().contains_key("sandbox"));
    }
    for path in ["/nothing", "/pkg/nothing.js", "/pkg/..%2fsecret", "/..%2fsecret", "/bench/..%2fsecret"] {
        let answer = server.client.get(server.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), 404, "{path}");
    }
    let answer = server.client.get(server.url("/healthz")).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), &*answer.text().await.unwrap()), (200, "ok"));
    fs::remove_dir_all(root).unwrap();
}
