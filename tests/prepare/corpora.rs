//! Public test files, where they lie beside the project (`../shared/corpora`). Passes without them.

use std::fs;
use std::path::{Path, PathBuf};

use periksa::pixels;
use periksa::prepare::{Refusal, Target, prepare};
use periksa::{FileFacts, Format};

use crate::support::{ANY, Seen, inspect};

fn files(root: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(root).into_iter().flatten().flatten() {
        let path = entry.path();
        // Made of others that are here, and many.
        if path.ends_with("quality/degraded") {
            continue;
        }
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// What is wrong with what became of a file, or how many bytes it has.
fn prepared(bytes: &[u8], facts: &FileFacts, target: &Target) -> Result<Vec<u8>, String> {
    let prepared = match prepare(bytes, facts, target) {
        Ok(prepared) => prepared,
        Err(Refusal::Unshrinkable) if target.max_bytes < u64::MAX => return Ok(Vec::new()),
        Err(why) => return Err(format!("{why:?}")),
    };
    let sent = prepared.bytes.unwrap_or_else(|| bytes.to_vec());
    let after = inspect(&sent);
    let is_clean = after.orientation == 1 && after.has_gps != Some(true) && after.second_format.is_none();
    let is_sound = after.complete == Some(true) && after.malformed.is_none();
    let told = (prepared.width, prepared.height) == (after.width, after.height);
    let fits = sent.len() as u64 <= target.max_bytes;
    if is_clean && is_sound && told && fits { Ok(sent) } else { Err(format!("{after:?}")) }
}

#[test]
fn each_public_picture_that_decodes_can_be_prepared() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let (mut all, mut wrong, mut count, mut same) = (Vec::new(), Vec::new(), 0, 0);
    files(&root, &mut all);
    for path in all {
        let bytes = fs::read(&path).unwrap();
        let facts = inspect(&bytes);
        if !matches!(facts.format, Format::Jpeg | Format::Png) || facts.malformed.is_some() {
            continue;
        }
        if pixels::decode(&bytes, facts.format, 1600).is_err() {
            continue;
        }
        count += 1;
        let name = path.strip_prefix(&root).unwrap().display().to_string();
        let turned = FileFacts { orientation: 6, ..facts.clone() };
        let small = Target { max_bytes: 100_000, min_long_side: 720, min_short_side: 480 };
        for (what, facts, target) in
            [("as it is", &facts, &ANY), ("turned", &turned, &ANY), ("small", &facts, &small)]
        {
            match prepared(&bytes, facts, target) {
                Err(why) => wrong.push(format!("{name} {what}: {why}")),
                Ok(sent) if what == "as it is" && facts.orientation == 1 => {
                    let (Some(before), Some(after)) = (Seen::try_of(&bytes), Seen::try_of(&sent)) else {
                        continue;
                    };
                    let is_stripped = inspect(&sent).format == facts.format && facts.complete == Some(true);
                    if is_stripped && before.rgb != after.rgb {
                        wrong.push(format!("{name}: other pixels"));
                    }
                    same += usize::from(is_stripped);
                }
                Ok(_) => {}
            }
        }
    }
    println!("{count} pictures prepared, {same} of them stripped to the same pixels");
    assert_eq!(wrong, Vec::<String>::new());
}
