//! How far the proxy's own judgement agrees with the vendor's, by the rows of its agreement log.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;

use clap::Args;
use periksa::agreement_row::{AgreementRow, RuleRow};

use crate::statistics::{least_cases, share, wilson};

/// How far the proxy's scores agree with the vendor's verdicts, and which thresholds would block how much.
///
/// FILE holds a row for each call, as JSON in a line of its own:
///
///   {"periksa":"0.1.0","finder":7,"route":"verihubs/ktp","outcome":null,"rules":{"blur":{"score":0.12,
///   "threshold":0.6,"vendor":false}}}
///
///   outcome  the code of the vendor's error; null for a record
///   vendor   what the vendor said by the same rule: true, it detected it; null, nothing, and the row is passed over
///
/// For each route and rule it prints how often both agree; missed rejects, what the vendor detected and the own
/// threshold did not; false blocks, the other way round. Intervals are Wilson's, 95 %. `proposed` is the lowest
/// threshold, which so misses least, whose false blocks are shown to be within the ceiling: the upper end of their
/// interval is. It lies in the middle between two scores. Rows of several versions of periksa or of the card finder's
/// weights are told apart, for their scores may differ. Lines that can't be read, as one that a full disk has cut, are
/// counted and passed over; where no line can be read, that is an error.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Arguments {
    /// The log.
    file: PathBuf,
    /// Largest share of pictures that the vendor takes and the threshold blocks.
    #[arg(long, default_value_t = 0.02, value_parser = part)]
    ceiling: f64,
}

fn part(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| *share > 0.0 && *share < 1.0);
    share.ok_or_else(|| "must be a number between 0 and 1".to_owned())
}

/// Reads the log and prints what it says.
pub(crate) fn run(
    Arguments { file, ceiling }: &Arguments,
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    let named = |error: &dyn Error| format!("{}: {error}", file.display());
    let lines = BufReader::new(File::open(file).map_err(|error| named(&error))?).split(b'\n');
    let mut groups: BTreeMap<(String, String, Option<u32>), Vec<AgreementRow>> = BTreeMap::new();
    let mut unread = Unread::default();
    for (index, line) in lines.enumerate() {
        let line = line.map_err(|error| named(&error))?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        match read(&line) {
            Ok(row) => {
                groups.entry((row.route.clone(), row.periksa.clone(), row.finder)).or_default().push(row);
            }
            Err(why) => unread.add(index + 1, why),
        }
    }
    match (groups.is_empty(), unread.count) {
        (true, 0) => writeln!(out, "{} holds no rows", file.display())?,
        (true, _) => return Err(format!("{}: no line could be read: {unread}", file.display()).into()),
        (false, 0) => {}
        (false, count) => writeln!(out, "{count} lines could not be read, and are passed over: {unread}")?,
    }
    for ((route, version, finder), rows) in groups {
        let finder = finder.map_or("no card finder".to_owned(), |revision| format!("card finder {revision}"));
        writeln!(out, "{route}, periksa {version}, {finder}: {} calls", rows.len())?;
        let mut outcomes: BTreeMap<&str, u32> = BTreeMap::new();
        let mut rules: BTreeMap<&str, Vec<RuleRow>> = BTreeMap::new();
        for row in &rows {
            *outcomes.entry(row.outcome.as_deref().unwrap_or("a record")).or_default() += 1;
            for (name, rule) in &row.rules {
                rules.entry(name).or_default().push(*rule);
            }
        }
        for (outcome, count) in outcomes {
            writeln!(out, "  {count:>7} {outcome}")?;
        }
        for (name, rule) in rules {
            print(out, name, &rule, *ceiling)?;
        }
    }
    Ok(())
}

/// Lines that are no rows.
#[derive(Default)]
struct Unread {
    count: u32,
    first: Vec<String>,
}

impl Unread {
    fn add(&mut self, line: usize, why: String) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push(format!("line {line}, {why}"));
        }
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let more = if self.first.len() < self.count as usize { "; …" } else { "" };
        write!(f, "{}{more}", self.first.join("; "))
    }
}

/// How many lines are named.
const NAMED: usize = 5;

/// A row whose numbers are what they have to be. The error never quotes the line.
fn read(line: &[u8]) -> Result<AgreementRow, String> {
    let row: AgreementRow = serde_json::from_slice(line).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => {
            format!("no row of the agreement log (column {})", error.column())
        }
        _ => format!("not JSON (column {})", error.column()),
    })?;
    let is_part = |number: f64| (0.0..=1.0).contains(&number);
    if row.rules.values().all(|rule| is_part(rule.score) && is_part(rule.threshold)) {
        Ok(row)
    } else {
        Err("a score or threshold is not within 0 and 1".to_owned())
    }
}

