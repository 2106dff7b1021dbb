//! What is wrong with a scenario: where, what, and what to write instead; all of it at once.

use std::borrow::Cow;
use std::collections::BTreeSet;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::limits::{PROBLEMS_KEPT, PROBLEMS_SHOWN, WORDS_CHARS_AT_MOST};
use crate::source::{Place, Source, Sources};

/// Lines longer than this are cut around the place.
const LINE_CHARS_AT_MOST: usize = 200;

/// Something wrong or doubtful, with its place and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) title: String,
    pub(crate) place: Option<Place>,
    pub(crate) help: String,
}

/// All that is wrong so far; of very many the first are kept and the others counted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Problems {
    kept: Vec<Problem>,
    more: usize,
}

impl Problems {
    pub(crate) fn push(&mut self, problem: Problem) {
        if self.is_full() { self.more += 1 } else { self.kept.push(problem) }
    }

    pub(crate) fn len(&self) -> usize {
        self.kept.len() + self.more
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Whether what comes now is only counted, so that nobody needs to find words for it.
    pub(crate) fn is_full(&self) -> bool {
        self.kept.len() >= PROBLEMS_KEPT
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.kept.iter()
    }

    /// As warnings: those that are shown, and how many more there are.
    pub(crate) fn warnings(&self, sources: &Sources) -> Vec<Warning> {
        let mut warnings: Vec<Warning> =
            self.kept.iter().take(PROBLEMS_SHOWN).map(|doubt| doubt.warn(sources)).collect();
        if self.len() > PROBLEMS_SHOWN {
            let line = format!("... and {} more warnings", self.len() - PROBLEMS_SHOWN);
            warnings.push(Warning { shown: line.clone(), line });
        }
        warnings
    }

    fn sort(&mut self) {
        self.kept.sort_by_key(|problem| problem.place.as_ref().map_or(0, |place| place.start));
        self.kept.dedup();
    }
}

/// Why a scenario can't be run: everything that is wrong with it, as text for people.
#[derive(Clone, Debug)]
pub struct Invalid {
    sources: Sources,
    problems: Problems,
    doubts: Problems,
    /// The same of further files: hotlines of a network.
    others: Vec<Invalid>,
}

/// Something doubtful that doesn't keep a scenario from running.
#[derive(Clone, Debug)]
pub struct Warning {
    /// One line: where, what, and what to do.
    pub line: String,
    /// The same with the place shown.
    pub shown: String,
}

/// Whether text may hold escape codes for colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// No escape codes.
    Plain,
    /// For a terminal.
    Coloured,
}

impl Problem {
    pub(crate) fn new(title: impl Into<String>, place: &Place, help: impl Into<String>) -> Problem {
        Problem { title: cut(title.into()), place: Some(place.clone()), help: cut(help.into()) }
    }

    pub(crate) fn warn(&self, sources: &Sources) -> Warning {
        let location = self.place.as_ref().and_then(|place| location(sources, place));
        let location = location.map_or(String::new(), |(name, line, _)| format!("{name}:{line}: "));
        let help = if self.help.is_empty() { String::new() } else { format!(" ({})", self.help) };
        let line = printable(&format!("{location}{}{help}", self.title)).into_owned();
        Warning { line, shown: self.render(sources, Level::WARNING, Style::Plain) }
    }

    fn render(&self, sources: &Sources, level: Level<'_>, style: Style) -> String {
        let renderer = if style == Style::Plain { Renderer::plain() } else { Renderer::styled() };
        let title = printable(&self.title);
        let help = printable(&self.help);
        let main = level.primary_title(title);
        let mut groups: Vec<Group<'_>> = Vec::new();
        let shown = self.place.as_ref().and_then(|place| Some((sources.of(place)?, place)));
        let excerpt = shown.map(|(source, place)| Excerpt::new(source, place));
        if let Some(excerpt) = &excerpt {
            groups.push(excerpt.elements(main));
        } else {
            groups.push(Group::with_title(main));
        }
        if !help.is_empty() {
            groups.push(Group::with_title(Level::HELP.secondary_title(help)));
        }
        renderer.render(&groups)
    }
}

/// The line that a place stands on, cut to a readable length.
struct Excerpt {
    path: String,
    line: usize,
    column: usize,
    text: String,
    span: Place,
    is_cut: bool,
}

impl Excerpt {
    fn new(source: &Source, place: &Place) -> Excerpt {
        let text = source.text.as_str();
        let start = floor_boundary(text, place.start.saturating_sub(source.base));
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line_end = if text[..line_end].ends_with('\r') { (line_end - 1).max(start) } else { line_end };
        let end = floor_boundary(text, place.end.saturating_sub(source.base)).clamp(start, line_end);
        let is_cut = line_end - line_start > LINE_CHARS_AT_MOST;
        let from =
            if is_cut { floor_boundary(text, line_start.max(start.saturating_sub(60))) } else { line_start };
        let to =
            if is_cut { floor_boundary(text, line_end.min(from + LINE_CHARS_AT_MOST)) } else { line_end };
        Excerpt {
            path: cut(printable(&source.name).into_owned()),
            line: text[..start].matches('\n').count() + 1,
            column: text[line_start..start].chars().count() + 1,
            text: harmless(&text[from..to]),
            span: harmless(&text[from..start]).len()..harmless(&text[from..end.min(to).max(start)]).len(),
            is_cut,
        }
    }

