//! The engine's exports over real `File` objects, in a browser.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use js_sys::{Array, Function, JSON, Object, Promise, Reflect, Uint8Array};
use periksa::{Declared, ProblemCode, Route, Vendor, check, inspect::inspect_slice};
use periksa_js as js;
use periksa_js::{blob, job::Job};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::*;
use web_sys::{Blob, File, FilePropertyBag, FormData};

#[path = "../../../tests/support/encoded_pixels.rs"]
mod encoded_pixels;

wasm_bindgen_test_configure!(run_in_browser);

/// A JPEG as far as its headers go, 1000x640, padded in its coded data to `bytes`.
fn jpeg(bytes: usize) -> Vec<u8> {
    let mut file = Vec::from(
        *b"\xff\xd8\xff\xc0\0\x0b\x08\x02\x80\x03\xe8\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0",
    );
    file.resize(bytes.max(file.len() + 2) - 2, 0x55);
    file.extend(*b"\xff\xd9");
    file
}

/// Bytes without a pattern, the same at every run.
fn noise(len: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[0]
    };
    (0..len).map(|_| next()).collect()
}

fn file(bytes: &[u8], name: &str, media_type: &str) -> File {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let options = FilePropertyBag::new();
    options.set_type(media_type);
    File::new_with_u8_array_sequence_and_options(&parts, name, &options).unwrap()
}

/// Polls a job to its end, as `engine/instance.ts` does.
async fn finish(start: impl FnOnce(Function) -> Job) -> Result<JsValue, JsValue> {
    let wake = Function::new_no_args("globalThis.wokenJob?.()");
    let mut job = start(wake);
    while !job.poll() {
        let woken = Promise::new(&mut |resolve, _| {
            Reflect::set(&js_sys::global(), &"wokenJob".into(), &resolve).unwrap();
        });
        JsFuture::from(woken).await.unwrap();
    }
    job.outcome()
}

fn json(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().into()
}

fn member(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap()
}

/// Takes the engine's own base64 away, as an engine is that never had it, until it is given back.
fn without_base64() -> Function {
    let take = Function::new_no_args(
        "const { toBase64 } = Uint8Array.prototype;
        delete Uint8Array.prototype.toBase64;
        return () => { if (toBase64) Uint8Array.prototype.toBase64 = toBase64; };",
    );
    take.call0(&JsValue::UNDEFINED).unwrap().unchecked_into()
}

/// Puts something in the place of `crypto.subtle`, which it may use as `real`, until it is given back.
fn with_subtle(instead: &str) -> Function {
    let put = Function::new_no_args(&format!(
        "const real = crypto.subtle;
        Object.defineProperty(crypto, 'subtle', {{ value: {instead}, configurable: true }});
        return () => delete crypto.subtle;"
    ));
    put.call0(&JsValue::UNDEFINED).unwrap().unchecked_into()
}

fn options(document: &str, vendor: &str) -> JsValue {
    let options = Object::new();
    Reflect::set(&options, &"document".into(), &document.into()).unwrap();
    Reflect::set(&options, &"vendor".into(), &vendor.into()).unwrap();
    options.into()
}

fn reply(status: u16, request_id: &str) -> JsValue {
    let reply = Object::new();
    Reflect::set(&reply, &"status".into(), &status.into()).unwrap();
    Reflect::set(&reply, &"requestId".into(), &request_id.into()).unwrap();
    reply.into()
}

#[wasm_bindgen_test]
async fn facts_are_those_of_the_same_bytes_in_memory() {
    for (bytes, name, media_type) in [
        (jpeg(2_000), "KTP.JPG", "image/jpeg"),
        (jpeg(3_000_000), "ktp.png", ""),
        (b"not a picture".to_vec(), "scan.jpg", "image/jpeg"),
        (Vec::new(), "empty", ""),
    ] {
        let facts = finish(|wake| js::inspect(file(&bytes, name, media_type).into(), wake)).await.unwrap();
        let declared = Declared { media_type: Some(media_type.into()), file_name: Some(name.into()) };
        let native = serde_json::to_string(&inspect_slice(&bytes, declared)).unwrap();
        assert_eq!(json(&facts), native);
    }
}

