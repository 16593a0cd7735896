//! SVG, which no vendor takes: it is recognized, not read.

use crate::bytes::position;

/// Is the root element an `svg`, with a prefix or without? Before it there may be a byte order mark, comments, a
/// document type and processing instructions (XML 1.0, 2.8).
pub(super) fn matches(head: &[u8]) -> bool {
    root_name(head).is_some_and(|name| name == b"svg" || name.ends_with(b":svg"))
}

fn root_name(head: &[u8]) -> Option<&[u8]> {
    let mut text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    loop {
        text = text.trim_ascii_start();
        text = match text {
            [b'<', b'?', ..] => after(text, b"?>")?,
            [b'<', b'!', b'-', b'-', ..] => after(text, b"-->")?,
            [b'<', b'!', ..] => {
                let end = text.iter().position(|byte| matches!(byte, b'[' | b'>'))?;
                let declarations = text.get(end) == Some(&b'[');
                after(if declarations { after(text, b"]")? } else { text }, b">")?
            }
            _ => break,
        };
    }
    let tag = text.strip_prefix(b"<")?;
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
    tag.split(ends).next()
}

fn after<'a>(text: &'a [u8], mark: &[u8]) -> Option<&'a [u8]> {
    text.get(position(text, mark)? + mark.len()..)
}