    fn elements<'a>(&'a self, title: annotate_snippets::Title<'a>) -> Group<'a> {
        let annotation = AnnotationKind::Primary.span(self.span.clone());
        let snippet = Snippet::source(self.text.as_str()).line_start(self.line).annotation(annotation);
        if self.is_cut {
            let origin = Origin::path(self.path.as_str()).line(self.line).char_column(self.column);
            return title.element(origin).element(snippet);
        }
        title.element(snippet.path(self.path.as_str()))
    }
}

/// A quoted line without what the renderer lets through: C1 controls, which terminals obey, and marks of direction.
fn harmless(text: &str) -> String {
    let is_let_through = |c: char| matches!(c, '\u{80}'..='\u{9F}' | '\u{200E}' | '\u{200F}');
    text.replace(is_let_through, "\u{FFFD}")
}

fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn location<'a>(sources: &'a Sources, place: &Place) -> Option<(&'a str, usize, usize)> {
    let source = sources.of(place)?;
    let excerpt = Excerpt::new(source, place);
    Some((&source.name, excerpt.line, excerpt.column))
}

impl Invalid {
    pub(crate) fn new(sources: Sources, mut problems: Problems, mut doubts: Problems) -> Invalid {
        problems.sort();
        doubts.sort();
        Invalid { sources, problems, doubts, others: Vec::new() }
    }

    /// Adds what is wrong with a further file, without what was said already: several may extend one.
    pub(crate) fn add(&mut self, mut other: Invalid) {
        let said: BTreeSet<String> = self.parts().flat_map(Invalid::said).collect();
        let is_new = |sources: &Sources, problem: &Problem| !said.contains(&problem.warn(sources).shown);
        other.problems.kept.retain(|problem| is_new(&other.sources, problem));
        other.doubts.kept.retain(|doubt| is_new(&other.sources, doubt));
        if !other.problems.is_empty() {
            self.others.push(other);
        }
    }

    fn parts(&self) -> impl Iterator<Item = &Invalid> {
        [self].into_iter().chain(&self.others)
    }

    fn said(&self) -> impl Iterator<Item = String> {
        self.problems.iter().chain(self.doubts.iter()).map(|problem| problem.warn(&self.sources).shown)
    }

    /// How many problems there are.
    pub fn count(&self) -> usize {
        self.parts().map(|part| part.problems.len()).sum()
    }

    /// All problems, then what is doubtful besides, one after the other, each with file, line, column and caret.
    pub fn render(&self, style: Style) -> String {
        let of = |list: fn(&Invalid) -> &Problems, level: Level<'static>| {
            let all = self.parts().flat_map(move |part| list(part).iter().map(move |one| (part, one)));
            let texts =
                all.take(PROBLEMS_SHOWN).map(|(part, one)| one.render(&part.sources, level.clone(), style));
            texts.collect::<Vec<String>>()
        };
        let mut texts = of(|part| &part.problems, Level::ERROR);
        if self.count() > PROBLEMS_SHOWN {
            texts.push(format!("... and {} more problems", self.count() - PROBLEMS_SHOWN));
        }
        texts.extend(of(|part| &part.doubts, Level::WARNING));
        texts.join("\n\n")
    }
}

/// Words of a readable length: a value of a megabyte is not quoted whole.
fn cut(text: String) -> String {
    match text.char_indices().nth(WORDS_CHARS_AT_MOST) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}

/// Some of many names, for a hint.
pub(crate) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const NAMES_LISTED: usize = 12;
    let mut names = names.peekable();
    let some: Vec<&str> = names.by_ref().take(NAMES_LISTED).collect();
    let more = if names.peek().is_some() { ", ..." } else { "" };
    format!("{}{more}", some.join(", "))
}

/// Text that can't move a terminal's cursor or turn its writing round.
pub fn printable(text: &str) -> Cow<'_, str> {
    let is_unsafe = |character: char| {
        (character.is_control() && character != '\n')
            || matches!(character, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_unsafe(character) { safe.extend(character.escape_unicode()) } else { safe.push(character) }
    }
    Cow::Owned(safe)
}

/// The known name nearest to a mistyped one, if any is near.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let distance = |other: &&str| (strsim::jaro_winkler(name, other) * 1e6) as u64;
    let best = known.max_by_key(distance)?;
    (strsim::jaro_winkler(name, best) > 0.75).then_some(best)
}
