//! Which pages may call.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Server, jpeg, problem};
use reqwest::Method;
use serde_json::json;

const SHOP: &str = "https://shop.example";

fn cors_headers(answer: &reqwest::Response) -> Vec<String> {
    answer
        .headers()
        .keys()
        .map(|name| name.to_string())
        .filter(|name| name.starts_with("access-control"))
        .collect()
}

fn preflight(server: &Server, origin: &str) -> reqwest::RequestBuilder {
    server
        .client
        .request(Method::OPTIONS, server.url("/api/ocr/verihubs/ktp"))
        .header("origin", origin)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type,idempotency-key")
}

#[tokio::test]
async fn a_listed_origin_may_call_and_read() {
    let server =
        Server::start(&["--sandbox", "--allow-origin", "https://other.example", "--allow-origin", SHOP], &[]);
    let answer = preflight(&server, SHOP).send().await.unwrap();
    assert!(answer.status().is_success());
    assert_eq!(answer.headers()["access-control-allow-origin"], SHOP);
    assert_eq!(answer.headers()["access-control-allow-methods"], "GET,POST");
    let allowed = answer.headers()["access-control-allow-headers"].to_str().unwrap().to_lowercase();
    for name in ["content-type", "idempotency-key", "authorization", "sandbox-scenario"] {
        assert!(allowed.contains(name), "{allowed}");
    }
    let answer = server
        .send_json(&jpeg("cors"))
        .header("origin", SHOP)
        .header("sec-fetch-site", "cross-site")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["access-control-allow-origin"], SHOP);
    let exposed = answer.headers()["access-control-expose-headers"].to_str().unwrap().to_lowercase();
    for name in ["request-id", "retry-after", "sandbox", "idempotency-key", "idempotent-replay"] {
        assert!(exposed.split(',').any(|exposed| exposed.trim() == name), "{exposed}");
    }
    // The proxy's own errors can be read as well.
    let answer = server.post("/api/ocr/verihubs/ktp").header("origin", SHOP).send().await.unwrap();
    assert_eq!(answer.status(), 400);
    assert_eq!(answer.headers()["access-control-allow-origin"], SHOP);
}

#[tokio::test]
async fn origins_come_from_the_environment_too() {
    let server = Server::start(&["--sandbox"], &[("ALLOW_ORIGINS", "https://a.example, https://b.example")]);
    for origin in ["https://a.example", "https://b.example"] {
        let answer = preflight(&server, origin).send().await.unwrap();
        assert_eq!(answer.headers()["access-control-allow-origin"], origin);
    }
}

#[tokio::test]
async fn another_origin_neither_reads_nor_calls() {
    let server = Server::start(&["--sandbox", "--allow-origin", SHOP], &[]);
    for origin in ["https://evil.example", "https://shop.example.evil.example", "http://shop.example", "null"]
    {
        let answer = preflight(&server, origin).send().await.unwrap();
        assert_eq!(cors_headers(&answer), Vec::<String>::new(), "{origin}");
        // A form needs no preflight.
        let form = || server.send_form("/api/ocr/verihubs/stnk", &jpeg("evil")).header("origin", origin);
        assert_eq!(cors_headers(&form().send().await.unwrap()), Vec::<String>::new());
        let (status, problem) = problem(form()).await;
        assert_eq!((status, &problem["type"]), (403, &json!("urn:periksa:forbidden")));
    }
    assert_eq!(server.calls().await, 0);
}

#[tokio::test]
async fn the_servers_own_page_and_callers_that_are_no_browser_may_call() {
    let server = Server::sandbox();
    let own = server.base.clone();
    let request = || server.send_json(&jpeg("own"));
    for request in [
        request(),
        request().header("origin", &own),
        // Behind a reverse proxy that changes the host.
        request().header("origin", SHOP).header("sec-fetch-site", "same-origin"),
    ] {
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(cors_headers(&answer), Vec::<String>::new());
    }
}

/// A stranger's name that points here makes a page of its own of this server: only the `Host` tells.
#[tokio::test]
async fn a_name_that_is_not_this_servers_is_turned_away() {
    let server = Server::start(&["--sandbox", "--allow-origin", SHOP, "--allow-host", "Proxy.example"], &[]);
    let port = server.base.rsplit(':').next().unwrap().to_owned();
    let as_host = |host: &str| {
        server.send_json(&jpeg("host")).header("host", host).header("sec-fetch-site", "same-origin")
    };
    for host in
        ["localhost", "LOCALHOST", "127.0.0.1", "127.0.0.53", "[::1]", "shop.example", "proxy.example"]
    {
        for host in [host.to_owned(), format!("{host}:{port}")] {
            assert_eq!(as_host(&host).send().await.unwrap().status(), 200, "{host}");
        }
    }
    let calls = server.calls().await;
    for host in [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "shop.example.evil.example",
        "192.168.1.5",
        "[::2]",
        "a b",
    ] {
        for host in [host.to_owned(), format!("{host}:{port}")] {
            let answer = as_host(&host).send().await.unwrap();
            assert_eq!(answer.status(), 421, "{host}");
            assert_eq!(answer.headers()["content-type"], "application/problem+json");
            let problem: serde_json::Value = answer.json().await.unwrap();
            assert_eq!(problem["type"], json!("urn:periksa:forbidden"));
            assert!(problem["detail"].as_str().unwrap().contains("--allow-host"));
        }
    }
    // The page too: its script would read the made-up or real people.
    let page = server.client.get(server.url("/")).header("host", "evil.example").send().await.unwrap();
    assert_eq!(page.status(), 421);
    assert_eq!(server.calls().await, calls);
}

#[tokio::test]
async fn elsewhere_than_on_loopback_any_name_will_do_unless_one_is_given() {
    let anywhere = ["--sandbox", "--host", "0.0.0.0"];
    let server = Server::start(&anywhere, &[]);
    let here = |server: &Server| server.base.replace("0.0.0.0", "127.0.0.1");
    let get = |server: &Server, host| server.client.get(here(server) + "/sandbox/calls").header("host", host);
    assert_eq!(get(&server, "proxy.example").send().await.unwrap().status(), 200);
    let server = Server::start(&anywhere, &[("ALLOW_HOSTS", "proxy.example")]);
    assert_eq!(get(&server, "proxy.example").send().await.unwrap().status(), 200);
    assert_eq!(get(&server, "other.example").send().await.unwrap().status(), 421);
    // Load balancers ask by address.
    let health =
        server.client.get(here(&server) + "/healthz").header("host", "192.0.2.1").send().await.unwrap();
    assert_eq!(health.status(), 200);
}
