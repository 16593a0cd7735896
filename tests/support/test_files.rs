//! The files that tests go over: the project's own ones in `tests/corpus/`, and the public ones beside the project
//! (`../shared/corpora`), where they are. The own ones are always there: no test passes because it found no file.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::fs;
use std::path::{Path, PathBuf};

/// So many files of its own the project has at least.
pub(crate) const OWN_FILES: usize = 80;

/// Every file: the project's own, then the public ones.
pub(crate) fn files() -> Vec<PathBuf> {
    let mut own = Vec::new();
    collect(&own_folder().join("files"), &mut own);
    assert!(own.len() >= OWN_FILES, "tests/corpus/files has {} files", own.len());
    let mut public = Vec::new();
    collect(&public_folder(), &mut public);
    own.sort();
    public.sort();
    own.into_iter().chain(public).collect()
}

/// Every folder that has a `truth.json`, which says what other tools make of the files in it.
pub(crate) fn sets() -> Vec<PathBuf> {
    let public = fs::read_dir(public_folder()).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut sets: Vec<PathBuf> =
        [own_folder()].into_iter().chain(public).filter(|set| set.join("truth.json").is_file()).collect();
    sets.sort();
    assert!(sets.contains(&own_folder()), "tests/corpus has no truth.json");
    sets
}

/// The public files are beside the project.
pub(crate) fn has_public() -> bool {
    public_folder().is_dir()
}

/// How lists name a file or folder: `corpus/files/png/bomb.png`, `pngsuite/bugfixes/x_ihdr_missing.png`.
pub(crate) fn name(path: &Path) -> String {
    let root = project().join("tests");
    let short = path.strip_prefix(&root).or_else(|_| path.strip_prefix(public_folder())).unwrap_or(path);
    short.display().to_string()
}

pub(crate) fn own_folder() -> PathBuf {
    project().join("tests/corpus")
}

pub(crate) fn public_folder() -> PathBuf {
    project().join("../shared/corpora")
}

/// The project's folder, whichever of its crates the test is in.
fn project() -> PathBuf {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let is_project = |folder: &&Path| folder.join("tests/corpus").is_dir();
    crate_folder.ancestors().find(is_project).unwrap_or(crate_folder).to_path_buf()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        } else {
            found.push(path);
        }
    }
}
