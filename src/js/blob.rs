//! Reading a `Blob` piece by piece.

use core::ops::Range;

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, FilePropertyBag};

use crate::job::Fault;
use periksa::Undecodable;
use periksa::codes::ErrorCode;
use periksa::error::OcrError;
use periksa::inspect::{Declared, FileFacts, FileFormat, Inspection};
use periksa::picture::pixels::MAX_FILE_BYTES;

/// The facts of a file; only slices of it are read.
pub async fn inspect(file: &Blob) -> Result<FileFacts, Fault> {
    if size(file) == 0 {
        // Browsers say the same of a file that vanished. Reading tells; a slice of nothing would not be read.
        JsFuture::from(file.array_buffer()).await.map_err(unreadable)?;
    }
    let ends = Ends::read(file).await?;
    let mut inspection = Inspection::new(size(file), declared(file));
    while let Some(range) = inspection.need() {
        let bytes = match ends.bytes(&range) {
            Some(bytes) => bytes,
            None => read(file, range.clone()).await?,
        };
        inspection.feed(range.start, &bytes.to_vec());
    }
    Ok(inspection.finish())
}

/// The first and the last bytes of a file, which tell most of what there is to know. They are read at the same time: a
/// read takes longer than its bytes. For the same reason a small file is read whole.
struct Ends(Vec<(u64, Uint8Array)>);

/// A file up to this size is read whole.
const SMALL_BYTES: u64 = 4 * Inspection::END_BYTES;

impl Ends {
    async fn read(file: &Blob) -> Result<Self, Fault> {
        let size = size(file);
        let head = if size > SMALL_BYTES { Inspection::END_BYTES } else { size };
        let tail = size.saturating_sub(Inspection::END_BYTES).max(head);
        let first = Reading::begin(file, 0..head)?;
        let last = (tail < size).then(|| Reading::begin(file, tail..size)).transpose()?;
        let mut ends = vec![(0, first.end().await?)];
        if let Some(last) = last {
            ends.push((tail, last.end().await?));
        }
        Ok(Self(ends))
    }

    fn bytes(&self, range: &Range<u64>) -> Option<Uint8Array> {
        let Self(ends) = self;
        ends.iter().find_map(|(start, bytes)| {
            let (from, to) = (range.start.checked_sub(*start)?, range.end - start);
            (to <= u64::from(bytes.length())).then(|| bytes.subarray(from as u32, to as u32))
        })
    }
}

/// The whole of a picture that can be decoded.
pub(super) async fn picture(file: &Blob, facts: &FileFacts) -> Result<Result<Vec<u8>, Undecodable>, Fault> {
    if facts.format.codec().is_none() {
        return Ok(Err(Undecodable::Unsupported));
    }
    if facts.bytes > MAX_FILE_BYTES {
        return Ok(Err(Undecodable::TooLarge));
    }
    Ok(Ok(read(file, 0..facts.bytes).await?.to_vec()))
}

/// The bytes of a range. `file_unreadable` when the file vanished or changed after it was picked
/// (`NotReadableError`).
pub(super) async fn read(file: &Blob, range: Range<u64>) -> Result<Uint8Array, Fault> {
    Reading::begin(file, range)?.end().await
}

/// A read under way.
pub(super) struct Reading(JsFuture);

impl Reading {
    pub(super) fn begin(file: &Blob, range: Range<u64>) -> Result<Self, Fault> {
        // Sizes come from `Blob.size` and are exact: no file has 2^53 bytes.
        let (start, end) = (range.start as f64, range.end as f64);
        let slice = file.slice_with_f64_and_f64(start, end).map_err(unreadable)?;
        Ok(Self(JsFuture::from(slice.array_buffer())))
    }

    pub(super) async fn end(self) -> Result<Uint8Array, Fault> {
        Ok(Uint8Array::new(&self.0.await.map_err(unreadable)?))
    }
}

fn unreadable(_: JsValue) -> Fault {
    OcrError::new(ErrorCode::FileUnreadable).into()
}

pub(super) fn size(file: &Blob) -> u64 {
    file.size() as u64
}

/// What the file says of itself. A plain `Blob` has no name.
pub(super) fn declared(file: &Blob) -> Declared {
    Declared { media_type: Some(file.type_()), file_name: name(file) }
}

fn name(file: &Blob) -> Option<String> {
    Reflect::get(file.unchecked_ref(), &"name".into()).ok().and_then(|name| name.as_string())
}

/// A file of these bytes that is named like the original, with the extension of its format.
pub(super) fn named(original: &Blob, bytes: &[u8], format: FileFormat) -> Result<File, JsValue> {
    let name = periksa::prepare::file_name(&name(original).unwrap_or_default(), format);
    let properties = FilePropertyBag::new();
    properties.set_type(format.media_type());
    let parts = Array::of1(&Uint8Array::from(bytes));
    File::new_with_u8_array_sequence_and_options(&parts, &name, &properties)
}
