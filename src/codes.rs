//! Every code in the API, and what a code alone says. A code's name is stable: callers compare it.

use crate::closed_list::closed_list;

closed_list! {
    /// Why a call failed. The string form is public API.
    #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
    #[cfg_attr(feature = "typescript", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
    #[non_exhaustive]
    pub enum ErrorCode {
        /// The caller's signal was aborted.
        Aborted = "aborted",
        /// The vendor found no such document in the picture, or read no field of it.
        DocumentNotDetected = "document_not_detected",
        /// The wasm can't be loaded, or broke: CSP, old browser, memory.
        EngineUnavailable = "engine_unavailable",
        /// The file vanished or changed after it was picked.
        FileUnreadable = "file_unreadable",
        /// The vendor's or proxy's 403.
        Forbidden = "forbidden",
        /// The vendor got no image.
        ImageMissing = "image_missing",
        /// The vendor or a proxy on the way found the upload too large.
        ImageTooLarge = "image_too_large",
        /// The vendor found the picture too small.
        ImageTooSmall = "image_too_small",
        /// The vendor could not decode the picture, or does not take its format.
        ImageUnreadable = "image_unreadable",
        /// The file has problems of severity `error`; nothing was sent.
        InvalidFile = "invalid_file",
        /// The call itself is wrong: an option, a pairing, an order of calls.
        InvalidOptions = "invalid_options",
        /// The vendor did not understand the request.
        InvalidPayload = "invalid_payload",
        /// An answer that can't be read, with a status under 400.
        MalformedResponse = "malformed_response",
        /// The connection failed without an answer.
        Network = "network",
        /// Nothing answers at the endpoint.
        NotFound = "not_found",
        /// The connection failed, and the device says it has none.
        Offline = "offline",
        /// The vendor rejected the picture's quality.
        QualityRejected = "quality_rejected",
        /// The account has no calls left.
        QuotaExhausted = "quota_exhausted",
        /// Too many calls at a time.
        RateLimited = "rate_limited",
        /// No answer within the time allowed.
        Timeout = "timeout",
        /// The vendor refused the credentials, or the proxy the caller.
        Unauthorized = "unauthorized",
        /// An answer that no rule names.
        Unknown = "unknown",
        /// The vendor or the proxy failed.
        VendorUnavailable = "vendor_unavailable",
    }
}

closed_list! {
    /// Who has to do what.
    #[derive(Clone, Copy, Debug, Eq, PartialEq)]
    #[cfg_attr(feature = "typescript", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
    #[non_exhaustive]
    pub enum ErrorAction {
        /// The person picks another file.
        ChooseAnotherFile = "choose_another_file",
        /// The site's team asks the vendor.
        ContactSupport = "contact_support",
        /// The site's team mends the call.
        FixIntegration = "fix_integration",
        /// The person takes the photo again.
        RetakePhoto = "retake_photo",
        /// The person tries again.
        Retry = "retry",
        /// The person tries again after a while.
        RetryLater = "retry_later",
        /// The person signs in again.
        SignIn = "sign_in",
    }
}

closed_list! {
    /// Was the call charged? `unknown` unless a page of the vendor, or the proxy, says.
    #[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
    #[cfg_attr(feature = "typescript", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
    pub enum Billed {
        /// It was.
        Yes = "yes",
        /// It was not: nothing reached the vendor.
        No = "no",
        /// Nobody said.
        #[default]
        Unknown = "unknown",
    }
}

impl ErrorCode {
    /// The usual action. The proxy's own 401 is `sign_in` instead.
    pub const fn action(self) -> ErrorAction {
        match self {
            Self::InvalidFile | Self::FileUnreadable | Self::ImageTooLarge | Self::ImageUnreadable => {
                ErrorAction::ChooseAnotherFile
            }
            Self::InvalidOptions
            | Self::ImageMissing
            | Self::InvalidPayload
            | Self::NotFound
            | Self::Unauthorized => ErrorAction::FixIntegration,
            Self::EngineUnavailable | Self::Offline | Self::Network | Self::Timeout | Self::Aborted => {
                ErrorAction::Retry
            }
            Self::DocumentNotDetected | Self::QualityRejected | Self::ImageTooSmall => {
                ErrorAction::RetakePhoto
            }
            Self::Forbidden | Self::QuotaExhausted | Self::MalformedResponse | Self::Unknown => {
                ErrorAction::ContactSupport
            }
            Self::RateLimited | Self::VendorUnavailable => ErrorAction::RetryLater,
        }
    }

    /// Does it count as a failed attempt of the person? The file was refused, or the vendor could do nothing with the picture.
    pub const fn attempt_failed(self) -> bool {
        matches!(
            self,
            Self::InvalidFile | Self::DocumentNotDetected | Self::QualityRejected | Self::ImageTooSmall
        )
    }

    /// May the person try the same again?
    pub const fn retryable(self) -> bool {
        matches!(self.action(), ErrorAction::Retry | ErrorAction::RetryLater)
    }

    /// `no` where by its nature nothing was sent.
    pub const fn billed(self) -> Billed {
        match self {
            Self::InvalidFile | Self::FileUnreadable | Self::InvalidOptions | Self::EngineUnavailable => {
                Billed::No
            }
            _ => Billed::Unknown,
        }
    }
}