#[wasm_bindgen_test]
async fn reports_are_those_of_the_same_bytes_in_memory() {
    for route in Route::ALL {
        for bytes in [jpeg(20_000), jpeg(6_000_000), jpeg(20_000_000), b"text".to_vec(), Vec::new()] {
            let picked = file(&bytes, "ktp.jpg", "image/jpeg");
            let options = options(route.document().as_str(), route.vendor().as_str());
            Reflect::set(&options, &"checkQuality".into(), &false.into()).unwrap();
            let checked = finish(|wake| js::check(picked.into(), options, wake)).await.unwrap();
            let declared =
                Declared { media_type: Some("image/jpeg".into()), file_name: Some("ktp.jpg".into()) };
            let native = check::check_facts(inspect_slice(&bytes, declared), route);
            assert_eq!(json(&member(&checked, "report")), serde_json::to_string(&native).unwrap(), "{route}");
        }
    }
}

#[wasm_bindgen_test]
async fn a_blob_has_no_name() {
    let blob =
        Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(jpeg(500).as_slice()))).unwrap();
    let facts = blob::inspect(&blob).await.unwrap();
    assert_eq!((facts.declared_extension, facts.declared_type, facts.width), (None, None, Some(1000)));
}

#[wasm_bindgen_test]
async fn base64_is_the_browsers_own_across_pieces() {
    let btoa = Function::new_with_args(
        "bytes",
        "let text = ''; for (const byte of bytes) text += String.fromCharCode(byte); return btoa(text)",
    );
    // One piece is just under 1 MiB: less, exactly, and one and two bytes more than some pieces.
    for len in [0, 1, 2, 3, 1_048_575, 1_048_576, 1_048_577, 2_500_001] {
        let bytes = noise(len);
        let expected = btoa.call1(&JsValue::UNDEFINED, &Uint8Array::from(bytes.as_slice())).unwrap();
        let text = || finish(|wake| js::to_base64(file(&bytes, "x", "").into(), wake));
        assert!(text().await.unwrap() == expected, "{len} bytes");
        let give_back = without_base64();
        assert!(text().await.unwrap() == expected, "{len} bytes, by our own");
        give_back.call0(&JsValue::UNDEFINED).unwrap();
    }
    let picked = file(&jpeg(100), "x", "text/plain");
    let url = finish(|wake| js::to_data_url(picked.into(), wake)).await.unwrap().as_string().unwrap();
    assert!(url.starts_with("data:image/jpeg;base64,/9j/"), "the type is that of the content");
}

/// `tests/prepare/encoding.rs` asks the same of the native crate.
#[wasm_bindgen_test]
fn the_same_pixels_become_the_same_bytes() {
    assert_eq!(encoded_pixels::digests(), encoded_pixels::DIGESTS);
}

#[wasm_bindgen_test]
async fn a_ktp_goes_as_json_bytes() {
    let bytes = noise(1_500_000);
    let options = options("ktp", "verihubs");
    Reflect::set(&options, &"validateQuality".into(), &true.into()).unwrap();
    let call = || finish(|wake| js::encode_call(file(&bytes, "x", "").into(), options.clone(), wake));
    let by_engine = call().await.unwrap();
    let give_back = without_base64();
    let by_own = call().await.unwrap();
    give_back.call0(&JsValue::UNDEFINED).unwrap();
    let request = finish(|wake| js::encode_request(file(&bytes, "x", "").into(), options.clone(), wake));
    for request in [by_engine, by_own, request.await.unwrap()] {
        assert_eq!(json(&member(&request, "headers")), r#"{"Content-Type":"application/json"}"#);
        let body: Blob = member(&request, "body").dyn_into().unwrap();
        assert_eq!(body.type_(), "application/json");
        let text = JsFuture::from(body.text()).await.unwrap().as_string().unwrap();
        assert!(text.as_bytes() == periksa::request::ktp_json(&bytes, Some(true)));
    }
}

#[wasm_bindgen_test]
async fn everything_else_goes_as_a_form_with_its_real_type_and_a_safe_name() {
    for (document, vendor) in [("stnk", "glair"), ("kitas", "verihubs"), ("bpkb", "glair")] {
        let picked = file(&jpeg(900), "foto Budi 3174.png", "image/png");
        let options = options(document, vendor);
        let request = finish(|wake| js::encode_call(picked.into(), options, wake)).await.unwrap();
        assert_eq!(json(&member(&request, "headers")), "{}");
        let form: FormData = member(&request, "body").dyn_into().unwrap();
        let part: File = form.get("image").dyn_into().unwrap();
        assert_eq!(
            (part.name(), part.type_(), part.size()),
            ("document.jpg".into(), "image/jpeg".into(), 900.0)
        );
        assert!(form.get("validate_quality").is_null());
    }
}

#[wasm_bindgen_test]
async fn the_key_tells_bytes_route_and_options_apart() {
    let call = |bytes: Vec<u8>, document: &'static str, vendor: &'static str, upload: &'static str| async move {
        let options = options(document, vendor);
        Reflect::set(&options, &"upload".into(), &upload.into()).unwrap();
        let call = finish(|wake| js::encode_call(file(&bytes, "x", "").into(), options, wake)).await.unwrap();
        member(&call, "key").as_string().unwrap()
    };
    let key = call(jpeg(100), "ktp", "verihubs", "base64").await;
    assert!(key.len() == 64 && key.bytes().all(|byte| byte.is_ascii_hexdigit()), "{key}");
    assert_eq!(call(jpeg(100), "ktp", "verihubs", "base64").await, key);
    // The same call, whichever way it is written.
    assert_eq!(call(jpeg(100), "ktp", "verihubs", "multipart").await, key);
    assert_ne!(call(jpeg(101), "ktp", "verihubs", "base64").await, key);
    assert_ne!(call(jpeg(100), "ktp", "glair", "base64").await, key);
    assert_ne!(call(jpeg(100), "kitas", "verihubs", "base64").await, key);
}

