//! The proxy contract: what the vendor is sent, what the caller gets back, and the proxy's own errors.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::time::Duration;

use axum::body::Body;
use axum::http::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{CREDENTIALS, Server, Vendor, file, form, jpeg, jpeg_of, problem};
use reqwest::multipart::{Form, Part};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

#[tokio::test]
async fn json_data_url_and_form_reach_verihubs_as_the_same_ktp_body() {
    let vendor = Vendor::agreeable().await;
    let server = Server::in_front_of(&vendor.base, &[]);
    let image = jpeg("same");
    let base64 = STANDARD.encode(&image);
    let data_url = format!("data:image/jpeg;base64,{base64}");
    let path = "/api/ocr/verihubs/ktp";
    for request in [
        server.post(path).json(&json!({ "image": base64, "validate_quality": true })),
        server.post(path).json(&json!({ "validate_quality": true, "image": data_url })),
        server.post(path).multipart(form(&image).text("validate_quality", "true")),
    ] {
        assert_eq!(request.send().await.unwrap().status(), 200);
        let sent = vendor.last();
        assert_eq!(sent.path, "/v2/ktp/extract");
        assert_eq!(sent.header("content-type"), Some("application/json"));
        assert_eq!(sent.header("content-length"), Some(&*sent.body.len().to_string()));
        assert_eq!(sent.text(), format!(r#"{{"image":"{base64}","validate_quality":true}}"#));
    }
    server.send_json(&image).send().await.unwrap();
    assert_eq!(vendor.last().text(), format!(r#"{{"image":"{base64}"}}"#));
}

#[tokio::test]
async fn only_the_vendors_own_headers_are_sent_on() {
    let vendor = Vendor::agreeable().await;
    let server = Server::in_front_of(&vendor.base, &[]);
    let ours = |request: reqwest::RequestBuilder| {
        request
            .header("authorization", "Bearer ticket")
            .header("cookie", "session=1")
            .header("app-id", "stolen")
            .header("sandbox-scenario", "cut")
            .header("idempotency-key", "k")
    };
    ours(server.send_json(&jpeg("v"))).send().await.unwrap();
    let sent = vendor.last();
    assert_eq!((sent.header("app-id"), sent.header("api-key")), (Some("test-app"), Some("test-key")));
    for name in ["authorization", "cookie", "sandbox-scenario", "idempotency-key"] {
        assert_eq!(sent.header(name), None, "{name}");
    }
    server
        .send_form("/api/ocr/glair/stnk", &jpeg("g"))
        .header("authorization", "Bearer ticket")
        .header("app-id", "stolen")
        .send()
        .await
        .unwrap();
    let sent = vendor.last();
    let basic = format!("Basic {}", STANDARD.encode("test-user:test-password"));
    assert_eq!(
        (sent.header("authorization"), sent.header("x-api-key")),
        (Some(&*basic), Some("test-glair-key"))
    );
    assert_eq!(sent.header("app-id"), None);
}

#[tokio::test]
async fn a_form_is_rebuilt_with_a_safe_name_and_the_true_type() {
    let vendor = Vendor::agreeable().await;
    let server = Server::in_front_of(&vendor.base, &[]);
    let image = jpeg("form");
    for (path, upstream) in [
        ("verihubs/kitas", "/v2/ocr/kitas"),
        ("verihubs/stnk", "/v2/ocr/stnk"),
        ("verihubs/bpkb_ik", "/v2/ocr/bpkb_ik"),
        ("verihubs/bpkb_ip", "/v2/ocr/bpkb_ip"),
        ("glair/ktp", "/ocr/v1/ktp"),
        ("glair/kitas", "/ocr/v1/kitas-kitap"),
        ("glair/stnk", "/ocr/v1/stnk"),
        ("glair/stnk?table=false", "/ocr/v1/stnk"),
        ("glair/stnk?table=true", "/ocr/v1/stnk-with-table"),
        ("glair/bpkb", "/ocr/v1/bpkb"),
    ] {
        server.send_form(&format!("/api/ocr/{path}"), &image).send().await.unwrap();
        let sent = vendor.last();
        assert_eq!(sent.path, upstream);
        let text = sent.text();
        assert!(text.contains(r#"name="image"; filename="document.jpg""#), "{text}");
        assert!(text.contains("Content-Type: image/jpeg"), "{text}");
        assert!(!text.contains("Budi") && !text.contains("image/png"), "{text}");
        assert_eq!(text.matches("Content-Disposition").count(), 1);
        assert!(sent.body.windows(image.len()).any(|window| window == image));
        assert_eq!(sent.header("content-length"), Some(&*sent.body.len().to_string()));
    }
}

#[tokio::test]
async fn options_go_where_glair_has_them() {
    let vendor = Vendor::agreeable().await;
    let server = Server::in_front_of(&vendor.base, &[]);
    let image = jpeg("options");
    server.send_form("/api/ocr/glair/bpkb?page=2", &image).send().await.unwrap();
    assert!(vendor.last().text().contains("name=\"page\"\r\n\r\n2\r\n"));
    for (asked, path) in [("true", "/ocr/v1/ktp/qualities"), ("false", "/ocr/v1/ktp")] {
        let form = form(&image).text("validate_quality", asked);
        server.post("/api/ocr/glair/ktp").multipart(form).send().await.unwrap();
        let sent = vendor.last();
        assert_eq!(sent.path, path);
        assert!(!sent.text().contains("validate_quality"));
    }
}

#[tokio::test]
async fn an_https_address_of_a_listed_host_is_passed_on_unread() {
    let vendor = Vendor::agreeable().await;
    let server = Server::in_front_of(&vendor.base, &["--allow-image-host", "files.example"]);
    let send = |url: &str| server.post("/api/ocr/verihubs/ktp").json(&json!({ "image": url }));
    send("https://files.example/k.jpg?a=1").send().await.unwrap();
    assert_eq!(vendor.last().text(), r#"{"image":"https://files.example/k.jpg?a=1"}"#);
    for url in [
        "http://files.example/k.jpg",
        "file:///etc/passwd",
        "ftp://x/y",
        "https://",
        "https://other.example/k.jpg",
        "https://files.example@other.example/k.jpg",
    ] {
        let (status, problem) = problem(send(url)).await;
        assert_eq!((status, &problem["type"]), (400, &json!("urn:periksa:invalid_payload")), "{url}");
    }
    assert_eq!(vendor.calls(), 1);
    // Nothing of such a picture is checked, so without a list there is none.
    let server = Server::in_front_of(&vendor.base, &[]);
    let address = json!({ "image": "https://files.example/k.jpg?a=1" });
    let (status, problem) = problem(server.post("/api/ocr/verihubs/ktp").json(&address)).await;
    assert_eq!((status, &problem["billed"]), (400, &json!("no")));
    assert!(problem["detail"].as_str().unwrap().contains("--allow-image-host"));
    assert_eq!(vendor.calls(), 1);
}

#[tokio::test]
async fn the_vendors_answer_comes_back_untouched() {
    let vendor = Vendor::start(|_| async {
        Response::builder()
            .status(418)
            .header("content-type", "text/weird; charset=latin1")
            .header("request-id", "r-1")
            .header("retry-after", "7")
            .header("set-cookie", "vendor=1")
            .header("server", "vendor")
            .body(Body::from(&b"\xff\xfe not utf-8"[..]))
            .unwrap()
    })
    .await;
    let server = Server::in_front_of(&vendor.base, &[]);
    let answer = server.send_json(&jpeg("untouched")).send().await.unwrap();
    assert_eq!(answer.status(), 418);
    for (name, value) in [
        ("content-type", "text/weird; charset=latin1"),
        ("request-id", "r-1"),
        ("retry-after", "7"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(answer.headers()[name], value);
    }
    for name in ["set-cookie", "server", "sandbox", "idempotent-replay"] {
        assert!(!answer.headers().contains_key(name), "{name}");
    }
    assert_eq!(&answer.bytes().await.unwrap()[..], b"\xff\xfe not utf-8");
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_not_a_second_call() {
    let vendor = Vendor::start(|_| async {
        Response::builder().status(307).header("location", "/elsewhere").body(Body::empty()).unwrap()
    })
    .await;
    let server = Server::in_front_of(&vendor.base, &[]);
    assert_eq!(server.send_json(&jpeg("redirect")).send().await.unwrap().status(), 307);
    assert_eq!(vendor.calls(), 1);
}

#[tokio::test]
async fn what_is_wrong_with_the_request_is_said_without_a_call() {
    let vendor = Vendor::agreeable().await;
    let server = Server::in_front_of(&vendor.base, &[]);
    let image = jpeg("bad");
    let base64 = STANDARD.encode(&image);
    let ktp = |body: serde_json::Value| server.post("/api/ocr/verihubs/ktp").json(&body);
    let stnk = |form: Form| server.post("/api/ocr/glair/stnk").multipart(form);
    for (request, status, code) in [
        (server.send_form("/api/ocr/verihubs/bpkb", &image), 404, "not_found"),
        (server.send_form("/api/ocr/glair/bpkb_ik", &image), 404, "not_found"),
        (server.send_form("/api/ocr/nobody/ktp", &image), 404, "not_found"),
        (server.send_form("/api/ocr/%ff/ktp", &image), 404, "not_found"),
        (server.send_form("/api/elsewhere", &image), 404, "not_found"),
        (server.client.put(server.url("/api/ocr/verihubs/ktp")), 405, "not_found"),
        (server.client.get(server.url("/api/ocr/verihubs/ktp")), 400, "invalid_payload"),
        (server.client.get(server.url("/api/ocr/verihubs/bpkb")), 404, "not_found"),
        (server.send_form("/api/ocr/glair/stnk?page=1", &image), 400, "invalid_payload"),
        (server.send_form("/api/ocr/glair/bpkb?page=5", &image), 400, "invalid_payload"),
        (server.send_form("/api/ocr/glair/bpkb?page=two", &image), 400, "invalid_payload"),
        (server.send_form("/api/ocr/verihubs/stnk?table=true", &image), 400, "invalid_payload"),
        (server.send_form("/api/ocr/glair/stnk?table=yes", &image), 400, "invalid_payload"),
        (server.send_form("/api/ocr/glair/stnk?tabel=true", &image), 400, "invalid_payload"),
        (stnk(form(&image).text("validate_quality", "true")), 400, "invalid_payload"),
        (stnk(form(&image).text("page", "1")), 400, "invalid_payload"),
        (stnk(form(&image).part("image", file(&image))), 400, "invalid_payload"),
        (stnk(Form::new().part("picture", file(&image))), 400, "invalid_payload"),
        (stnk(Form::new().text("validate_quality", "true")), 400, "image_missing"),
        (server.post("/api/ocr/glair/stnk").json(&json!({ "image": base64 })), 400, "invalid_payload"),
        (server.post("/api/ocr/glair/stnk").body("x"), 400, "invalid_payload"),
        (
            server.post("/api/ocr/glair/stnk").header("content-type", "multipart/form-data").body("x"),
            400,
            "invalid_payload",
        ),
        (ktp(json!({})), 400, "image_missing"),
        (ktp(json!({ "image": "" })), 400, "image_missing"),
        (ktp(json!({ "image": null })), 400, "image_missing"),
        (ktp(json!({ "image": "data:image/png;base64," })), 400, "image_missing"),
        (ktp(json!({ "image": "not base64!" })), 400, "invalid_payload"),
        (ktp(json!({ "image": base64, "validate_quality": "yes" })), 400, "invalid_payload"),
        (ktp(json!({ "image": base64, "reference_id": "r" })), 400, "invalid_payload"),
        (server.send_json(&image).header("idempotency-key", ""), 400, "invalid_payload"),
        (server.send_json(&image).header("idempotency-key", "a b"), 400, "invalid_payload"),
    ] {
        let (said, problem) = problem(request).await;
        assert_eq!(said, status, "{problem}");
        assert_eq!(problem["type"], format!("urn:periksa:{code}"), "{problem}");
        assert_eq!(problem["billed"], "no");
    }
    assert_eq!(vendor.calls(), 0);
}

#[tokio::test]
async fn the_file_is_checked_again_with_the_browsers_rules() {
    let vendor = Vendor::agreeable().await;
    let server = Server::in_front_of(&vendor.base, &[]);
    let mut heavy = jpeg("heavy");
    heavy.splice(heavy.len() - 2..heavy.len() - 2, vec![0x2a; 5_000_000]);
    for (image, code) in [
        (b"just a text".to_vec(), "unsupported_format"),
        (jpeg_of(719, 480, ""), "too_few_pixels"),
        (heavy, "file_too_large"),
    ] {
        for request in [server.send_form("/api/ocr/verihubs/ktp", &image), server.send_json(&image)] {
            let (status, problem) = problem(request).await;
            assert_eq!((status, &problem["type"]), (422, &json!("urn:periksa:invalid_file")));
            assert_eq!(problem["problems"][0]["code"], code);
            assert!(problem["problems"][0]["messages"]["id"].is_string());
        }
    }
    let (status, problem) = problem(server.send_form("/api/ocr/glair/stnk", b"")).await;
    assert_eq!((status, &problem["problems"][0]["code"]), (422, &json!("empty_file")));
    assert_eq!(vendor.calls(), 0);
}

#[tokio::test]
async fn a_body_that_is_too_large_gets_its_413_even_while_it_is_sent() {
    let vendor = Vendor::agreeable().await;
    let server = Server::in_front_of(&vendor.base, &[]);
    for length in [16 * 1024 * 1024 + 1, 40_000_000] {
        let (status, problem) = problem(server.post("/api/ocr/verihubs/stnk").body(vec![0x2a; length])).await;
        assert_eq!((status, &problem["type"]), (413, &json!("urn:periksa:image_too_large")));
    }
    let mut image = jpeg("large but fine");
    image.splice(image.len() - 2..image.len() - 2, vec![0x2a; 9_900_000]);
    assert_eq!(server.send_form("/api/ocr/verihubs/stnk", &image).send().await.unwrap().status(), 200);
    assert!(vendor.last().body.len() > image.len());
}

#[tokio::test]
async fn a_vendor_that_is_not_there_bills_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let server = Server::in_front_of(&base, &[]);
    let (status, problem) = problem(server.send_json(&jpeg("refused"))).await;
    assert_eq!((status, &problem["type"]), (502, &json!("urn:periksa:vendor_unavailable")));
    assert_eq!(problem["billed"], "no");
}

#[tokio::test]
async fn a_vendor_that_does_not_answer_may_have_billed() {
    let vendor = Vendor::start(|_| async {
        tokio::time::sleep(Duration::from_secs(20)).await;
        Response::default()
    })
    .await;
    let server = Server::in_front_of(&vendor.base, &["--upstream-timeout", "1"]);
    let (status, problem) = problem(server.send_json(&jpeg("slow"))).await;
    assert_eq!((status, &problem["type"]), (504, &json!("urn:periksa:timeout")));
    assert_eq!(problem["billed"], "unknown");
}

#[tokio::test]
async fn a_vendor_that_breaks_off_may_have_billed() {
    for answer in ["", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf"] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            loop {
                let (mut socket, _) = listener.accept().await.unwrap();
                let mut request = vec![0; 64 * 1024];
                let _ = socket.read(&mut request).await.unwrap();
                socket.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        let server = Server::in_front_of(&base, &[]);
        let (status, problem) = problem(server.send_json(&jpeg("broken"))).await;
        assert_eq!((status, &problem["type"]), (502, &json!("urn:periksa:vendor_unavailable")));
        assert_eq!(problem["billed"], "unknown");
    }
}

#[tokio::test]
async fn a_vendor_without_credentials_is_not_there() {
    let vendor = Vendor::agreeable().await;
    let mut environment = CREDENTIALS[..2].to_vec();
    environment.extend([("VERIHUBS_BASE_URL", &*vendor.base), ("GLAIR_API_KEY", "")]);
    let server = Server::start(&["--open"], &environment);
    let (status, problem) = problem(server.send_form("/api/ocr/glair/stnk", &jpeg("none"))).await;
    assert_eq!((status, &problem["type"]), (404, &json!("urn:periksa:not_found")));
    assert_eq!(server.send_form("/api/ocr/verihubs/stnk", &jpeg("one")).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn nothing_of_the_upload_is_in_an_error() {
    let vendor = Vendor::agreeable().await;
    let server = Server::in_front_of(&vendor.base, &[]);
    let secret = "3174015508900001";
    let part = Part::bytes(secret.as_bytes().to_vec()).file_name(secret).mime_str("image/jpeg").unwrap();
    let path = "/api/ocr/verihubs/ktp";
    for request in [
        server.post(path).json(&json!({ "image": format!("!{secret}") })),
        server.post(path).json(&json!({ "image": "", secret: secret })),
        server.post(path).header("content-type", "application/json").body(format!("{{{secret}")),
        server.post(path).multipart(Form::new().text(secret, secret)),
        server.post(path).multipart(Form::new().part("image", part)),
        server.post(&format!("{path}?page={secret}")).json(&json!({ "image": secret })),
        server.post(path).header("idempotency-key", format!("{secret} x")).json(&json!({ "image": secret })),
    ] {
        let (_, problem) = problem(request).await;
        assert!(!problem.to_string().contains(secret), "{problem}");
    }
}
