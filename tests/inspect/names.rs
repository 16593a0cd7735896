//! What a file says of itself.

use periksa::Declared;
use periksa::inspect::inspect_slice;

#[test]
fn names_and_types_are_reported_as_they_came() {
    let declared = |media_type: &str, name: &str| {
        let facts = inspect_slice(
            b"",
            Declared { media_type: Some(media_type.into()), file_name: Some(name.into()) },
        );
        (facts.declared_type, facts.declared_extension)
    };
    assert_eq!(declared("Image/JPEG; q=1", "KTP.scan.JPG"), (Some("image/jpeg".into()), Some("jpg".into())));
    assert_eq!(declared("", "image"), (None, None));
    assert_eq!(declared("", ".jpg"), (None, None));
    assert_eq!(declared("", "foto ktp. terbaru"), (None, None));
}
