//! A labelled picture, and what it has in common with others.

use periksa::quality::QualityReport;

/// A picture that was judged.
pub(crate) struct Picture<'a> {
    /// Its path in the folder.
    pub(crate) file: &'a str,
    /// Who took it, and with what.
    pub(crate) source: &'a str,
    /// What it was made of.
    pub(crate) base: String,
    pub(crate) report: QualityReport,
}

impl Picture<'_> {
    /// The folder that it is in.
    pub(crate) fn folder(&self) -> &str {
        self.file.rsplit_once('/').map_or("(top)", |(folder, _)| folder)
    }

    /// The source without its version and remarks.
    pub(crate) fn source_name(&self) -> &str {
        source_name(self.source)
    }
}

/// A source without its version and remarks, which follow an at sign.
pub(crate) fn source_name(source: &str) -> &str {
    source.split_once('@').map_or(source, |(name, _)| name)
}

/// What a picture was made of, by its name: all before the first `_` behind a digit, so of `desk3_blur2.jpg` `desk3`.
pub(crate) fn base(file: &str) -> &str {
    let name = file.rsplit_once('/').map_or(file, |(_, name)| name);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let end = stem.match_indices('_').map(|(at, _)| at).find(|at| {
        stem.get(..*at).is_some_and(|before| before.ends_with(|character: char| character.is_ascii_digit()))
    });
    end.and_then(|end| stem.get(..end)).unwrap_or(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_ends_behind_its_number() {
        for (file, expected) in [
            ("made/blur/desk_comp3_gauss0.8.jpg", "desk_comp3"),
            ("made/frame/card12_fill0.06.jpg", "card12"),
            ("real/a_photo_3.jpg", "a_photo_3"),
            ("x.png", "x"),
        ] {
            assert_eq!(base(file), expected);
        }
    }
}
