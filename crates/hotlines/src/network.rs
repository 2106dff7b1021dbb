//! `scenarios/network.toml`: all hotlines in one run, beside the printed national totals.

use std::fmt::Write;

use crate::centre::{SEED, whole};
use crate::data::Hotline;

/// Its text.
pub fn text(hotlines: &[Hotline], nation: &Hotline) -> String {
    let mut text = format!(
        "#:schema ../crates/scenario/scenario.schema.json
# The 12333 network of 2014: all {count} hotlines that reported, each calibrated to its own totals (12333/), their sum beside the
# printed national one. Four weeks stand for the year; the year itself, call by call:
#   sim run scenarios/network.toml --set calendar.days=365 --set calendar.starts=2014-01-01 --replications 1
# Written by `cargo run --release -p acd-hotlines`.
schema = 1
title  = \"The 12333 hotlines of China in 2014\"

[run]
seed         = {SEED}
replications = 16

# As printed; the hotlines' own figures do not quite add up to them (data/README.md).
[reported]
covers     = \"365 days\"
",
        count = hotlines.len()
    );
    for (name, total) in nation.totals() {
        let _ = writeln!(text, "{name:10} = {}", whole(total));
    }
    for Hotline { slug, english, .. } in hotlines {
        let _ =
            write!(text, "\n[hotlines.{slug}]\nlabel    = \"{english}\"\nscenario = \"12333/{slug}.toml\"\n");
    }
    text
}
