//! The way of a file from picked to ready to be sent, in one job: checked, prepared, and checked again where it was
//! mended. What is decided on the way is decided in the core ([`Plan`]).

use js_sys::{Promise, Uint8Array};
use periksa::check::Checked;
use periksa::codes::{ErrorCode, ProblemCode};
use periksa::document::Route;
use periksa::options::Options;
use periksa::picture::pixels::of_rgba;
use periksa::picture::quality::{DecodedBy, assess_pixels};
use periksa::picture::{CardFinder, Pixels, Undecodable};
use periksa::prepare::{
    self, Change, ChangeKind, Crop, MAX_LONG_SIDE, Plan, Prepared, Refusal, Target, Transform,
};
use periksa::problem::CheckReport;
use periksa::quality::{QualityReport, Thousandths};
use periksa::{FileFacts, FileFormat, OcrError, check};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Blob};

use crate::job::{Fault, error_data};
use crate::source::{SourceFile, judge};
use crate::{blob, finder, plain};

#[wasm_bindgen]
extern "C" {
    /// What the page does for a file on its way, and what it hears of it.
    pub type Host;

    /// Aborted when nobody waits any more.
    #[wasm_bindgen(method, getter)]
    fn signal(this: &Host) -> Option<AbortSignal>;

    /// Called as a phase begins.
    #[wasm_bindgen(method)]
    fn phase(this: &Host, phase: &str);

    /// Called after each check, and after preparing.
    #[wasm_bindgen(method)]
    fn event(this: &Host, event: &JsValue);

    /// Has the browser decode a format that this crate doesn't: resolves to its pixels, `null` where it can't.
    #[wasm_bindgen(method, catch)]
    fn decode(this: &Host, file: &Blob, facts: &JsValue) -> Result<Promise, JsValue>;

    /// Pixels that the browser decoded, four bytes each.
    type BrowserPixels;

    #[wasm_bindgen(method, getter)]
    fn rgba(this: &BrowserPixels) -> Uint8Array;

    #[wasm_bindgen(method, getter)]
    fn width(this: &BrowserPixels) -> u32;

    #[wasm_bindgen(method, getter)]
    fn height(this: &BrowserPixels) -> u32;

    /// Bytes from one row to the next.
    #[wasm_bindgen(method, getter)]
    fn stride(this: &BrowserPixels) -> u32;

    /// EXIF's orientation that is left to be followed.
    #[wasm_bindgen(method, getter)]
    fn orientation(this: &BrowserPixels) -> u8;
}

/// Gives `{ file, report, facts, changes, transform, decoder }`.
///
/// # Errors
///
/// `invalid_file`, with the problems and the report of a file that can't be sent; `file_unreadable`; `aborted`.
pub(crate) async fn prepare(
    file: Blob,
    options: &Options,
    route: Route,
    host: &Host,
) -> Result<JsValue, Fault> {
    let mut source = SourceFile::open(file).await?;
    let plan = options.plan(route);
    let found = check::check_facts(source.facts.clone(), route);
    let needs_browser = prepare::needs_browser(&found);
    let target = plan.target(&source.facts);
    let mut report = None;
    if options.check.unwrap_or(true) {
        host.phase("checking");
        // A picture that will be turned is judged after the turn, if it can be used at all.
        let checked = if plan.turns() && !check::needs_pixels(&found, false) {
            found.into()
        } else {
            // For the card alone other pixels are needed.
            let shared = target.as_ref().filter(|_| !plan.crops());
            source.check_quality(found, options, route, shared).await?
        };
        let checked = host.hear_of_check(checked)?;
        if !plan.goes_on(&checked) {
            return Err(OcrError::refused(checked).into());
        }
        report = Some(checked);
    }
    if plan.leaves() {
        return Ready::unchanged(source, report).write();
    }
    host.go_on()?;
    host.phase("preparing");
    let (bytes_before, was_cut) = (source.facts.bytes, source.facts.complete == Some(false));
    let cut;
    let (prepared, decoder) = if needs_browser && let Some(decoded) = host.decoded(&source).await? {
        host.go_on()?;
        let (prepared, card) = converted(&source, &plan, &decoded).await?;
        cut = card;
        (prepared, DecodedBy::Native)
    } else {
        cut = card(&mut source, &plan, report.as_ref()).await?;
        // Whole it may go as it is.
        let Some(target) = target.or(cut.as_ref().map(|_| plan.limits())) else {
            if plan.turns() && report.is_some() {
                let found = check::check_facts(source.facts.clone(), route);
                report = Some(host.hear_of_check(source.check_quality(found, options, route, None).await?)?);
            }
            return Ready::unchanged(source, report).write();
        };
        (prepared(&mut source, &plan, target, cut.as_ref()).await?, DecodedBy::Periksa)
    };
    host.go_on()?;
    let prepared = match prepared {
        Ok(prepared) => prepared,
        Err((refusal, target)) => {
            // A file that passed may go as it is.
            if !plan.must_change() && report.as_ref().is_none_or(|report| report.ok) {
                return Ready::unchanged(source, report).write();
            }
            let problem = prepare::problem(refusal, &source.facts, route, &target);
            return Err(OcrError::refused_by(problem, report).into());
        }
    };
    let cut = cut.filter(|_| prepared.is_cropped());
    let Prepared { bytes, format, changes, transform, .. } = prepared;
    let mut made = match bytes {
        Some(bytes) => SourceFile::of_bytes(blob::named(&source.blob, &bytes, format)?.into(), bytes),
        None => source,
    };
    host.hear_of_preparing(bytes_before, &made.facts, &changes)?;
    let found = check::check_facts(made.facts.clone(), route);
    // A file that was mended or turned is checked again. One that passed before has to keep within the vendor's limits.
    let is_other = plan.turns() || was_cut || report.as_ref().is_some_and(|report| !report.ok);
    if report.is_some() && is_other {
        let checked = match cut {
            Some(Cut { quality, .. })
                if check::needs_pixels(&found, options.check_quality != Some(false)) =>
            {
                judge(found, Ok(quality), options, route)
            }
            _ => made.check_quality(found, options, route, None).await?,
        };
        report = Some(host.hear_of_check(checked)?);
    } else if plan.must_pass() && !found.ok {
        return Err(OcrError::refused(found).into());
    }
    Ready { file: made, report, changes, transform, decoder }.write()
}

