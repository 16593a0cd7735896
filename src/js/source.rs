//! A picked file, and what is known of it so far: its facts are found once, its bytes read once, its pixels decoded once.

use periksa::check::{self, Checked};
use periksa::document::Route;
use periksa::inspect::{FileFacts, inspect_slice};
use periksa::options::Options;
use periksa::picture::{CardFinder, Decoded, Undecodable};
use periksa::prepare::Target;
use periksa::problem::CheckReport;
use periksa::quality::QualityReport;
use web_sys::Blob;

use crate::job::Fault;
use crate::{blob, finder};

/// A file that was picked, or one that was made of it.
pub(crate) struct SourceFile {
    pub(crate) blob: Blob,
    pub(crate) facts: FileFacts,
    bytes: Option<Result<Vec<u8>, Undecodable>>,
    /// Its pixels, until it is prepared from them.
    pub(crate) decoded: Option<Decoded>,
}

impl SourceFile {
    /// Finds the facts; only slices of the file are read.
    pub(crate) async fn open(blob: Blob) -> Result<Self, Fault> {
        let facts = blob::inspect(&blob).await?;
        Ok(Self { blob, facts, bytes: None, decoded: None })
    }

    /// A file whose bytes are known.
    pub(crate) fn of_bytes(blob: Blob, bytes: Vec<u8>) -> Self {
        let facts = inspect_slice(&bytes, blob::declared(&blob));
        Self { blob, facts, bytes: Some(Ok(bytes)), decoded: None }
    }

    /// The whole file, if its pixels can be decoded.
    pub(crate) async fn picture(&mut self) -> Result<Result<&[u8], Undecodable>, Fault> {
        if self.bytes.is_none() {
            self.bytes = Some(blob::picture(&self.blob, &self.facts).await?);
        }
        Ok(match &self.bytes {
            Some(Ok(bytes)) => Ok(bytes),
            Some(Err(reason)) => Err(*reason),
            None => Err(Undecodable::Unsupported),
        })
    }

    /// Judges the pixels, or says why they can't be decoded. With a `target` the same decode also serves preparing the file.
    ///
    /// # Errors
    ///
    /// `file_unreadable`; `engine_unavailable` where the card finder is needed and could not be loaded.
    pub(crate) async fn quality(
        &mut self,
        orientation: u8,
        target: Option<&Target>,
        needs_finder: bool,
    ) -> Result<Result<QualityReport, Undecodable>, Fault> {
        let facts = self.facts.clone();
        let bytes = self.picture().await?;
        let picture = match bytes.and_then(|bytes| facts.picture(bytes).ok_or(Undecodable::Unsupported)) {
            Ok(picture) => picture,
            Err(reason) => return Ok(Err(reason)),
        };
        // It may be on its way while pixels are decoded.
        let finder = finder::Loading::begin(needs_finder);
        let decoded = Decoded::new(&picture, target);
        let finder = finder.end().await?;
        let decoded = match decoded {
            Ok(decoded) => decoded,
            Err(reason) => return Ok(Err(reason)),
        };
        let quality = decoded.assess(orientation, finder.as_ref().map(|finder| finder as &dyn CardFinder));
        self.decoded = target.map(|_| decoded);
        Ok(quality)
    }

    /// Adds to the report on its facts what its pixels show, where they are to be judged or alone tell whether it can be used.
    pub(crate) async fn check_quality(
        &mut self,
        found: CheckReport,
        options: &Options,
        route: Route,
        target: Option<&Target>,
    ) -> Result<Checked, Fault> {
        let judged = options.check_quality != Some(false);
        if !check::needs_pixels(&found, judged) {
            return Ok(found.into());
        }
        let quality = self.quality(self.facts.orientation, target, options.crop.is_some()).await?;
        Ok(judge(found, quality, options, route))
    }
}

/// Adds to the report on a file's facts what its pixels show, by the policy where they are to be judged.
pub(crate) fn judge(
    found: CheckReport,
    quality: Result<QualityReport, Undecodable>,
    options: &Options,
    route: Route,
) -> Checked {
    let policy = (options.check_quality != Some(false)).then(|| options.policy.unwrap_or_default());
    check::check_quality(found, quality, policy.as_ref(), &options.context(route))
}
