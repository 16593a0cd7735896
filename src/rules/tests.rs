use super::*;
use crate::inspect::{Declared, inspect_slice};

/// Facts of a file that no rule complains about.
fn good(format: FileFormat) -> FileFacts {
    FileFacts {
        format,
        second_format: None,
        bytes: 400_000,
        width: Some(1000),
        height: Some(640),
        display_width: Some(1000),
        display_height: Some(640),
        complete: Some(true),
        ..inspect_slice(b"", Declared::default())
    }
}

fn route(vendor: Vendor, document: DocumentKind) -> Route {
    Route::ALL
        .into_iter()
        .find(|route| (route.vendor(), route.document()) == (vendor, document))
        .unwrap_or(Route::ALL[0])
}

fn ktp() -> Route {
    route(Vendor::Verihubs, DocumentKind::Ktp)
}

/// Code, severity, limit and actual of each problem, as the API shows them.
fn judged(facts: &FileFacts, route: Route) -> Vec<(ProblemCode, Severity, String, String)> {
    let text = |measure: Option<Measure>| match measure {
        None => String::new(),
        Some(Measure::Number(number)) => number.to_string(),
        Some(Measure::Text(text)) => text,
    };
    let row = |problem: Problem| (problem.code, problem.severity, text(problem.limit), text(problem.actual));
    find_problems(facts, route).into_iter().map(row).collect()
}

fn one(
    code: ProblemCode,
    severity: Severity,
    limit: &str,
    actual: &str,
) -> Vec<(ProblemCode, Severity, String, String)> {
    vec![(code, severity, limit.to_owned(), actual.to_owned())]
}

#[test]
fn a_good_picture_passes_everywhere() {
    for route in Route::ALL {
        assert_eq!(judged(&good(FileFormat::Jpeg), route), [], "{route}");
        assert_eq!(judged(&good(FileFormat::Png), route), [], "{route}");
    }
}

#[test]
fn pdf_is_taken_where_the_vendor_says_so() {
    let facts = FileFacts { width: None, height: None, ..good(FileFormat::Pdf) };
    for route in Route::ALL {
        let taken = judged(&facts, route).is_empty();
        let documented = match route.vendor() {
            Vendor::Verihubs => route.document() != DocumentKind::Ktp,
            Vendor::Glair => route.document() == DocumentKind::Bpkb,
        };
        assert_eq!(taken, documented, "{route}");
    }
}

#[test]
fn the_most_bytes_are_still_taken() {
    for (route, limit, severity) in [
        (ktp(), 5_000_000, Severity::Error),
        (route(Vendor::Verihubs, DocumentKind::Stnk), 10_000_000, Severity::Error),
        (route(Vendor::Glair, DocumentKind::Stnk), 10_000_000, Severity::Warning),
    ] {
        assert_eq!(judged(&FileFacts { bytes: limit, ..good(FileFormat::Jpeg) }, route), []);
        let facts = FileFacts { bytes: limit + 1, ..good(FileFormat::Jpeg) };
        let expected = one(ProblemCode::FileTooLarge, severity, &limit.to_string(), &(limit + 1).to_string());
        assert_eq!(judged(&facts, route), expected);
    }
}

#[test]
fn the_least_pixels_are_long_side_by_short_side() {
    let sized =
        |width, height| FileFacts { width: Some(width), height: Some(height), ..good(FileFormat::Png) };
    assert_eq!(judged(&sized(720, 480), ktp()), []);
    assert_eq!(judged(&sized(480, 720), ktp()), []);
    for (width, height, actual) in [(719, 480, "719x480"), (480, 719, "719x480"), (2000, 479, "2000x479")] {
        let expected = one(ProblemCode::TooFewPixels, Severity::Error, "720x480", actual);
        assert_eq!(judged(&sized(width, height), ktp()), expected);
    }
    let stnk = route(Vendor::Glair, DocumentKind::Stnk);
    let expected = one(ProblemCode::TooFewPixels, Severity::Warning, "480x480", "2000x479");
    assert_eq!(judged(&sized(479, 2000), stnk), expected);
    assert_eq!(judged(&sized(480, 480), stnk), []);
    assert_eq!(judged(&sized(10, 10), route(Vendor::Verihubs, DocumentKind::Kitas)), []);
}

