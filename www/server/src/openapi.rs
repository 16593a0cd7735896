//! What the proxy takes and answers, as OpenAPI 3.1: `periksa-proxy openapi` prints it.

use periksa::request::{BodyKind, CallOptions, FILE_FIELD, VALIDATE_QUALITY_FIELD, check_options, endpoint};
use periksa::{Billed, Route};
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{
    HttpMethod, Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn,
};
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::response::{Response, ResponseBuilder, Responses, ResponsesBuilder};
use utoipa::openapi::schema::{
    AdditionalProperties, AnyOfBuilder, ArrayBuilder, ObjectBuilder, Schema, SchemaType, Type,
};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, Content, InfoBuilder, KnownFormat, OpenApiBuilder, PathItem, PathsBuilder, Ref,
    Required, SchemaFormat,
};
use utoipa::{IntoParams, PartialSchema};

use crate::json::KtpBody;
use crate::key::{IDEMPOTENCY_KEY, MAX_CHARACTERS};
use crate::problem::{CODES, Members};
use crate::proxy::QueryOptions;

/// The description, as JSON.
pub fn openapi() -> serde_json::Result<String> {
    let info =
        InfoBuilder::new().title("periksa-proxy").version(env!("CARGO_PKG_VERSION")).description(Some(
            "Reads a photographed document by one call of an OCR vendor, whose answer comes back untouched.",
        ));
    let mut paths = PathsBuilder::new();
    for route in Route::ALL {
        let mut path = PathItem::new(HttpMethod::Post, send(route));
        path.get = Some(resume(route));
        paths = paths.path(format!("/api/ocr/{route}"), path);
    }
    let mut ticket = Http::new(HttpAuthScheme::Bearer);
    ticket.bearer_format = Some("JWT".to_owned());
    ticket.description =
        Some("An upload ticket, signed by the site's backend; none where --open was given.".to_owned());
    let components = ComponentsBuilder::new()
        .schema(PROBLEM_SCHEMA, Members::schema())
        .security_scheme(TICKET, SecurityScheme::Http(ticket));
    OpenApiBuilder::new()
        .info(info.build())
        .paths(paths.build())
        .components(Some(components.build()))
        .build()
        .to_pretty_json()
}

/// `POST`: a document is read.
fn send(route: Route) -> Operation {
    let mut operation = OperationBuilder::new()
        .operation_id(Some(format!("read {route}")))
        .summary(Some(
            "Checks the upload by the browser's rules, calls the vendor once, and gives its answer back.",
        ))
        .parameter(
            key("Names the call, which is made once. Where --open was given it may be left out.")
                .required(Required::True),
        )
        .request_body(Some(body(route)))
        .responses(answers())
        .security(SecurityRequirement::new(TICKET, NO_SCOPES));
    for option in QueryOptions::into_params(|| None) {
        if is_taken(route, &option) {
            operation = operation.parameter(option);
        }
    }
    operation.build()
}

/// `GET`: the answer of a call.
fn resume(route: Route) -> Operation {
    OperationBuilder::new()
        .operation_id(Some(format!("resume {route}")))
        .summary(Some("Gives the answer of a call by its key; nothing is sent to the vendor."))
        .parameter(key("Of the call.").required(Required::True))
        .responses(answers())
        .security(SecurityRequirement::new(TICKET, NO_SCOPES))
        .build()
}

fn key(description: &str) -> ParameterBuilder {
    let schema = text().pattern(Some("^[!-~]+$")).min_length(Some(1)).max_length(Some(MAX_CHARACTERS));
    ParameterBuilder::new()
        .name(IDEMPOTENCY_KEY.as_str())
        .parameter_in(ParameterIn::Header)
        .description(Some(description))
        .schema(Some(schema))
}

fn is_taken(route: Route, option: &Parameter) -> bool {
    let options = match option.name.as_str() {
        "table" => CallOptions { table: true, ..CallOptions::default() },
        _ => CallOptions { page: Some(1), ..CallOptions::default() },
    };
    check_options(route, &options).is_ok()
}

fn body(route: Route) -> RequestBody {
    let file = text()
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
        .description(Some("A JPEG, a PNG or a PDF, as the vendor takes it of this document."));
    let mut form = ObjectBuilder::new().property(FILE_FIELD, file).required(FILE_FIELD);
    let judged = CallOptions { validate_quality: Some(true), ..CallOptions::default() };
    if check_options(route, &judged).is_ok() {
        form = form.property(VALIDATE_QUALITY_FIELD, enumeration(["true", "false"].map(str::to_owned)));
    }
    let form = form.additional_properties(Some(AdditionalProperties::FreeForm(false)));
    let mut body = RequestBodyBuilder::new()
        .required(Some(Required::True))
        .content("multipart/form-data", ContentBuilder::new().schema(Some(form)).build());
    if endpoint(route, &CallOptions::default()).body == BodyKind::Json {
        body = body.content(JSON, ContentBuilder::new().schema(Some(KtpBody::schema())).build());
    }
    body.build()
}

