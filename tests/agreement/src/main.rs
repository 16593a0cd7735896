//! Runs the quality checks over a folder of labelled pictures and prints how far they agree with the labels.

mod finder;
mod log;
mod overlap;
mod picture;
mod statistics;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use finder::{Quads, Tags};
use periksa::Declared;
use periksa::inspect::inspect_slice;
use periksa::picture::CardFinder;
use periksa::quality::{self, QualityReport};
use periksa_card::LearnedFinder;
use picture::{Picture, source_name};
use serde::Deserialize;
use statistics::{Case, Outcome, best_threshold};

/// How far the quality checks agree with your labels: run it on your own pictures with the vendor's verdicts to
/// tune a policy's thresholds.
///
/// The folder holds labels.csv, with a header and the columns `file` (path in the folder), `check` and `label`;
/// further columns are left alone, but for `source` (what pictures have in common: one person, phone, or original).
/// One row for each picture and check.
///
///   check   blur, dark, flashlight or grayscale, as the vendor names them;
///           cutoff (the card goes on beyond the picture), document (a card or page is in view)
///   label   1 the vendor says yes, 0 it says no; other labels are passed over
///
///   file,check,label,source
///   2026-03/0001.jpg,blur,0,pixel-7
///   2026-03/0001.jpg,flashlight,1,pixel-7
///
/// Pictures are reported apart by the first folder of their path. Missed: labelled 1 and not detected. False: labelled
/// 0 and detected, what would turn a good picture away. Intervals are Wilson's, 95 %. Each threshold with `best` is
/// the one with the highest balanced accuracy here; `left out` is what it reaches where each source in turn is judged
/// by the threshold that is best on all others: near the first column, thresholds carry over to new pictures. By source
/// and by base (what a picture was made of: its name up to the first `_` behind a digit, or the column `base`), the mean
/// stands beside the worst of those with five pictures or more.
///
/// Where the folder holds quads.json as well (`{ "file": [[x, y], ...four corners, clockwise] }`, in pixels, from the upper left
/// one of what is printed), it says how many cards are found: with what intersection over union, parts beyond the picture
/// included; of how many it is told which side is up, and how often wrongly; and in how many pictures labelled as without a
/// document one is. tags.json (`{ "file": ["small", ...] }`) reports them apart by what makes them
/// hard; a file with tags and no corners is without a document. With corners, labels.csv may be missing.
#[derive(Parser)]
#[command(name = "periksa-agreement", version, verbatim_doc_comment)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Of>,
    /// The folder with labels.csv.
    #[arg(required = true)]
    folder: Option<PathBuf>,
    /// Thresholds to try in place of the usual ones: `blur=0.6`.
    #[arg(long = "threshold", value_name = "CHECK=SCORE", value_parser = threshold)]
    thresholds: Vec<(String, f64)>,
    /// Other weights for the card finder than those of this version.
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,
    /// Print each picture that is judged otherwise than labelled, with its score.
    #[arg(long)]
    list: bool,
}

/// What else agreement is told of.
#[derive(Subcommand)]
enum Of {
    Log(log::Arguments),
}

fn threshold(text: &str) -> Result<(String, f64), String> {
    let (check, score) = text.split_once('=').ok_or("must be CHECK=SCORE")?;
    Ok((check.to_owned(), score.parse().map_err(|_| "the score must be a number")?))
}

