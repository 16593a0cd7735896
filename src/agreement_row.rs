//! A row of the agreement log: what was judged here of a picture, and what the vendor said of it. The proxy writes such rows,
//! `periksa-agreement log` reads them. A row has codes and scores, and nothing of the picture, the person or the time.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::codes::ErrorCode;
use crate::document::Route;
use crate::quality::{QualityCheck, QualityReport};
use crate::record::VendorQuality;

/// One call, as one line of JSON.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct AgreementRow {
    /// Version of this crate.
    pub periksa: String,
    /// Revision of the card finder's weights; `null` where the picture was judged without it.
    pub finder: Option<u32>,
    /// Vendor and document: `verihubs/ktp`.
    pub route: String,
    /// Code of the error that the vendor's answer was; `null` for a record.
    pub outcome: Option<String>,
    /// By the names of a policy's rules.
    pub rules: BTreeMap<String, RuleRow>,
}

/// What was judged by one rule.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub struct RuleRow {
    /// 0..1, 1 is worst.
    pub score: f64,
    /// From which score on it was detected.
    pub threshold: f64,
    /// Did the vendor detect it too? `null` where it did not say.
    pub vendor: Option<bool>,
}

impl AgreementRow {
    /// The row of a call that the vendor answered; `outcome` is the error that it was.
    pub fn new(
        route: Route,
        own: &QualityReport,
        vendor: Option<&VendorQuality>,
        outcome: Option<ErrorCode>,
    ) -> Self {
        let rule = |check: QualityCheck, vendor: Option<bool>| RuleRow {
            score: f64::from(check.score.0) / 1000.0,
            threshold: f64::from(check.threshold.0) / 1000.0,
            vendor,
        };
        let said = |finding: fn(&VendorQuality) -> Option<bool>| vendor.and_then(finding);
        // The vendor saw no document, or read one.
        let saw_none = match outcome {
            Some(ErrorCode::DocumentNotDetected) => Some(true),
            Some(_) => None,
            None => Some(false),
        };
        let is_sure = own.card.is_some_and(|card| card.is_sure());
        let card = RuleRow { score: f64::from(u8::from(!is_sure)), threshold: 0.5, vendor: saw_none };
        let rules = [
            ("blur", rule(own.blur, said(|vendor| Some(vendor.blur?.detected)))),
            ("dark", rule(own.dark, said(|vendor| Some(vendor.dark?.detected)))),
            ("flashlight", rule(own.flashlight, said(|vendor| Some(vendor.flashlight?.detected)))),
            ("grayscale", rule(own.grayscale, said(|vendor| Some(vendor.grayscale?.detected)))),
        ];
        let by_card = own.finder.map(|_| ("card_not_found", card));
        Self {
            periksa: env!("CARGO_PKG_VERSION").to_owned(),
            finder: own.finder,
            route: route.to_string(),
            outcome: outcome.map(|code| code.as_str().to_owned()),
            rules: rules.into_iter().chain(by_card).map(|(name, rule)| (name.to_owned(), rule)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::*;
    use crate::document::{DocumentKind, Vendor};
    use crate::inspect::{Declared, inspect_slice};
    use crate::quality;
    use crate::record::VendorFinding;

    #[test]
    fn a_row_holds_scores_and_verdicts_and_reads_back() {
        let file = include_bytes!("../tests/corpus/files/jpeg/card.jpg");
        let own = quality::assess(file, &inspect_slice(file, Declared::default()), None).unwrap();
        let said = VendorQuality { blur: Some(VendorFinding::new(true)), ..VendorQuality::default() };
        let route = Route::new(Vendor::Verihubs, DocumentKind::Ktp).unwrap();
        let row = AgreementRow::new(route, &own, Some(&said), Some(ErrorCode::QualityRejected));
        let json = serde_json::to_value(&row).unwrap();
        assert_eq!(json["route"], "verihubs/ktp");
        assert_eq!(json["outcome"], "quality_rejected");
        assert_eq!(json["rules"]["blur"]["vendor"], true);
        assert_eq!(json["rules"]["dark"]["vendor"], serde_json::Value::Null);
        // Without the finder nothing is said of the card.
        assert_eq!(row.rules.keys().collect::<Vec<_>>(), ["blur", "dark", "flashlight", "grayscale"]);
        assert_eq!(serde_json::from_value::<AgreementRow>(json).unwrap(), row);
    }

    #[test]
    fn a_vendor_that_saw_no_document_judges_the_card() {
        let file = include_bytes!("../tests/corpus/files/jpeg/card.jpg");
        let mut own = quality::assess(file, &inspect_slice(file, Declared::default()), None).unwrap();
        own.finder = Some(7);
        let route = Route::new(Vendor::Glair, DocumentKind::Stnk).unwrap();
        for (outcome, vendor) in [
            (None, Some(false)),
            (Some(ErrorCode::DocumentNotDetected), Some(true)),
            (Some(ErrorCode::RateLimited), None),
        ] {
            let row = AgreementRow::new(route, &own, None, outcome);
            let expected = RuleRow { score: 1.0, threshold: 0.5, vendor };
            assert_eq!(row.rules.get("card_not_found"), Some(&expected), "{outcome:?}");
        }
    }
}