/// How a threshold judges what the vendor has judged.
#[derive(Debug, Default, Eq, PartialEq)]
struct Agreement {
    /// What the vendor detected, and how much of it was missed.
    rejects: u32,
    missed: u32,
    /// What the vendor took, and how much of it would be blocked.
    taken: u32,
    blocked: u32,
}

impl Agreement {
    fn of(rules: &[RuleRow], threshold: impl Fn(&RuleRow) -> f64) -> Self {
        let mut agreement = Self::default();
        for rule in rules {
            let detected = rule.score >= threshold(rule);
            match rule.vendor {
                Some(true) => {
                    agreement.rejects += 1;
                    agreement.missed += u32::from(!detected);
                }
                Some(false) => {
                    agreement.taken += 1;
                    agreement.blocked += u32::from(detected);
                }
                None => {}
            }
        }
        agreement
    }

    fn print(&self, out: &mut impl Write, name: &str) -> std::io::Result<()> {
        let Self { rejects, missed, taken, blocked } = *self;
        let all = rejects + taken;
        let agreed = share(all - missed - blocked, all);
        writeln!(out, "    {name:<15}{agreed}   {}   {}", share(missed, rejects), share(blocked, taken))
    }
}

fn print(out: &mut impl Write, name: &str, rules: &[RuleRow], ceiling: f64) -> std::io::Result<()> {
    let now = Agreement::of(rules, |rule| rule.threshold);
    let unsaid = rules.iter().filter(|rule| rule.vendor.is_none()).count();
    writeln!(out, "  {name}, {} judged by the vendor, {unsaid} not", now.rejects + now.taken)?;
    if now.rejects + now.taken == 0 {
        return Ok(());
    }
    writeln!(
        out,
        "                   agreement                      missed rejects                 false blocks"
    )?;
    now.print(out, "as judged")?;
    let Some(threshold) = propose(rules, ceiling) else {
        let least = least_cases(ceiling);
        return writeln!(
            out,
            "    proposed       none: {least:.0} pictures that the vendor takes are the least that can show a share of {ceiling}"
        );
    };
    Agreement::of(rules, |_| threshold).print(out, &format!("proposed {threshold:.3}"))
}

/// The lowest threshold whose false blocks are shown to be within the ceiling; `None` where no number of cases shows it.
fn propose(rules: &[RuleRow], ceiling: f64) -> Option<f64> {
    let mut scores: Vec<f64> =
        rules.iter().filter(|rule| rule.vendor.is_some()).map(|rule| rule.score).chain([0.0, 1.0]).collect();
    scores.sort_by(f64::total_cmp);
    scores.dedup();
    let between = scores.iter().zip(scores.iter().skip(1)).map(|(low, high)| (low + high) / 2.0);
    between.into_iter().find(|threshold| {
        let Agreement { taken, blocked, .. } = Agreement::of(rules, |_| *threshold);
        wilson(blocked, taken).1 <= ceiling
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(all: impl IntoIterator<Item = (f64, Option<bool>)>) -> Vec<RuleRow> {
        all.into_iter().map(|(score, vendor)| RuleRow { score, threshold: 0.5, vendor }).collect()
    }

    #[test]
    fn each_row_is_counted_where_it_belongs() {
        let rows =
            rules([(0.9, Some(true)), (0.5, Some(true)), (0.4, Some(true)), (0.6, Some(false)), (0.1, None)]);
        let expected = Agreement { rejects: 3, missed: 1, taken: 1, blocked: 1 };
        assert_eq!(Agreement::of(&rows, |rule| rule.threshold), expected);
    }

    /// 1000 taken pictures with scores of 0, 0.001, … 0.999: above a threshold t lie 1000 (1 - t). Wilson's upper end is at
    /// most 0.02 for up to 12 of 1000 (by hand: 12 give 0.0209, 11 give 0.0196).
    #[test]
    fn the_proposed_threshold_is_the_lowest_within_the_ceiling() {
        let taken = (0..1000).map(|score| (f64::from(score) / 1000.0, Some(false)));
        let rows = rules(taken.chain([(0.9, Some(true)), (0.995, Some(true))]));
        let threshold = propose(&rows, 0.02).unwrap_or_default();
        assert!((threshold - 0.9885).abs() < 1e-9, "{threshold}");
        let expected = Agreement { rejects: 2, missed: 1, taken: 1000, blocked: 11 };
        assert_eq!(Agreement::of(&rows, |_| threshold), expected);
    }

    #[test]
    fn too_few_rows_show_nothing() {
        assert!((least_cases(0.02) - 189.0).abs() < 1e-9);
        let taken = |count| rules((0..count).map(|_| (0.0, Some(false))));
        assert_eq!(propose(&taken(188), 0.02), None);
        assert_eq!(propose(&taken(189), 0.02), Some(0.5));
    }
}