/// A card that is to be cut out, and what was seen on the whole picture: cut out, it would be judged by less.
struct Cut {
    crop: Crop,
    quality: QualityReport,
}

/// The card in the file's picture as it will be turned, where it is to be cut out and there is one.
async fn card(
    source: &mut SourceFile,
    plan: &Plan,
    report: Option<&CheckReport>,
) -> Result<Option<Cut>, Fault> {
    if !plan.crops() {
        return Ok(None);
    }
    let judged = report.filter(|_| !plan.turns()).and_then(|report| report.quality);
    let quality = match judged {
        None => source.quality(plan.turned_orientation(source.facts.orientation), None, true).await?.ok(),
        judged => judged,
    };
    Ok(quality.and_then(|quality| Some(Cut { crop: plan.crop(&quality)?, quality })))
}

/// Why a file can't be prepared, and for what it was to be.
type Refused = (Refusal, Target);

/// The file prepared from its own bytes; the card alone, where it can be cut out.
async fn prepared(
    source: &mut SourceFile,
    plan: &Plan,
    target: Target,
    cut: Option<&Cut>,
) -> Result<Result<Prepared, Refused>, Fault> {
    let facts = plan.turned(&source.facts);
    let decoded = source.decoded.take();
    let bytes = match source.picture().await? {
        Err(Undecodable::TooLarge) => return Ok(Err((Refusal::Unshrinkable, target))),
        // Of a PDF no bytes are needed.
        bytes => bytes.unwrap_or_default(),
    };
    let prepared = match cut {
        Some(Cut { crop, .. }) => prepare::prepare_card(bytes, &facts, &target, crop),
        None => prepare::prepare_decoded(bytes, &facts, &target, decoded),
    };
    Ok(prepared.map_err(|refusal| (refusal, target)))
}

/// The file prepared from what the browser decoded, and the card that was cut out.
async fn converted(
    source: &SourceFile,
    plan: &Plan,
    decoded: &BrowserPixels,
) -> Result<(Result<Prepared, Refused>, Option<Cut>), Fault> {
    let target = plan.limits();
    let facts = plan.turned(&source.facts);
    let orientation = plan.turned_orientation(decoded.orientation());
    let pixels = match browser_pixels(decoded) {
        Ok(pixels) => pixels,
        Err(reason) => return Ok((Err((reason.into(), target)), None)),
    };
    if !plan.crops() {
        let prepared = prepare::convert(pixels, &facts, orientation, &target, None);
        return Ok((prepared.map_err(|refusal| (refusal, target)), None));
    }
    let finder = finder::Loading::begin(true).end().await?;
    let finder = finder.as_ref().map(|finder| finder as &dyn CardFinder);
    // Of a card there are the pixels that were kept.
    let pixels = pixels.at_own_size();
    let quality = assess_pixels(&pixels, orientation, finder);
    let cut = plan.crop(&quality).map(|crop| Cut { crop, quality });
    let crop = cut.as_ref().map(|cut| &cut.crop);
    let prepared = prepare::convert(pixels, &facts, orientation, &target, crop);
    Ok((prepared.map_err(|refusal| (refusal, target)), cut))
}

