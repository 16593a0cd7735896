//! English.

use super::template::Style;
use crate::codes::{ErrorCode, ProblemCode, WarningCode};

pub(super) const STYLE: Style = Style { decimal_mark: '.', unknown_format: "not recognised" };

pub(super) fn problem(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::Blur => {
            "The picture is blurred. Take the photo again: hold still, tap the document to focus."
        }
        ProblemCode::CardCutOff => {
            "Part of the card is outside the picture. Take the photo again with all four corners in it."
        }
        ProblemCode::CardNotFound => {
            "No card was found in the picture. Take the photo again with the whole card on a plain surface."
        }
        ProblemCode::CardTooSmall => {
            "The card has {actual} pixels; at least {limit} are needed. Take the photo again, closer to it."
        }
        ProblemCode::Dark => "The picture is too dark. Take the photo again in better light.",
        ProblemCode::Flashlight => {
            "A light is reflected in the picture. Take the photo again without flash, or tilt the card a little."
        }
        ProblemCode::Grayscale => {
            "The picture is black and white. Take a photo of the original, not of a copy."
        }
        ProblemCode::QualityUnknown => {
            "The picture's quality could not be checked. See for yourself that all of it can be read."
        }
        ProblemCode::Sideways => "The card is not upright. Turn the picture so that its text is upright.",
        ProblemCode::CorruptFile => {
            "The file is damaged and can't be opened. Choose another file or take the photo again."
        }
        ProblemCode::EmptyFile => "The file is empty (0 bytes). Choose another file or take the photo again.",
        ProblemCode::EncryptedPdf => {
            "The PDF is protected by a password. Choose one that opens without a password, or a photo of the document."
        }
        ProblemCode::FileTooLarge => {
            "The file is {actual}; at most {limit} is accepted. Choose a smaller file, or take the photo at a lower resolution."
        }
        ProblemCode::MultiplePages => {
            "The PDF has {actual} pages; only {limit} is read. Choose a file with just the page of the document."
        }
        ProblemCode::TooFewPixels => {
            "The picture has {actual} pixels; at least {limit} are needed. Take the photo again, closer to the document and at a higher resolution."
        }
        ProblemCode::TooManyPixels => {
            "The picture has {actual}; at most {limit} is advised. Take the photo at a lower resolution."
        }
        ProblemCode::LocationKept => {
            "The file may say where the picture was taken, and that can't be removed from its format. Choose a JPEG or PNG, or remove the location first."
        }
        ProblemCode::TruncatedFile => {
            "The file is incomplete: its end is missing. Copy or download it again, or choose another file."
        }
        ProblemCode::TypeMismatch => {
            "The file is named as {limit} but its content is {actual}. It can be used; if sending fails, rename it."
        }
        ProblemCode::UnsupportedFormat => {
            "The file's format ({actual}) is not accepted; accepted are {limit}. Choose such a file, or take a photo of the document."
        }
    }
}

pub(super) fn warning(code: WarningCode) -> &'static str {
    match code {
        WarningCode::DateUnreadable => "The date could not be understood. Compare it with the document.",
        WarningCode::NumberAmbiguous => {
            "The number can be read in more than one way. Compare it with the document."
        }
        WarningCode::PagesDisagree => {
            "The two pages of the document say different things here. Compare them with the document."
        }
        WarningCode::ChassisLength => {
            "The chassis number has not 17 characters. Compare it with the document."
        }
        WarningCode::ChassisLetter => {
            "The chassis number has an I, O or Q, which may be a digit. Compare it with the document."
        }
        WarningCode::Expired => "It is no longer valid. Compare it with the document.",
        WarningCode::NikBirthDateMismatch => {
            "The date of birth in the NIK is not the printed one. Compare both with the document."
        }
        WarningCode::NikDateInvalid => {
            "The date of birth or serial in the NIK is impossible. Compare it with the document."
        }
        WarningCode::NikGenderMismatch => {
            "The gender in the NIK is not the printed one. Compare both with the document."
        }
        WarningCode::NikLength => "The NIK has not 16 digits. Compare it with the document.",
        WarningCode::NikProvinceUnknown => {
            "The NIK's province code is unknown. Compare it with the document."
        }
        WarningCode::PlateFormat => "The plate number has an unusual form. Compare it with the document.",
        WarningCode::PlateRegionUnknown => {
            "The plate number's region is unknown. Compare it with the document."
        }
        WarningCode::TaxSumMismatch => {
            "The sum of the tax is not that of its parts. Compare it with the document."
        }
        WarningCode::ValueUnreadable => "The text could not be understood. Compare it with the document.",
    }
}

pub(super) fn error(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::Aborted => "Sending was cancelled. Send again when you are ready.",
        ErrorCode::DocumentNotDetected => {
            "The document was not found in the picture. Take the photo again with the whole document in view."
        }
        ErrorCode::EngineUnavailable => {
            "The check could not be started in this browser. Reload the page and try again."
        }
        ErrorCode::FileUnreadable => {
            "The file can no longer be read; it may have been moved or changed. Choose it again."
        }
        ErrorCode::Forbidden => "This account may not read this document. Contact support.",
        ErrorCode::ImageMissing => "No picture reached the reader. Please report this to the site's team.",
        ErrorCode::ImageTooLarge => {
            "The picture is too large. Choose a smaller file, or take the photo at a lower resolution."
        }
        ErrorCode::ImageTooSmall => "The picture is too small. Take the photo again, closer to the document.",
        ErrorCode::ImageUnreadable => "The picture could not be opened. Choose another file, JPEG or PNG.",
        ErrorCode::InvalidFile => "The file can't be used. See what is wrong with it, and choose another.",
        ErrorCode::InvalidOptions => "The call is wrong. Please report this to the site's team.",
        ErrorCode::InvalidPayload => {
            "The reader did not understand the request. Please report this to the site's team."
        }
        ErrorCode::MalformedResponse => "The answer could not be understood. Contact support.",
        ErrorCode::Network => "The connection failed. Check it and try again.",
        ErrorCode::NotFound => {
            "The service was not found at its address. Please report this to the site's team."
        }
        ErrorCode::Offline => "This device is offline. Connect it and try again.",
        ErrorCode::QualityRejected => {
            "The picture is not clear enough. Take the photo again: sharp, in colour, in even light, without flash."
        }
        ErrorCode::QuotaExhausted => "This account has no calls left. Contact support.",
        ErrorCode::RateLimited => "There are too many requests right now. Wait a moment and try again.",
        ErrorCode::Timeout => "There was no answer in time. Check your connection and try again.",
        ErrorCode::Unauthorized => {
            "The service refused the sign-in. Sign in again, or report this to the site's team."
        }
        ErrorCode::Unknown => "Something unexpected went wrong. Contact support.",
        ErrorCode::VendorUnavailable => "The reading service is not available right now. Try again later.",
    }
}
