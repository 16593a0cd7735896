//! Pictures that are as small as the rules for a file allow. The tests of the proxy use them too.

/// A baseline JPEG of one grey component; the label makes each another picture.
pub fn jpeg_of(width: u16, height: u16, label: &str) -> Vec<u8> {
    let mut bytes = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0".to_vec();
    bytes.extend(b"\xff\xfe");
    bytes.extend(u16::try_from(label.len() + 2).unwrap().to_be_bytes());
    bytes.extend(label.as_bytes());
    bytes.extend(b"\xff\xdb\0\x43\0");
    bytes.extend([1; 64]);
    bytes.extend(b"\xff\xc0\0\x0b\x08");
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.extend(b"\x01\x01\x11\0");
    bytes.extend(b"\xff\xda\0\x08\x01\x01\0\0\x3f\0");
    bytes.extend([0x2a; 64]);
    bytes.extend(b"\xff\xd9");
    bytes
}

/// One that every vendor takes.
pub fn jpeg(label: &str) -> Vec<u8> {
    jpeg_of(1000, 640, label)
}
