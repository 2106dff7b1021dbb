//! `docs/validation.md`: every comparison, with the exact answer, the simulated one, its error and the verdict.

use std::fmt::Write;

use crate::case::{Case, Waiting};
use crate::judge::{FAR, Judged, Verdict, tally};

/// A case with what became of it; none where it was left out.
pub type Result = (Case, Option<Vec<Judged>>);

/// What the families are called.
const TITLES: &[(&str, &str)] = &[
    ("erlang_b", "Loss: Erlang B, and the same for any law of talk time"),
    ("erlang_c", "Delay without abandonment: Erlang C"),
    ("erlang_a", "Abandonment: Erlang A"),
    ("mmn_general_patience", "Patience of any law"),
    ("mg1", "One agent, handle times of any law: Pollaczek and Khinchine"),
    ("mdn", "Many agents, constant handle times"),
    ("mphn", "Many agents, handle times in phases"),
    ("retrial", "Redials"),
    ("breaks", "Breaks"),
    ("ivr", "IVR and lines"),
    ("agent_choice", "The next agent"),
    ("priority", "Priority"),
    ("skills", "Skills: whose call is taken first, and by whom"),
    ("outcomes", "Outcomes: who calls again, and who is satisfied"),
    ("timevarying", "Days by interval"),
    ("shift_end_disciplines", "What a drop of staff does"),
    ("published", "Other programs' published examples"),
    ("golden", "Traces worked out by hand"),
];

/// Where the exact answers of a family stand.
fn source(family: &str) -> String {
    match family {
        // Closed forms, worked out where the cases are made.
        "outcomes" => "crates/oracles/src/families/outcomes.rs".to_owned(),
        _ => format!("tests/truth/{family}.json"),
    }
}

/// The whole page.
pub fn text(results: &[Result], waiting: &[Waiting]) -> String {
    let mut page = head(results);
    for (family, title) in TITLES {
        let of_family = results.iter().filter(|(case, _)| case.family == *family);
        let _ = writeln!(page, "\n## {title}\n\nFrom `{}`.\n", source(family));
        page.push_str("| case | figure | exact | simulated | standard error | distance | |\n");
        page.push_str("| --- | --- | ---: | ---: | ---: | ---: | --- |\n");
        for (case, judged) in of_family {
            rows(&mut page, case, judged.as_deref().unwrap_or_default());
        }
    }
    page.push_str("\n## Not compared\n\n| case | why |\n| --- | --- |\n");
    for case in waiting {
        let _ = writeln!(page, "| {} | {} |", case.id, case.why);
    }
    page
}

fn head(results: &[Result]) -> String {
    let judged = || results.iter().filter_map(|(_, judged)| judged.as_ref()).flatten();
    let counts = tally(judged());
    let of = |word: &str| counts.get(word).copied().unwrap_or(0);
    let with_luck = distances(results).count();
    format!(
        "# Validation\n\n\
         Everything that is known exactly about centres like those that `sim` runs, beside what it says of them. Each\n\
         case is a scenario file, loaded, run and counted as any other; `cargo run --release -p acd-oracles` writes\n\
         this page anew, and it must come out the same, byte for byte.\n\n\
         Of {} comparisons in {} cases {} agree, {} differ, {} are too blunt to say. A comparison fails when it lies\n\
         more than {FAR} standard errors from the exact answer, which luck alone does once in a billion times, and\n\
         when its standard error is over 0.001 or 2 % of a share, or 1 % of a mean: that takes five million\n\
         calls a case or more, in 64 replications. Were the simulator right and the errors honest, 5 % of the {with_luck}\n\
         distances with luck in them would be over 2.0 and 0.3 % over 3.1; {:.1} % and {:.1} % are (figures of one\n\
         case are not independent).\n\n\
         ![How far the simulated figures lie from the exact ones, in standard errors](pictures/validation.svg)\n\n\
         Every plain `cargo test` runs the cases for which 1 to 30 million calls suffice, to twice these errors. The exact\n\
         answers were computed twice by different methods; each file in `tests/truth` says how.\n",
        judged().count(),
        results.len(),
        of("agree"),
        of("differ"),
        of("blunt"),
        share_over(2.0, results) * 100.0,
        share_over(3.1, results) * 100.0,
    )
}

/// How far each figure that has luck in it lies from its exact answer, in standard errors.
fn distances(results: &[Result]) -> impl Iterator<Item = f64> {
    let pairs = results.iter().filter_map(|(case, judged)| Some(case.figures.iter().zip(judged.as_ref()?)));
    pairs.flatten().filter_map(|(figure, found)| found.distance(figure.exact)).map(f64::abs)
}

/// The share of the distances that are over a limit.
pub fn share_over(limit: f64, results: &[Result]) -> f64 {
    let far = distances(results).filter(|distance| *distance > limit).count();
    far as f64 / distances(results).count().max(1) as f64
}

fn rows(page: &mut String, case: &Case, judged: &[Judged]) {
    for (place, (figure, found)) in case.figures.iter().zip(judged).enumerate() {
        let id = if place == 0 { case.id.as_str() } else { "" };
        let distance =
            found.distance(figure.exact).map_or("".to_owned(), |distance| format!("{distance:+.2}"));
        let error = if found.error > 0.0 { digits(found.error, 2) } else { "none".to_owned() };
        let verdict = match found.verdict {
            Verdict::Agrees => "agrees",
            Verdict::Differs => "**differs**",
            Verdict::Blunt => "**too blunt**",
        };
        let _ = writeln!(
            page,
            "| {id} | {} | {} | {} | {error} | {distance} | {verdict} |",
            figure.name,
            digits(figure.exact, 6),
            digits(found.simulated, 6)
        );
    }
}

/// A number to so many significant digits.
fn digits(number: f64, count: i32) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    let places = (count - 1 - number.abs().log10().floor() as i32).clamp(0, 12) as usize;
    format!("{number:.places$}")
}