#[test]
fn many_pixels_warn_and_bombs_are_refused() {
    let sized =
        |width, height| FileFacts { width: Some(width), height: Some(height), ..good(FileFormat::Jpeg) };
    assert_eq!(judged(&sized(10_000, 5_000), ktp()), []);
    let warned = one(ProblemCode::TooManyPixels, Severity::Warning, "50000000", "108000000");
    assert_eq!(judged(&sized(12_000, 9_000), ktp()), warned);
    let refused = one(ProblemCode::TooManyPixels, Severity::Error, "256000000", "400000000");
    assert_eq!(judged(&sized(20_000, 20_000), ktp()), refused);
    assert_eq!(judged(&sized(65_536, 480), ktp()).len(), 1);
    // Only what is decoded can be made smaller.
    for (width, height, fix) in [
        (12_000, 9_000, ProblemFix::Shrink),
        (12_000, 12_000, ProblemFix::ChooseAnother),
        (20_000, 20_000, ProblemFix::ChooseAnother),
        (65_536, 480, ProblemFix::ChooseAnother),
    ] {
        let problems = find_problems(&sized(width, height), ktp());
        assert_eq!(problems.first().and_then(|problem| problem.fix), Some(fix), "{width}x{height}");
    }
}

#[test]
fn a_bomb_is_not_offered_to_be_converted() {
    let bomb = FileFacts { width: Some(65_535), height: Some(65_535), ..good(FileFormat::Webp) };
    let problems = find_problems(&bomb, ktp());
    let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, [ProblemCode::UnsupportedFormat, ProblemCode::TooManyPixels]);
    assert!(problems.iter().all(|problem| problem.fix == Some(ProblemFix::ChooseAnother)));
    let convertible = find_problems(&good(FileFormat::Webp), ktp());
    assert_eq!(
        convertible.iter().map(|problem| problem.fix).collect::<Vec<_>>(),
        [Some(ProblemFix::Convert)]
    );
}

#[test]
fn what_is_said_outside_is_only_compared() {
    let facts = |media_type: &str, name: &str| {
        let declared = Declared { media_type: Some(media_type.to_owned()), file_name: Some(name.to_owned()) };
        let outside = inspect_slice(b"", declared);
        FileFacts {
            declared_type: outside.declared_type,
            declared_extension: outside.declared_extension,
            ..good(FileFormat::Jpeg)
        }
    };
    for (media_type, name) in
        [("", "x"), ("image/jpg", "KTP.JPEG"), ("application/octet-stream", "scan.jfif"), ("", "image.tmp")]
    {
        assert_eq!(judged(&facts(media_type, name), ktp()), [], "{media_type} {name}");
    }
    let warned = one(ProblemCode::TypeMismatch, Severity::Warning, "png", "jpeg");
    assert_eq!(judged(&facts("image/png", "ktp.jpg"), ktp()), warned);
    assert_eq!(judged(&facts("", "ktp.png"), ktp()), warned);
}

#[test]
fn damage_is_told_apart() {
    let cut = FileFacts { complete: Some(false), ..good(FileFormat::Jpeg) };
    assert_eq!(judged(&cut, ktp()), one(ProblemCode::TruncatedFile, Severity::Error, "", ""));
    let broken = FileFacts { malformed: Some("png.ihdr"), ..good(FileFormat::Png) };
    assert_eq!(judged(&broken, ktp()), one(ProblemCode::CorruptFile, Severity::Error, "", ""));
}

#[test]
fn a_locked_pdf_is_an_error_only_where_a_password_is_needed() {
    let stnk = route(Vendor::Verihubs, DocumentKind::Stnk);
    let pdf = |password_needed| FileFacts { encrypted: Some(true), password_needed, ..good(FileFormat::Pdf) };
    assert_eq!(judged(&pdf(Some(true)), stnk), one(ProblemCode::EncryptedPdf, Severity::Error, "", ""));
    assert_eq!(judged(&pdf(None), stnk), one(ProblemCode::EncryptedPdf, Severity::Warning, "", ""));
    assert_eq!(judged(&pdf(Some(false)), stnk), []);
    let pages = FileFacts { pages: Some(3), ..good(FileFormat::Pdf) };
    assert_eq!(judged(&pages, stnk), one(ProblemCode::MultiplePages, Severity::Warning, "1", "3"));
    assert_eq!(judged(&pages, route(Vendor::Glair, DocumentKind::Bpkb)), []);
}