/// A row of labels.csv.
#[derive(Deserialize)]
struct Row {
    file: String,
    check: String,
    label: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    base: String,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let ran = match (&cli.command, &cli.folder) {
        (Some(Of::Log(arguments)), _) => log::run(arguments, &mut io::stdout().lock()),
        (None, Some(folder)) => run(&cli, folder),
        (None, None) => Err("name the folder with labels.csv, or a log".into()),
    };
    match ran {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr().lock(), "periksa-agreement: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(cli: &Cli, folder: &Path) -> Result<(), Box<dyn Error>> {
    let quads: Quads = finder::read(folder, "quads.json")?;
    let tags: Tags = finder::read(folder, "tags.json")?;
    let labels = folder.join("labels.csv");
    let rows = if quads.is_empty() || labels.exists() { read_labels(&labels)? } else { Vec::new() };
    let finder = card_finder(cli)?;
    let mut files: BTreeMap<&str, (&str, &str)> =
        quads.keys().chain(tags.keys()).map(|file| (file.as_str(), ("", ""))).collect();
    files.extend(rows.iter().map(|row| (row.file.as_str(), (row.source.as_str(), row.base.as_str()))));
    let mut pictures = BTreeMap::new();
    let mut out = io::stdout().lock();
    for (file, (source, base)) in files {
        let bytes = fs::read(folder.join(file)).map_err(|error| format!("{file}: {error}"))?;
        let base = if base.is_empty() { picture::base(file) } else { base }.to_owned();
        match quality::assess(&bytes, &inspect_slice(&bytes, Declared::default()), Some(&finder)) {
            Ok(report) => drop(pictures.insert(file, Picture { file, source, base, report })),
            Err(why) => writeln!(out, "not judged: {file} ({why})")?,
        }
    }
    writeln!(out, "{} pictures judged, card finder of revision {}", pictures.len(), finder.revision())?;
    let mut checks: BTreeMap<&str, Vec<Case>> = BTreeMap::new();
    for row in &rows {
        let Some(positive) = (match row.label.as_str() {
            "1" => Some(true),
            "0" => Some(false),
            _ => None,
        }) else {
            continue;
        };
        let Some(picture) = pictures.get(row.file.as_str()) else { continue };
        let Some((score, usual)) = measure(&row.check, &picture.report) else { continue };
        let given = cli.thresholds.iter().find(|(check, _)| *check == row.check);
        let threshold = given.map_or(usual, |(_, score)| *score);
        checks.entry(&row.check).or_default().push(Case {
            file: &row.file,
            group: row.file.split_once('/').map_or("", |(folder, _)| folder),
            source: if row.source.is_empty() { &row.file } else { &row.source },
            base: &picture.base,
            positive,
            score,
            threshold,
        });
    }
    for (check, cases) in &checks {
        print(&mut out, check, cases, cli.list)?;
    }
    finder::print_finds(&mut out, (&quads, &tags), &pictures, cli.list)?;
    let labelled = rows.iter().filter(|row| row.check == "document" && row.label == "0");
    let tagged = tags.keys().filter(|file| !quads.contains_key(*file));
    let without = labelled.map(|row| row.file.as_str()).chain(tagged.map(String::as_str));
    finder::print_false_finds(&mut out, &pictures, &without.collect())?;
    Ok(())
}

fn read_labels(path: &Path) -> Result<Vec<Row>, Box<dyn Error>> {
    csv::Reader::from_path(path)
        .and_then(|mut reader| reader.deserialize().collect())
        .map_err(|error| format!("{}: {error}", path.display()).into())
}

/// With the weights that were asked for, or those of this version.
fn card_finder(cli: &Cli) -> Result<LearnedFinder, Box<dyn Error>> {
    let Some(path) = &cli.weights else {
        return Ok(LearnedFinder::bundled()?);
    };
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    LearnedFinder::from_bytes(&bytes).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// Score and threshold of a check's name.
fn measure(check: &str, report: &QualityReport) -> Option<(f64, f64)> {
    let check = match check {
        "blur" => report.blur,
        "dark" => report.dark,
        "flashlight" => report.flashlight,
        "grayscale" => report.grayscale,
        "cutoff" => {
            let cut_off = report.card.is_some_and(|card| card.cut_off);
            return Some((f64::from(u8::from(cut_off)), 0.5));
        }
        "document" => {
            let card = report.card.filter(|card| card.is_sure());
            return Some((f64::from(u8::from(card.is_some())), 0.5));
        }
        _ => return None,
    };
    Some((f64::from(check.score.0) / 1000.0, f64::from(check.threshold.0) / 1000.0))
}

fn print(out: &mut impl Write, check: &str, cases: &[Case], list: bool) -> io::Result<()> {
    let groups: BTreeSet<&str> = cases.iter().map(|case| case.group).collect();
    writeln!(
        out,
        "\n{check:<12}balanced accuracy   missed (of those labelled 1)     false (of those labelled 0)"
    )?;
    for group in groups.iter().copied().map(Some).chain([None]) {
        let mine = || cases.iter().filter(|case| group.is_none_or(|group| case.group == group));
        let outcome = Outcome::of(mine(), |case| case.threshold);
        let name = group.map_or("all", |group| if group.is_empty() { "(top)" } else { group });
        writeln!(out, "  {name:<10}{outcome}")?;
    }
    let all: Vec<&Case> = cases.iter().collect();
    let (best, left_out) = (best_threshold(&all), left_out(cases));
    let reached = Outcome::of(all.iter().copied(), |_| best);
    writeln!(out, "  best      {reached}  at {best:.3}")?;
    writeln!(out, "  left out  {left_out}")?;
    print_worst(out, "source", cases, |case| source_name(case.source))?;
    print_worst(out, "base", cases, |case| case.base)?;
    if list {
        for case in cases.iter().filter(|case| case.detected(case.threshold) != case.positive) {
            let label = u8::from(case.positive);
            writeln!(out, "    {:.3} labelled {label}: {}", case.score, case.file)?;
        }
    }
    Ok(())
}

/// Fewest pictures of a group of which anything can be said.
const LEAST_PICTURES: usize = 5;

/// The mean over groups, and every group from the worst on.
fn print_worst<'a>(
    out: &mut impl Write,
    kind: &str,
    cases: &'a [Case<'a>],
    name: impl Fn(&'a Case<'a>) -> &'a str,
) -> io::Result<()> {
    let mut groups: BTreeMap<&str, Vec<&Case<'_>>> = BTreeMap::new();
    for case in cases {
        groups.entry(name(case)).or_default().push(case);
    }
    let large = groups.into_iter().filter(|(_, cases)| cases.len() >= LEAST_PICTURES);
    let mut outcomes: Vec<(&str, Outcome)> =
        large.map(|(name, cases)| (name, Outcome::of(cases.into_iter(), |case| case.threshold))).collect();
    if outcomes.is_empty() {
        return Ok(());
    }
    outcomes.sort_by(|(_, one), (_, other)| one.balanced_accuracy().total_cmp(&other.balanced_accuracy()));
    let mean =
        outcomes.iter().map(|(_, outcome)| outcome.balanced_accuracy()).sum::<f64>() / outcomes.len() as f64;
    writeln!(out, "  by {kind}, {} with {LEAST_PICTURES} pictures or more: mean {mean:.3}", outcomes.len())?;
    for (name, outcome) in outcomes {
        writeln!(out, "    {outcome}  {name}")?;
    }
    Ok(())
}

/// Each source judged by the threshold that is best on all others.
fn left_out(cases: &[Case]) -> Outcome {
    let sources: BTreeSet<&str> = cases.iter().map(|case| case.source).collect();
    let thresholds: BTreeMap<&str, f64> = sources
        .into_iter()
        .map(|source| {
            let others: Vec<&Case> = cases.iter().filter(|case| case.source != source).collect();
            (source, best_threshold(&others))
        })
        .collect();
    Outcome::of(cases.iter(), |case| thresholds.get(case.source).copied().unwrap_or(case.threshold))
}
