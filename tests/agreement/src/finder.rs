//! How well cards are found, where quads.json says where they are.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use periksa::quality::QualityReport;
use serde::de::DeserializeOwned;

use crate::overlap::{Point, overlap};
use crate::picture::Picture;
use crate::statistics::share;

/// Corners by file, clockwise.
pub(crate) type Quads = BTreeMap<String, [Point; 4]>;

/// From which intersection over union on a card is found, and found well.
const FOUND: f64 = 0.75;
const FOUND_WELL: f64 = 0.9;

/// What makes a picture hard, by file. A picture that has tags and no corners is without a document.
pub(crate) type Tags = BTreeMap<String, Vec<String>>;

/// What quads.json or tags.json holds; nothing where there is no such file.
pub(crate) fn read<T: DeserializeOwned + Default>(folder: &Path, name: &str) -> Result<T, Box<dyn Error>> {
    let path = folder.join(name);
    match fs::read(&path) {
        Ok(text) => {
            serde_json::from_slice(&text).map_err(|error| format!("{}: {error}", path.display()).into())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(T::default()),
        Err(error) => Err(format!("{}: {error}", path.display()).into()),
    }
}

/// A picture whose corners are known, and how far what was found in it overlaps with them.
struct Find<'a> {
    picture: &'a Picture<'a>,
    overlap: f64,
    /// How the card lies, and how it is told to lie.
    rotation: Option<u32>,
    told: Option<u32>,
}

/// Prints how many cards are found, whole and by folder, source and base.
pub(crate) fn print_finds(
    out: &mut impl Write,
    (quads, tags): (&Quads, &Tags),
    pictures: &BTreeMap<&str, Picture<'_>>,
    list: bool,
) -> io::Result<()> {
    let finds: Vec<Find<'_>> = pictures
        .iter()
        .filter_map(|(file, picture)| {
            let found = picture.report.card.filter(|card| card.is_sure());
            let corners = found.map(|card| card.corners.map(|corner| corner.map(f64::from)));
            let quad = quads.get(*file)?;
            Some(Find {
                picture,
                overlap: corners.map_or(0.0, |corners| overlap(&corners, quad)),
                rotation: corners.and_then(|corners| rotation(&corners, quad)),
                told: found.and_then(|card| card.rotation),
            })
        })
        .collect();
    if finds.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\ncards found        overlap over {FOUND}                 over {FOUND_WELL}                  median"
    )?;
    let all: Vec<&Find<'_>> = finds.iter().collect();
    print_row(out, "all", &all)?;
    print_groups(out, "folder", &finds, |picture| [picture.folder()])?;
    print_groups(out, "source", &finds, |picture| [picture.source_name()])?;
    print_groups(out, "base", &finds, |picture| [picture.base.as_str()])?;
    if !tags.is_empty() {
        let of = |picture: &Picture<'_>| tags.get(picture.file).into_iter().flatten().map(String::as_str);
        print_groups(out, "tag", &finds, of)?;
    }
    if list {
        for find in finds.iter().filter(|find| find.overlap <= FOUND_WELL) {
            writeln!(out, "    {:.3}: {}", find.overlap, find.picture.file)?;
        }
    }
    print_rotations(out, &finds)
}

/// Degrees clockwise by which a card lies turned whose true corners begin at the upper left of its print.
fn rotation(found: &[Point; 4], [first, second, ..]: &[Point; 4]) -> Option<u32> {
    let apart = |one: &Point, other: &Point| (one[0] - other[0]).hypot(one[1] - other[1]);
    let sides = found.iter().zip(found.iter().cycle().skip(1));
    let off = sides.map(|(from, to)| apart(from, first) + apart(to, second));
    let nearest = (0..).zip(off).min_by(|(_, one), (_, other)| one.total_cmp(other));
    nearest.map(|(side, _)| side * 90)
}