/// A key that is another one pays twice for one call. The digest is that of `request::idempotency`'s
/// `a_key_stays_what_it_was`.
#[wasm_bindgen_test]
async fn whoever_hashes_a_key_it_is_the_same() {
    let key = |bytes: Vec<u8>| async move {
        let options = options("ktp", "verihubs");
        let call = finish(|wake| js::encode_call(file(&bytes, "x", "").into(), options, wake)).await.unwrap();
        member(&call, "key").as_string().unwrap()
    };
    let digest = "121aabccecc9688ec43b69e2d7d3c10a89046685bc8c130b9cc17b312d996c02";
    let route = Route::new(Vendor::Verihubs, periksa::DocumentKind::Ktp).unwrap();
    let mut own = periksa::request::KeyHasher::new(route, &Default::default());
    let large = noise(2_500_001);
    own.update(&large);
    let large_digest = own.finish();
    let asked = Function::new_no_args("return globalThis.digested ?? 0");
    for (subtle, calls) in [
        (
            "{ digest(...all) { globalThis.digested = (globalThis.digested ?? 0) + 1; return real.digest(...all); } }",
            2.0,
        ),
        ("undefined", 0.0),
        ("{ digest() { globalThis.digested++; throw new Error('no memory'); } }", 2.0),
        ("{ digest() { globalThis.digested++; return Promise.reject(new Error('no memory')); } }", 2.0),
    ] {
        let before = asked.call0(&JsValue::UNDEFINED).unwrap().as_f64().unwrap();
        let give_back = with_subtle(subtle);
        let keys = (key(b"file".to_vec()).await, key(large.clone()).await);
        give_back.call0(&JsValue::UNDEFINED).unwrap();
        assert_eq!((keys.0.as_str(), keys.1.as_str()), (digest, large_digest.as_str()), "{subtle}");
        let after = asked.call0(&JsValue::UNDEFINED).unwrap().as_f64().unwrap();
        assert!(after - before == calls, "{subtle}: {}", after - before);
    }
}

#[wasm_bindgen_test]
fn wrong_options_are_plain_data_that_says_what_is_wrong() {
    let error = js::requirements(&options("ktp", "nobody")).unwrap_err();
    assert_eq!(member(&error, "code"), "invalid_options");
    assert!(member(&member(&error, "messages"), "en").as_string().unwrap().contains("vendor must be"));
    assert!(member(&error, "partial").is_null() && member(&error, "vendorCode").is_null());
    let error = js::requirements(&options("bpkb", "verihubs")).unwrap_err();
    assert!(member(&member(&error, "messages"), "en").as_string().unwrap().contains("verihubs reads"));
}

