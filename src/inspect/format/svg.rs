//! SVG: the root element's size, as far as it is given in pixels, and the element's end. The text is looked at, not parsed.

use crate::bytes::{last_position, position};
use crate::inspect::Found;
use crate::inspect::window::{Stop, Window};

/// How far in the root element may end.
const HEAD: usize = 16 << 10;
/// Where its end tag is looked for.
const TAIL: usize = 4 << 10;

pub(super) fn walk(window: &Window, found: &mut Found) -> Result<(), Stop> {
    let Some(mut text) = root(window.up_to(0, HEAD)?) else { return Ok(()) };
    let cut = if window.size() > HEAD as u64 { Stop::Limit } else { Stop::End };
    let (mut width, mut height, mut view) = (None, None, None);
    loop {
        text = text.trim_ascii_start();
        if text.starts_with(b">") {
            let (_, tail) = window.tail(TAIL)?;
            found.complete = Some(has_end(tail));
            break;
        }
        if text.starts_with(b"/>") {
            found.complete = Some(true);
            break;
        }
        let (name, quoted) = before(text, b'=').ok_or(cut.clone())?;
        let (quote, quoted) = quoted.trim_ascii_start().split_first().ok_or(cut.clone())?;
        if !matches!(quote, b'"' | b'\'') {
            return Err(Stop::Malformed("svg.attribute"));
        }
        let (value, rest) = before(quoted, *quote).ok_or(cut.clone())?;
        match name.trim_ascii_end() {
            b"width" => width = Some(value),
            b"height" => height = Some(value),
            b"viewBox" => view = Some(value),
            _ => {}
        }
        text = rest;
    }
    if width.is_some() || height.is_some() {
        found.width = width.and_then(pixels);
        found.height = height.and_then(pixels);
    } else if let Some(view) = view {
        let size = number(view).and_then(|(_, view)| number(view)).map(|(_, view)| view);
        let width = size.and_then(number);
        let height = width.and_then(|(_, view)| number(view));
        [found.width, found.height] =
            [width, height].map(|side| side.map(|(pixels, _)| pixels).filter(|it| *it > 0));
    }
    Ok(())
}

/// What follows the name of the root element, if that is `svg`. Before it there may be a byte order mark, comments, a
/// document type and processing instructions (XML 1.0, 2.8).
pub(super) fn root(head: &[u8]) -> Option<&[u8]> {
    let tag = markup(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head))?.strip_prefix(b"<")?;
    let end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
    let (name, rest) = tag.split_at_checked(tag.iter().position(end).unwrap_or(tag.len()))?;
    is_svg(name).then_some(rest)
}

/// With a prefix or without.
fn is_svg(name: &[u8]) -> bool {
    name == b"svg" || name.ends_with(b":svg")
}

/// What follows space, comments, a document type and processing instructions; nothing if these don't end.
fn markup(mut text: &[u8]) -> Option<&[u8]> {
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
            _ => return Some(text),
        };
    }
}

fn after<'a>(text: &'a [u8], mark: &[u8]) -> Option<&'a [u8]> {
    text.get(position(text, mark)? + mark.len()..)
}

/// What stands before the first such byte, and what behind it.
fn before(text: &[u8], byte: u8) -> Option<(&[u8], &[u8])> {
    let at = text.iter().position(|other| *other == byte)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// `640`, `640.4` or `640px`. Other units, and parts of what is around the picture, are no pixels.
fn pixels(text: &[u8]) -> Option<u32> {
    let (pixels, unit) = number(text)?;
    let plain = matches!(unit.trim_ascii_end(), b"" | b"px") && !text.contains(&b'-');
    Some(pixels).filter(|pixels| plain && *pixels > 0)
}

/// A number without its sign, rounded, behind spaces and commas; and what follows it.
fn number(text: &[u8]) -> Option<(u32, &[u8])> {
    let mut rest =
        text.get(text.iter().position(|byte| !matches!(byte, b' ' | b'\t'..=b'\r' | b',' | b'-'))?..)?;
    let mut whole: Option<u32> = None;
    while let [digit @ b'0'..=b'9', more @ ..] = rest {
        whole = Some(whole.unwrap_or_default().checked_mul(10)?.checked_add(u32::from(digit - b'0'))?);
        rest = more;
    }
    let mut number = whole?;
    if let [b'.', fraction @ ..] = rest {
        number = number.saturating_add(u32::from(matches!(fraction, [b'5'..=b'9', ..])));
        rest = fraction;
        while let [b'0'..=b'9', more @ ..] = rest {
            rest = more;
        }
    }
    Some((number, rest))
}

/// Is the last end tag that of an `svg` element? Only space, comments and processing instructions may follow.
fn has_end(tail: &[u8]) -> bool {
    let tag = last_position(tail, b"</").and_then(|at| tail.get(at + 2..));
    let Some((name, rest)) = tag.and_then(|tag| before(tag, b'>')) else { return false };
    is_svg(name.trim_ascii_end()) && markup(rest).is_some_and(<[u8]>::is_empty)
}

#[cfg(test)]
mod tests {
    use crate::inspect::{Declared, FileFacts, inspect_slice};

    fn inspect(text: &str) -> FileFacts {
        inspect_slice(text.as_bytes(), Declared::default())
    }

    #[test]
    fn sizes_in_pixels_count() {
        for (attributes, width, height) in [
            ("width='640' height=\"480px\"", Some(640), Some(480)),
            ("stroke-width='2' onclick='1>0' width = ' 640.4 '\n height='479.50'", Some(640), Some(480)),
            ("viewBox='0 0 640,480'", Some(640), Some(480)),
            ("viewBox='0 0 640 480' width='100%' height='5cm'", None, None),
            ("viewBox='0 0 640 480' width='32'", Some(32), None),
            ("viewBox='-0.5 -1,640.4 479.5'", Some(640), Some(480)),
            ("viewBox='0 0 0 480'", None, Some(480)),
            ("width='1e3' height='-4'", None, None),
            ("width='99999999999' height='0'", None, None),
            ("viewBox='0 0'", None, None),
            ("", None, None),
        ] {
            let facts = inspect(&format!("<svg {attributes}></svg>"));
            assert_eq!((facts.width, facts.height), (width, height), "{attributes}");
            assert_eq!((facts.complete, facts.malformed), (Some(true), None), "{attributes}");
        }
    }

    #[test]
    fn only_space_and_comments_may_follow_the_end() {
        for (text, complete) in [
            ("<svg></svg>", true),
            ("<svg></svg >\n<!-- a --> <?b?>\n", true),
            ("<s:svg></s:svg>", true),
            ("<svg/>", true),
            ("<svg><svg></svg><g>", false),
            ("<svg><!-- </svg>", true),
            ("<svg>", false),
            ("<svg><mysvg></mysvg>", false),
        ] {
            assert_eq!(inspect(text).complete, Some(complete), "{text}");
        }
    }

    #[test]
    fn a_value_without_quotes_is_no_xml() {
        assert_eq!(inspect("<svg width=100 />").malformed, Some("svg.attribute"));
    }
}