fn browser_pixels(decoded: &BrowserPixels) -> Result<Pixels, Undecodable> {
    let (rgba, width, stride) = (decoded.rgba(), decoded.width(), decoded.stride());
    of_rgba(width, decoded.height(), MAX_LONG_SIDE, &mut |y, row| {
        let start = y.saturating_mul(stride);
        let end = start.saturating_add(width.saturating_mul(4));
        if end <= rgba.length() {
            rgba.subarray(start, end).copy_to(row);
        }
    })
}

/// A file that can be sent, if its report says so.
struct Ready {
    file: SourceFile,
    report: Option<CheckReport>,
    changes: Vec<Change>,
    transform: Transform,
    decoder: DecodedBy,
}

impl Ready {
    /// A file that goes as it is.
    fn unchanged(file: SourceFile, report: Option<CheckReport>) -> Self {
        let (changes, transform) = (Vec::new(), Transform::IDENTITY);
        Self { file, report, changes, transform, decoder: DecodedBy::Periksa }
    }

    /// # Errors
    ///
    /// `invalid_file`: it did not pass its check. The error has what was made of it as `prepared`.
    fn write(self) -> Result<JsValue, Fault> {
        #[derive(Serialize)]
        struct Data<'a> {
            report: Option<&'a CheckReport>,
            facts: &'a FileFacts,
            changes: &'a [Change],
            transform: Transform,
            decoder: DecodedBy,
        }
        let Self { file, mut report, changes, transform, decoder } = self;
        if let Some(report) = &mut report {
            plain::localize(report);
        }
        let data =
            Data { report: report.as_ref(), facts: &file.facts, changes: &changes, transform, decoder };
        let object = plain::write::<_, Fault>(&data)?;
        plain::set(&object, "file", file.blob)?;
        match report {
            Some(report) if !report.ok => {
                let error = error_data(OcrError::refused(report));
                if !changes.is_empty() {
                    plain::set(&error, "prepared", object)?;
                }
                Err(error.into())
            }
            _ => Ok(object),
        }
    }
}

impl Host {
    /// Ends the way of a file that nobody waits for.
    fn go_on(&self) -> Result<(), Fault> {
        if self.signal().is_some_and(|signal| signal.aborted()) {
            return Err(OcrError::unsent(ErrorCode::Aborted).into());
        }
        Ok(())
    }

    async fn decoded(&self, source: &SourceFile) -> Result<Option<BrowserPixels>, Fault> {
        let facts = plain::write::<_, Fault>(&source.facts)?;
        let decoded = JsFuture::from(self.decode(&source.blob, &facts)?).await?;
        Ok(decoded.is_object().then(|| decoded.unchecked_into()))
    }

    fn hear_of_check(&self, checked: Checked) -> Result<CheckReport, Fault> {
        #[derive(Serialize)]
        struct Event<'a> {
            phase: &'static str,
            ok: bool,
            format: FileFormat,
            bytes: u64,
            problems: Vec<ProblemCode>,
            /// Findings that the policy only measures.
            shadowed: &'a [ProblemCode],
            /// `null` where the pixels were not judged.
            scores: Option<Scores>,
        }
        #[derive(Serialize)]
        struct Scores {
            blur: Thousandths,
            dark: Thousandths,
            flashlight: Thousandths,
            grayscale: Thousandths,
        }
        let scores = |quality: QualityReport| Scores {
            blur: quality.blur.score,
            dark: quality.dark.score,
            flashlight: quality.flashlight.score,
            grayscale: quality.grayscale.score,
        };
        let Checked { report, shadowed, .. } = checked;
        self.event(&plain::write::<_, Fault>(&Event {
            phase: "checking",
            ok: report.ok,
            format: report.facts.format,
            bytes: report.facts.bytes,
            problems: report.problems.iter().map(|problem| problem.code).collect(),
            shadowed: &shadowed,
            scores: report.quality.map(scores),
        })?);
        Ok(report)
    }

    fn hear_of_preparing(&self, bytes: u64, made: &FileFacts, changes: &[Change]) -> Result<(), Fault> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Event {
            phase: &'static str,
            bytes: u64,
            prepared_bytes: u64,
            changes: Vec<ChangeKind>,
        }
        let changes = changes.iter().map(|change| change.kind).collect();
        let event = Event { phase: "preparing", bytes, prepared_bytes: made.bytes, changes };
        self.event(&plain::write::<_, Fault>(&event)?);
        Ok(())
    }
}