#[wasm_bindgen_test]
fn an_answer_becomes_a_record_or_an_error() {
    let text = r#"{"message":"ok","data":{"nik":"3174015707900002","full_name":"SITI CONTOH"}}"#;
    let read = js::read(text, &options("ktp", "verihubs"), &reply(200, "r-1")).unwrap();
    assert!(member(&read, "error").is_null());
    let extraction = member(&read, "extraction");
    let nik = member(&member(&extraction, "record"), "nik");
    assert_eq!(
        json(&nik),
        r#"{"value":"3174015707900002","text":"3174015707900002","confidence":null,"textConfidence":null,"polygon":null,"page":null,"source":"/data/nik"}"#
    );
    assert_eq!(member(&extraction, "requestId"), "r-1");

    let text = r#"{"message":"KTP not detected","error_code":"KTP_NOT_DETECTED"}"#;
    let read = js::read(text, &options("ktp", "verihubs"), &reply(400, "r-2")).unwrap();
    assert!(member(&read, "extraction").is_null());
    let error = member(&read, "error");
    assert_eq!(member(&error, "code"), "document_not_detected");
    assert_eq!(member(&error, "action"), "retake_photo");
    assert_eq!(json(&member(&read, "outcome")), r#"{"mayRepeat":false,"settled":true,"billed":"unknown"}"#);
}

#[wasm_bindgen_test]
async fn memory_does_not_grow_with_the_number_of_files() {
    let picked: Blob = file(&jpeg(400_000), "ktp.jpg", "image/jpeg").into();
    let round = || async {
        for _ in 0..50 {
            finish(|wake| js::inspect(picked.clone(), wake)).await.unwrap();
            finish(|wake| js::encode_call(picked.clone(), options("ktp", "verihubs"), wake)).await.unwrap();
        }
        js::memory_bytes()
    };
    let settled = round().await;
    for _ in 0..4 {
        assert_eq!(round().await, settled);
    }
}

/// The finder is a wasm of its own: what is handed over is the picture, upright, and what comes back is in the report.
#[wasm_bindgen_test]
async fn what_another_finder_sees_is_reported() {
    // A white square in the upper left of a black picture, seen from its pixels alone.
    let load = Function::new_with_args(
        "isNeeded",
        "const find = (r, g, b, width, height) => {
           let side = 0; while (g[side] > 128) side += 1;
           if ([r, g, b].some((plane) => plane.at(-1) > 128 || plane.length !== width * height)) return undefined;
           const [low, high] = [-0.5, side - 0.5];
           return Float64Array.of(low, low, high, low, high, high, low, high, 912, 1, 0, 0, 1, 2);
         };
         return Promise.resolve({ find, revision: 41 });",
    );
    js::use_card_finder(load);
    let png = file(include_bytes!("square.png"), "square.png", "image/png");
    let quality = finish(|wake| js::assess_quality(png.clone().into(), wake)).await.unwrap();
    assert_eq!(member(&quality, "finder"), JsValue::from(41));
    let card = json(&member(&quality, "card"));
    assert!(card.starts_with(r#"{"corners":[[0,0],[24,0],[24,24],[0,24]],"confidence":0.912,"#), "{card}");
    assert!(
        card.contains(r#""cutSides":{"top":true,"right":false,"bottom":false,"left":true},"rotation":180"#),
        "{card}"
    );

    // One that fails is none; one whose numbers are no card sees none; and there may be none.
    for (found, revision) in [
        ("{ revision: 42, find() { throw new Error() } }", "null"),
        ("{ revision: 42, find: () => new Float64Array(3) }", "42"),
        ("{ revision: 42, find: () => undefined }", "42"),
        ("undefined", "null"),
    ] {
        js::use_card_finder(Function::new_no_args(&format!("return Promise.resolve({found})")));
        let quality = finish(|wake| js::assess_quality(png.clone().into(), wake)).await.unwrap();
        assert_eq!(json(&member(&quality, "card")), "null", "{found}");
        assert_eq!(json(&member(&quality, "finder")), revision, "{found}");
    }
    // What it rejects with, the job does.
    js::use_card_finder(Function::new_no_args("return Promise.reject('no finder')"));
    let thrown = finish(|wake| js::assess_quality(png.clone().into(), wake)).await.unwrap_err();
    assert_eq!(thrown.as_string().as_deref(), Some("no finder"));
}

#[wasm_bindgen_test]
fn each_rule_is_there_for_the_ktp() {
    let ktp = Route::new(Vendor::Verihubs, periksa::DocumentKind::Ktp).unwrap();
    let codes = |bytes: &[u8]| -> Vec<ProblemCode> {
        periksa::rules::find_problems(&inspect_slice(bytes, Declared::default()), ktp)
            .iter()
            .map(|problem| problem.code)
            .collect()
    };
    assert_eq!(codes(b""), [ProblemCode::EmptyFile]);
    assert_eq!(codes(b"text"), [ProblemCode::UnsupportedFormat]);
    assert_eq!(codes(&jpeg(6_000_000)), [ProblemCode::FileTooLarge]);
}