closed_list! {
    /// What is wrong with a file. The string form is public API.
    #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
    #[cfg_attr(feature = "typescript", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
    #[non_exhaustive]
    pub enum ProblemCode {
        /// Out of focus, or moved.
        Blur = "blur",
        /// The card goes on beyond the picture.
        CardCutOff = "card_cut_off",
        /// No card was found in the picture.
        CardNotFound = "card_not_found",
        /// The card has fewer pixels than the vendor takes.
        CardTooSmall = "card_too_small",
        /// The content contradicts its own format.
        CorruptFile = "corrupt_file",
        /// Too little light.
        Dark = "dark",
        /// Zero bytes.
        EmptyFile = "empty_file",
        /// The PDF is encrypted; an error where a password is needed to open it.
        EncryptedPdf = "encrypted_pdf",
        /// More bytes than the vendor takes.
        FileTooLarge = "file_too_large",
        /// A spot of a flash or a lamp that is burnt out.
        Flashlight = "flashlight",
        /// A black-and-white copy.
        Grayscale = "grayscale",
        /// The file says where the picture was taken, and `prepare` can't take that out of its format.
        LocationKept = "location_kept",
        /// The PDF has more than one page; the vendor reads one.
        MultiplePages = "multiple_pages",
        /// The pixels could not be judged.
        QualityUnknown = "quality_unknown",
        /// The card is not upright.
        Sideways = "sideways",
        /// Fewer pixels than the vendor takes.
        TooFewPixels = "too_few_pixels",
        /// More pixels than can be decoded safely.
        TooManyPixels = "too_many_pixels",
        /// The file ends before its content does.
        TruncatedFile = "truncated_file",
        /// The declared type or the name's extension says another format than the content.
        TypeMismatch = "type_mismatch",
        /// The vendor does not take this format.
        UnsupportedFormat = "unsupported_format",
    }
}

closed_list! {
    /// `error`: sending it would fail. `warning`: it may.
    #[derive(Clone, Copy, Debug, Eq, PartialEq)]
    #[cfg_attr(feature = "typescript", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
    pub enum Severity {
        /// The file can't be used.
        Error = "error",
        /// The file can be used.
        Warning = "warning",
    }
}

closed_list! {
    /// What would mend it. `prepare` can `convert` and `shrink`; for the others the person picks another file or takes another
    /// photo.
    #[derive(Clone, Copy, Debug, Eq, PartialEq)]
    #[cfg_attr(feature = "typescript", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
    #[non_exhaustive]
    pub enum ProblemFix {
        /// Another file.
        ChooseAnother = "choose_another",
        /// Another format.
        Convert = "convert",
        /// Another photo.
        Retake = "retake",
        /// The same picture, turned.
        Rotate = "rotate",
        /// Fewer bytes or pixels.
        Shrink = "shrink",
    }
}

impl ProblemCode {
    /// The usual fix. What is known of the file may say otherwise.
    pub const fn usual_fix(self) -> Option<ProblemFix> {
        match self {
            Self::QualityUnknown | Self::TypeMismatch => None,
            Self::FileTooLarge | Self::TooManyPixels => Some(ProblemFix::Shrink),
            Self::Sideways => Some(ProblemFix::Rotate),
            Self::Blur
            | Self::CardCutOff
            | Self::CardNotFound
            | Self::CardTooSmall
            | Self::Dark
            | Self::Flashlight
            | Self::Grayscale
            | Self::TooFewPixels => Some(ProblemFix::Retake),
            Self::UnsupportedFormat => Some(ProblemFix::Convert),
            Self::CorruptFile
            | Self::EmptyFile
            | Self::EncryptedPdf
            | Self::LocationKept
            | Self::MultiplePages
            | Self::TruncatedFile => Some(ProblemFix::ChooseAnother),
        }
    }
}

closed_list! {
    /// What looks wrong with a field. The string form is public API.
    #[derive(Clone, Copy, Debug, Eq, PartialEq)]
    #[cfg_attr(feature = "typescript", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
    #[non_exhaustive]
    pub enum WarningCode {
        /// A chassis number has not seventeen characters.
        ChassisLength = "chassis_length",
        /// A chassis number has an I, O or Q, which ISO 3779 does not allow.
        ChassisLetter = "chassis_letter",
        /// The text holds no calendar date that can be told.
        DateUnreadable = "date_unreadable",
        /// The validity was over before `today`.
        Expired = "expired",
        /// The population number codes another day of birth than the printed one.
        NikBirthDateMismatch = "nik_birth_date_mismatch",
        /// The population number codes no calendar day, or the serial 0000.
        NikDateInvalid = "nik_date_invalid",
        /// The population number codes the other gender than the printed one.
        NikGenderMismatch = "nik_gender_mismatch",
        /// The population number has not sixteen digits.
        NikLength = "nik_length",
        /// No province has the population number's first two digits.
        NikProvinceUnknown = "nik_province_unknown",
        /// The digits can be read as two numbers.
        NumberAmbiguous = "number_ambiguous",
        /// Two pages of the document give the field different values.
        PagesDisagree = "pages_disagree",
        /// The text is of no plate's form.
        PlateFormat = "plate_format",
        /// No region in use has the plate's first letters.
        PlateRegionUnknown = "plate_region_unknown",
        /// A total is not the sum of its parts.
        TaxSumMismatch = "tax_sum_mismatch",
        /// The text is nothing that the field may hold.
        ValueUnreadable = "value_unreadable",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_sent_is_nothing_billed() {
        assert_eq!(ErrorCode::InvalidFile.billed(), Billed::No);
        assert_eq!(ErrorCode::Timeout.billed(), Billed::Unknown);
    }

    #[test]
    fn only_the_two_retries_are_retryable() {
        assert!(ErrorCode::RateLimited.retryable());
        assert!(ErrorCode::Network.retryable());
        assert!(!ErrorCode::QualityRejected.retryable());
        assert!(!ErrorCode::Unauthorized.retryable());
    }
}