#[test]
fn every_problem_says_something_in_both_languages_and_leaves_no_blank() {
    let measures = [Measure::Number(7), Measure::Text("jpeg".into())];
    for code in ProblemCode::ALL {
        for measure in &measures {
            let problem = Problem::new(
                *code,
                Severity::Error,
                Some(measure.clone()),
                Some(measure.clone()),
                None,
                None,
            );
            for text in [problem.messages.id, problem.messages.en] {
                assert!(text.len() > 30 && !text.contains('{'), "{text}");
            }
        }
    }
}

#[test]
fn each_problem_carries_the_code_the_vendor_documents() {
    let code = |facts: &FileFacts, route| {
        find_problems(facts, route).into_iter().next().and_then(|problem| problem.vendor_code)
    };
    let empty = inspect_slice(b"", Declared::default());
    let text = inspect_slice(b"not a picture", Declared::default());
    assert_eq!(code(&empty, ktp()).as_deref(), Some("INVALID_PAYLOAD_IMAGE_MISSING"));
    assert_eq!(code(&text, ktp()).as_deref(), Some("INVALID_PAYLOAD_IMAGE_FORMAT"));
    assert_eq!(code(&text, route(Vendor::Verihubs, DocumentKind::Kitas)).as_deref(), Some("OCR_40001"));
    assert_eq!(code(&text, route(Vendor::Glair, DocumentKind::Stnk)).as_deref(), Some("FILE_INVALID_FORMAT"));
    let large = FileFacts { bytes: 20_000_000, ..good(FileFormat::Jpeg) };
    assert_eq!(code(&large, ktp()).as_deref(), Some("INVALID_PAYLOAD_IMAGE_SIZE"));
    assert_eq!(code(&large, route(Vendor::Glair, DocumentKind::Stnk)), None);
}

#[test]
fn requirements_are_the_documented_ones() {
    let of = requirements(ktp());
    assert_eq!(of.accept, "image/jpeg,image/png");
    assert_eq!((of.max_bytes, of.min_long_side, of.min_short_side), (Some(5_000_000), Some(720), Some(480)));
    assert_eq!(of.documented, Documented { formats: true, max_bytes: true, min_pixels: true });
    let of = requirements(route(Vendor::Glair, DocumentKind::Stnk));
    assert_eq!(of.documented, Documented { formats: true, max_bytes: false, min_pixels: false });
}

#[test]
fn fixable_is_only_what_prepare_can_do() {
    let report = |facts: FileFacts| {
        let problems = find_problems(&facts, ktp());
        crate::problem::CheckReport::new(facts, problems)
    };
    for (format, fixable) in [
        (FileFormat::Heic, true),
        (FileFormat::Avif, true),
        (FileFormat::Webp, true),
        (FileFormat::Gif, false),
        (FileFormat::Bmp, false),
        (FileFormat::Svg, false),
        (FileFormat::Tiff, false),
        (FileFormat::Pdf, false),
        (FileFormat::Unknown, false),
    ] {
        let report = report(good(format));
        assert_eq!((report.ok, report.fixable), (false, fixable), "{format}");
    }
    let large = FileFacts { bytes: 6_000_000, ..good(FileFormat::Jpeg) };
    assert!(report(large.clone()).fixable);
    assert!(!report(FileFacts { width: Some(13_000), height: Some(12_000), ..large }).fixable);
    assert!(
        !report(FileFacts { bytes: 400, height: Some(30_000), width: Some(30_000), ..good(FileFormat::Png) })
            .fixable
    );
}

#[test]
fn a_number_of_pixels_is_exact_in_javascript() {
    let facts = FileFacts { width: Some(u32::MAX), height: Some(u32::MAX), ..good(FileFormat::Png) };
    let told = one(ProblemCode::TooManyPixels, Severity::Error, "256000000", "9007199254740991");
    assert_eq!(judged(&facts, ktp()), told);
}

#[test]
fn a_place_that_stays_in_the_file_is_told() {
    let bpkb = route(Vendor::Glair, DocumentKind::Bpkb);
    let place = |format, has_gps| FileFacts { has_gps: Some(has_gps), ..good(format) };
    let told = one(ProblemCode::LocationKept, Severity::Warning, "", "");
    assert_eq!(judged(&place(FileFormat::Tiff, true), bpkb), told);
    assert_eq!(judged(&place(FileFormat::Tiff, false), bpkb), []);
    for format in [FileFormat::Jpeg, FileFormat::Png] {
        assert_eq!(judged(&place(format, true), bpkb), [], "prepare takes it out of {format}");
    }
}
