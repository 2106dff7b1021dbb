//! `validate`: runs every case with exact answers and writes `docs/validation.md` with its plot.
//!
//! Without arguments it writes into the repository that it stands in; `validate --quick` writes nothing and
//! says only whether all agree.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use acd_oracles::{Budget, Verdict, all, distances, judge, page};

fn main() -> ExitCode {
    let is_quick = std::env::args().nth(1).is_some_and(|argument| argument == "--quick");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let budget = if is_quick { Budget::QUICK } else { Budget::FULL };
    let (cases, waiting) = all(&root.join("tests/truth"));
    let count = cases.len();
    let results: Vec<page::Result> = cases
        .into_iter()
        .enumerate()
        .map(|(place, case)| {
            eprintln!("{} of {count}: {}", place + 1, case.id);
            let judged = judge(&case, &budget);
            (case, judged)
        })
        .collect();
    if !is_quick {
        write(&root.join("docs"), &results, &waiting);
    }
    let mut is_right = true;
    for (case, judged) in &results {
        for (figure, found) in case.figures.iter().zip(judged.iter().flatten()) {
            if found.verdict != Verdict::Agrees {
                is_right = false;
                println!("{} {}: exactly {}, {found:?}", case.id, figure.name, figure.exact);
            }
        }
    }
    // Each figure has its own bound; that all together scatter as honest errors do is a question of its own. Of
    // hundreds of figures 5 % are expected to be so far off, and 10 % by no luck.
    let far = page::share_over(2.0, &results);
    if far > 0.1 {
        is_right = false;
        println!("{:.1} % of all distances are over 2 standard errors", far * 100.0);
    }
    if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn write(docs: &Path, results: &[page::Result], waiting: &[acd_oracles::Waiting]) {
    let put = |path: PathBuf, text: String| {
        std::fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    };
    put(docs.join("validation.md"), page::text(results, waiting));
    let plot = distances(results).unwrap_or_else(|error| panic!("the plot: {error}"));
    put(docs.join("pictures/validation.svg"), plot);
}
