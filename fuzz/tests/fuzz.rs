//! The fuzz targets, time-boxed: `FUZZ_SECONDS` each, a few where it isn't set.

use std::time::Duration;

use acd_fuzz::{Choices, Corpus, judge, mutated, sets_alone};

fn time() -> Duration {
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    Duration::from_secs(seconds.unwrap_or(5))
}

/// The parser and the lowering.
#[test]
fn scenarios() {
    let corpus = Corpus::of_repository();
    bolero::check!().with_test_time(time()).for_each(|bytes: &[u8]| {
        judge(&mutated(&corpus, &mut Choices::new(bytes)), &corpus);
    });
}

/// The reader of `--set`.
#[test]
fn sets() {
    let corpus = Corpus::of_repository();
    bolero::check!().with_test_time(time()).for_each(|bytes: &[u8]| {
        judge(&sets_alone(&mut Choices::new(bytes)), &corpus);
    });
}

/// What the targets start from is itself judged: without it they would test nothing.
#[test]
fn the_corpus_as_it_stands() {
    let corpus = Corpus::of_repository();
    for file in &corpus.scenarios {
        let case = acd_fuzz::Case { file: file.clone(), changed: Default::default(), sets: Vec::new() };
        judge(&case, &corpus);
    }
}