/// What both methods answer.
fn answers() -> Responses {
    let vendors = || ContentBuilder::new().build();
    let problem =
        || -> Content { ContentBuilder::new().schema(Some(Ref::from_schema_name(PROBLEM_SCHEMA))).build() };
    let mut answers = ResponsesBuilder::new();
    for (status, description) in STATUSES {
        let mut answer = ResponseBuilder::new().description(*description).content(JSON, vendors());
        if *status != 200 {
            answer = answer.content("application/problem+json", problem());
        }
        answers = answers.response(status.to_string(), with_headers(answer, *status));
    }
    answers.build()
}

fn with_headers(mut answer: ResponseBuilder, status: u16) -> Response {
    for (name, description, only) in HEADERS {
        if only.is_empty() || only.contains(&status) {
            let header = HeaderBuilder::new().schema(Some(text())).description(Some(*description));
            answer = answer.header(*name, header.build());
        }
    }
    answer.build()
}

/// The picture in JSON.
pub(crate) fn image() -> Schema {
    let base64 =
        text().pattern(Some(BASE64)).description(Some("The file as base64, or as a data URL of that."));
    let address = text()
        .pattern(Some("^https://[!-~]{1,2000}$"))
        .description(Some("Its address, on a host that the proxy was started for by --allow-image-host."));
    Schema::AnyOf(AnyOfBuilder::new().item(base64).item(address).build())
}

/// `urn:periksa:<code>`, of each problem there is.
pub(crate) fn urns() -> Schema {
    let urns = CODES.iter().map(|(code, _)| format!("urn:periksa:{}", code.as_str()));
    enumeration(urns)
}

/// Was the call charged?
pub(crate) fn billed() -> Schema {
    enumeration(Billed::ALL.iter().map(|billed| billed.as_str().to_owned()))
}

/// What is wrong with the file: as the browser's check says it.
pub(crate) fn problems() -> Schema {
    let problem = ObjectBuilder::new()
        .property("code", text())
        .property("severity", enumeration(["error", "warning"].map(str::to_owned)))
        .required("code")
        .required("severity");
    Schema::Array(ArrayBuilder::new().items(problem).build())
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::new(Type::String))
}

fn enumeration(names: impl IntoIterator<Item = String>) -> Schema {
    Schema::Object(text().enum_values(Some(names)).build())
}

const JSON: &str = "application/json";
const PROBLEM_SCHEMA: &str = "Problem";
const TICKET: &str = "ticket";
const NO_SCOPES: [&str; 0] = [];
/// Whole groups of four, where the bits that the last one has too many are zero.
const BASE64: &str = "^(data:image/(jpeg|png);base64,)?([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=|[A-Za-z0-9+/][AQgw]==)$";

/// The statuses of the vendor's answer, which may be any other too, and of the proxy's own problems.
const STATUSES: &[(u16, &str)] = &[
    (200, "The vendor's answer, untouched."),
    (400, "The request can't be understood, or has no image."),
    (401, "There is no upload ticket, or no good one, or its calls were made."),
    (403, "The ticket is for other documents, or the page's origin is not listed."),
    (404, "There is no such route or vendor here; of a GET: no call with this key is known."),
    (408, "The body came too slowly."),
    (413, "The body is larger than 16 MiB."),
    (421, "The proxy is not known by that Host."),
    (422, "The file can't be used, or the key is that of another call."),
    (429, "There were too many calls from this address."),
    (500, "The proxy failed; nothing was sent."),
    (502, "The vendor can't be reached, or broke off; `billed` says whether that may cost money."),
    (503, "There is too much to do, or the store does not answer; nothing was sent."),
    (504, "The vendor has not answered; where the call is `pending`, the same key gets its answer later."),
];

/// Headers of answers, and the statuses that they come with; all where none is named.
const HEADERS: &[(&str, &str, &[u16])] = &[
    ("Proxy-Request-Id", "Stands in the proxy's log.", &[]),
    ("Request-Id", "The vendor's identifier of the call.", &[]),
    ("Idempotency-Key", "The answer is kept under this key.", &[]),
    ("Idempotent-Replay", "`true`: the answer was given before.", &[]),
    ("Sandbox", "`true`: made up by the sandbox.", &[]),
    ("Retry-After", "Seconds.", &[429, 503]),
];
