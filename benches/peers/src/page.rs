//! `docs/peers.md`: a table a work.

use std::fmt::Write as _;

use crate::check::{FAR, Figure, Truth};
use crate::peer::{CANNOT, Work};
use crate::{ROUNDS, Result};

/// The page.
pub fn text(results: &[Result]) -> String {
    let mut page = String::from("# Other simulators on the same work\n\n");
    let machine = machine();
    let _ = write!(
        page,
        "Written by `benches/peers/run`, which installs every peer in a pinned version, runs all in turns \
         {ROUNDS} times on one thread each, and fails if one of them has another answer than it should. Medians, on \
         {machine}. Other machines have other speeds and nearly the same ratios.\n\n\
         Calls a second count from building the model to its answers; the start of an interpreter and its \
         imports are left out. Of ours the whole command is timed. Slow programs simulate fewer days.\n\n\
         ![Calls a second, logarithmic](pictures/peers.svg)\n\n\
         ## The textbook queue\n\n\
         M/M/n+M: 236 agents, mean service 180 s, mean patience 120 s, load 1.05. Exactly, by Erlang A, {}. Each \
         lies within {FAR} of its own standard errors (after the ±: between batches of two hours, of ours and the \
         yardstick between runs of 30 days).\n\n",
        exact()
    );
    table(&mut page, results, Work::Textbook);
    page.push_str(
        "\n## The rich day\n\n\
         Half-hour profile, IVR, three shifts of 70, 340 and 160 named agents, four breaks of ten minutes each at \
         instants of their own: [the scenario](../benches/scenarios/rich.toml). No formula tells its answers: \
         SimPy and ours are held against the yardstick, a third program, in the same way.\n\n",
    );
    table(&mut page, results, Work::Rich);
    page.push_str("\nNot in this table:\n\n");
    for (name, why) in CANNOT {
        let _ = writeln!(page, "- {name}: {why}.");
    }
    page.push_str(
        "\nThe programs are in [benches/peers](../benches/peers), the yardstick in \
         [benches/limit](../benches/limit). Lines are those of the model, without empty lines and comments; what \
         counts and prints for all Python peers is left out, as are our scenario's reader and engine.\n",
    );
    page
}

fn table(page: &mut String, results: &[Result], work: Work) {
    let is_rich = work == Work::Rich;
    let mut columns =
        vec!["program", "version", "calls a second", "ours is faster by", "gave up", "within 30 s"];
    columns.extend(["mean wait", "lines", "days a run", "note"]);
    if is_rich {
        columns.insert(7, "breaks a day");
    }
    let rule = |column: &&str| if ["program", "version", "note"].contains(column) { "---" } else { "---:" };
    let rules: Vec<&str> = columns.iter().map(rule).collect();
    let _ = writeln!(page, "| {} |\n| {} |", columns.join(" | "), rules.join(" | "));
    for result in results.iter().filter(|result| result.peer.work == work) {
        let (peer, answer) = (&result.peer, &result.answer);
        let breaks = if is_rich { format!(" {:.0} |", answer.breaks) } else { String::new() };
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} | {} |{breaks} {} | {} | {} |",
            peer.name,
            peer.version,
            rounded(result.calls_per_s),
            times(result.ours_is_faster),
            share(answer.abandonment),
            share(answer.within),
            format_args!("{:.2} ± {:.2} s", answer.wait_s.value, answer.wait_s.error),
            peer.lines,
            peer.days,
            peer.note
        );
    }
}

fn exact() -> String {
    let [abandonment, within, wait] = Truth::exact().values();
    format!(
        "{:.2} % give up, {:.2} % are answered within 30 s, the mean wait is {wait:.3} s",
        abandonment * 100.0,
        within * 100.0
    )
}

fn share(figure: Figure) -> String {
    format!("{:.2} ± {:.2} %", figure.value * 100.0, figure.error * 100.0)
}

/// Three figures, in groups of three digits.
pub fn rounded(value: f64) -> String {
    let unit = 10_f64.powi((value.log10().floor() as i32 - 2).max(0));
    let digits = format!("{:.0}", (value / unit).round() * unit);
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(",")
}

/// `× 24`, `× 1.4`, `× 0.08`.
pub fn times(ratio: f64) -> String {
    match ratio {
        10.0.. => format!("× {}", rounded(ratio)),
        1.0.. => format!("× {ratio:.1}"),
        _ => format!("× {ratio:.2}"),
    }
}

/// The processor, as the system names it.
fn machine() -> String {
    let told = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = told.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let name = name.map_or("an unknown processor", |(_, name)| name);
    format!("one core of {name}")
}