/// Prints of how many cards that were found it is told which side is up, and how often wrongly, by source.
fn print_rotations(out: &mut impl Write, finds: &[Find<'_>]) -> io::Result<()> {
    let mut sources: BTreeMap<&str, Vec<&Find<'_>>> = BTreeMap::new();
    for find in finds.iter().filter(|find| find.overlap > FOUND) {
        for name in ["all", find.picture.source_name()] {
            sources.entry(name).or_default().push(find);
        }
    }
    writeln!(out, "\nwhich side is up   told (of cards found)            wrong (of those told)")?;
    for (name, finds) in sources {
        let told = finds.iter().filter(|find| find.told.is_some()).count() as u32;
        let wrong =
            finds.iter().filter(|find| find.told.is_some() && find.told != find.rotation).count() as u32;
        writeln!(out, "    {name:<26.26} {}   {}", share(told, finds.len() as u32), share(wrong, told))?;
    }
    Ok(())
}

/// Prints each group, behind the mean of all and the worst.
fn print_groups<'a, Names: IntoIterator<Item = &'a str>>(
    out: &mut impl Write,
    kind: &str,
    finds: &'a [Find<'a>],
    names: impl Fn(&'a Picture<'a>) -> Names,
) -> io::Result<()> {
    let mut groups: BTreeMap<&str, Vec<&Find<'_>>> = BTreeMap::new();
    for find in finds {
        for name in names(find.picture) {
            groups.entry(name).or_default().push(find);
        }
    }
    let shares = groups.iter().map(|(name, finds)| (share_over(finds, FOUND_WELL), *name));
    let worst = shares.clone().min_by(|one, other| one.0.total_cmp(&other.0));
    let mean = shares.map(|(share, _)| share).sum::<f64>() / groups.len() as f64;
    let (least, worst) = worst.unwrap_or((f64::NAN, ""));
    writeln!(
        out,
        "  by {kind}, {}: over {FOUND_WELL} mean {mean:.3}, worst {least:.3} ({worst})",
        groups.len()
    )?;
    for (name, finds) in &groups {
        print_row(out, name, finds)?;
    }
    Ok(())
}

fn print_row(out: &mut impl Write, name: &str, finds: &[&Find<'_>]) -> io::Result<()> {
    let count = |least: f64| finds.iter().filter(|find| find.overlap > least).count() as u32;
    let all = finds.len() as u32;
    let mut overlaps: Vec<f64> = finds.iter().map(|find| find.overlap).collect();
    overlaps.sort_by(f64::total_cmp);
    let median = overlaps.get(overlaps.len() / 2).copied().unwrap_or(f64::NAN);
    let (found, well) = (share(count(FOUND), all), share(count(FOUND_WELL), all));
    writeln!(out, "    {:<26.26} {found}   {well}   {median:.3}", name)
}

fn share_over(finds: &[&Find<'_>], least: f64) -> f64 {
    finds.iter().filter(|find| find.overlap > least).count() as f64 / finds.len().max(1) as f64
}

/// Prints in how many pictures labelled as having none a card is found, by source.
pub(crate) fn print_false_finds(
    out: &mut impl Write,
    pictures: &BTreeMap<&str, Picture<'_>>,
    without: &BTreeSet<&str>,
) -> io::Result<()> {
    let has_card = |report: &QualityReport| report.card.is_some_and(|card| card.is_sure());
    let mut sources: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for picture in without.iter().filter_map(|file| pictures.get(file)) {
        let (falsely, all) = sources.entry(picture.source_name()).or_default();
        *falsely += u32::from(has_card(&picture.report));
        *all += 1;
    }
    let (falsely, all) = sources.values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    if all > 0 {
        writeln!(out, "\nfalse finds (document 0)")?;
        writeln!(out, "    {:<26} {}", "all", share(falsely, all))?;
    }
    for (source, (falsely, all)) in sources {
        writeln!(out, "    {source:<26.26} {}", share(falsely, all))?;
    }
    Ok(())
}
