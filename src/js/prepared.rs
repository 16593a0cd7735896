//! Files made fit for a vendor: pixels come from the file, or from the browser where only that can decode them.

use js_sys::{Function, Object, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::Blob;

use super::job::{Fault, Job};
use super::{blob, convert, options};
use periksa::check;
use periksa::error::OcrError;
use periksa::inspect::{FileFacts, inspect_slice};
use periksa::picture::pixels::{self, Pixels, Undecodable, turned};
use periksa::prepare::{self, Prepared, Refusal};
use periksa::rules;

/// The file as the vendor takes it: `{ file, facts, changes, transform }`, or throws `invalid_file` with what still keeps
/// the vendor from it; `null` where nobody asked for it and it may go as it is. `native` is what the browser decoded,
/// where only that can: `{ rgba, width, height, stride, orientation }`, by which it is still to be turned.
#[wasm_bindgen(skip_typescript)]
pub fn prepare(file: Blob, options: JsValue, auto: bool, native: JsValue, wake: Function) -> Job {
    Job::new(wake, async move {
        let route = options::call(&options)?.route;
        let requirements = rules::requirements(route);
        let mut target = requirements.target(options::max_bytes(&options)?);
        let quarters = options::quarters(&options)?;
        let found = blob::inspect(&file).await?;
        let facts = FileFacts { orientation: turned(found.orientation, quarters), ..found.clone() };
        let prepared = if native.is_object() {
            let orientation = turned(number(&native, "orientation")? as u8, quarters);
            let pixels = native_pixels(&native)?.map_err(Refusal::from);
            pixels.and_then(|pixels| prepare::convert(pixels, &facts, orientation, &target))
        } else {
            if auto {
                // A turn may come out upright that the file itself is not.
                let needed = [&found, &facts].into_iter().find_map(|facts| requirements.auto_target(facts));
                let Some(needed) = needed else { return Ok(JsValue::NULL) };
                target = needed;
            }
            match blob::picture(&file, &facts).await? {
                Err(Undecodable::TooLarge) => Err(Refusal::Unshrinkable),
                bytes => prepare::prepare(&bytes.unwrap_or_default(), &facts, &target),
            }
        };
        match prepared {
            Ok(prepared) => {
                let (made, facts) = file_of(&file, found, &prepared)?;
                let report = check::check_facts(facts, route);
                // `extract` has what it sends checked, unless its caller wants none of that.
                if !auto && !report.ok {
                    return Err(OcrError::invalid_file(report.problems).into());
                }
                to_js(&made, &report.facts, &prepared)
            }
            Err(refusal) => {
                Err(OcrError::invalid_file(vec![prepare::problem(refusal, &found, route, &target)]).into())
            }
        }
    })
}

fn native_pixels(native: &JsValue) -> Result<Result<Pixels, Undecodable>, Fault> {
    let rgba: Uint8Array = convert::get(native, "rgba")?.unchecked_into();
    let (width, height, stride) =
        (number(native, "width")?, number(native, "height")?, number(native, "stride")?);
    Ok(pixels::of_rgba(width, height, prepare::LONGEST, &mut |y, row| {
        let start = y.saturating_mul(stride);
        let end = start.saturating_add(width.saturating_mul(4));
        if end <= rgba.length() {
            rgba.subarray(start, end).copy_to(row);
        }
    }))
}

fn number(object: &JsValue, name: &str) -> Result<u32, Fault> {
    Ok(convert::get(object, name)?.as_f64().unwrap_or_default() as u32)
}

/// The file that is to be sent, and its facts.
fn file_of(original: &Blob, facts: FileFacts, prepared: &Prepared) -> Result<(Blob, FileFacts), Fault> {
    let Some(bytes) = &prepared.bytes else { return Ok((original.clone(), facts)) };
    let file = blob::named(original, bytes, prepared.format)?;
    let facts = inspect_slice(bytes, blob::declared(&file));
    Ok((file.into(), facts))
}

fn to_js(file: &Blob, facts: &FileFacts, prepared: &Prepared) -> Result<JsValue, Fault> {
    let object = Object::new();
    convert::set(&object, "file", file)?;
    convert::set(&object, "facts", convert::to_js::<_, Fault>(facts)?)?;
    convert::set(&object, "changes", convert::to_js::<_, Fault>(&prepared.changes)?)?;
    convert::set(&object, "transform", convert::to_js::<_, Fault>(&prepared.transform)?)?;
    Ok(object.unchecked_into())
}
