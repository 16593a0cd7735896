//! The parts of a form.

use crate::inspect::FileFormat;

/// The part that both vendors, and the proxy, read the file from.
pub const FILE_FIELD: &str = "image";

/// The text part that asks GLAIR for one page of a BPKB.
pub const PAGE_FIELD: &str = "page";

/// The text part that asks the proxy to have a KTP's quality judged.
pub const VALIDATE_QUALITY_FIELD: &str = "validate_quality";

/// The name a file is sent under: people's own names say who they are, and confuse servers.
pub fn safe_file_name(format: FileFormat) -> String {
    format!("document.{}", format.extension())
}
