//! How well each fitted part fits: what the log shows beside what is fitted to it.

use acd_fit::families::Family;
use acd_fit::fitting::Fit;
use acd_fit::ivr::Entry;
use acd_fit::redials::Redials;
use acd_fit::sample::{Sample, Step};
use acd_fit::{Fitted, Kind};
use plotters::prelude::*;

use super::Plot;
use super::axes::{Axis, band, chart, spot, steps};
use super::canvas::{Drawing, Drawn, Head, INK, Key, LINES, picture, told};
use super::curves::{self, Curves};
use crate::exit::Failure;
use crate::report::Language;
use crate::report::words::{count, printable_line};

/// Of very many queues and kinds the first are drawn.
const PLOTS_AT_MOST: usize = 24;
/// Days whose counts are drawn as dots.
const DAYS_AT_MOST: usize = 60;

/// All plots.
pub fn all(fitted: &Fitted, title: &str, language: Language) -> Result<Vec<Plot>, Failure> {
    let title = printable_line(title);
    let page = Page { title: &title, language };
    let mut plots = Vec::new();
    for (place, kind) in fitted.kinds.iter().enumerate() {
        let of = Of { place, many: fitted.kinds.len() > 1, name: &kind.name };
        page.plots_of_kind(fitted, kind, &of, &mut plots).map_err(failed)?;
    }
    for (place, queue) in fitted.queues.iter().enumerate() {
        let of = Of { place, many: fitted.queues.len() > 1, name: &queue.name };
        let (talk, wrap_up) = (language.pick("talk", "通话"), language.pick("wrap-up", "话后处理"));
        for (file, words, times) in [("talk", talk, &queue.talk), ("wrap_up", wrap_up, &queue.wrap_up)] {
            if let Some(times) = times {
                plots.extend(
                    page.times((file, words), &of, (&times.fits.sample, times.fits.best()))
                        .map_err(failed)?,
                );
            }
        }
    }
    plots.truncate(PLOTS_AT_MOST);
    Ok(plots)
}

fn failed(error: String) -> Failure {
    Failure::io("a plot", error)
}

/// What all plots of a page share.
struct Page<'a> {
    title: &'a str,
    language: Language,
}

/// A kind or a queue among others.
struct Of<'a> {
    place: usize,
    many: bool,
    name: &'a str,
}

impl Of<'_> {
    /// A file's name: numbered where there are several, as names may hold anything.
    fn file(&self, what: &str) -> String {
        if self.many { format!("{what}_{}", self.place + 1) } else { what.to_owned() }
    }

    /// `main: `, where there are several.
    fn before(&self, language: Language) -> String {
        let colon = language.pick(": ", "：");
        if self.many { format!("{}{colon}", printable_line(self.name)) } else { String::new() }
    }
}

impl Page<'_> {
    fn plots_of_kind(&self, fitted: &Fitted, kind: &Kind, of: &Of<'_>, plots: &mut Vec<Plot>) -> Drawn<()> {
        plots.extend(self.arrivals(fitted, kind, of)?);
        let fits = &kind.patience.fits;
        let words = self.language.pick("patience", "耐心");
        plots.extend(self.times(("patience", words), of, (&fits.sample, fits.best()))?);
        if let Some(redials) = &kind.redials {
            plots.extend(self.redials(redials, of)?);
        }
        if let Some(Entry::Menu(menu)) = &kind.entry
            && let Some(lasts) = &menu.lasts
        {
            let words = self.language.pick("time in the menu", "语音菜单时长");
            plots.extend(self.times(("menu", words), of, (&lasts.fits.sample, lasts.fits.best()))?);
        }
        Ok(())
    }

    fn plot(&self, file: String, meaning: String, drawing: Option<Drawing>) -> Option<Plot> {
        let drawing = drawing?;
        Some(Plot { name: file.into(), meaning: meaning.into(), svg: drawing.svg, spots: drawing.spots })
    }

    /// Times that are longer: the curve of Kaplan and Meier, and the best family.
    fn times(
        &self,
        (file, words): (&str, &str),
        of: &Of<'_>,
        (sample, best): (&Sample, Option<&Fit>),
    ) -> Drawn<Option<Plot>> {
        let Some(best) = best else { return Ok(None) };
        let language = self.language;
        let steps = shown(sample.kaplan_meier());
        let to = steps.last().map_or(0.0, |step| step.time);
        let curve = |place: i32| f64::from(place) * to / 400.0;
        let fitted =
            (0..=400).map(curve).map(|time| (time, best.family.log_survival(&best.maximum.at, time).exp()));
        let before = of.before(language);
        let meaning = language.pick(
            format!("{before}the share of calls whose {words} is longer, and the fitted distribution"),
            format!("{before}{words}更长的来电占比与拟合分布"),
        );
        let drawing = curves::draw(&Curves {
            title: self.title,
            shows: &meaning,
            found: steps.iter().map(|step| (step.time, step.survival, step.low, step.high)).collect(),
            fitted: fitted.collect(),
            names: [
                language
                    .pick("the log (Kaplan-Meier), 95% band", "记录（Kaplan-Meier）及 95% 区间带")
                    .to_owned(),
                family_words(best.family, language),
            ],
            axes: [
                language.pick(format!("{words} in seconds"), format!("{words}（秒）")),
                language.pick("share that is longer", "更长的占比").to_owned(),
            ],
            language,
        })?;
        Ok(self.plot(of.file(file), meaning, drawing))
    }

    fn redials(&self, redials: &Redials, of: &Of<'_>) -> Drawn<Option<Plot>> {
        let Some(best) = redials.fits.first() else { return Ok(None) };
        let language = self.language;
        let steps = shown(redials.seen.kaplan_meier());
        let before = of.before(language);
        let meaning = language.pick(
            format!(
                "{before}how much later callers call again who got no agent, of those who were seen again"
            ),
            format!("{before}未获接听的来电者隔多久重拨（仅统计看到的重拨）"),
        );
        let drawing = curves::draw(&Curves {
            title: self.title,
            shows: &meaning,
            found: steps.iter().map(|step| (step.time, step.survival, step.low, step.high)).collect(),
            fitted: redials.expected.iter().map(|(delay, within)| (*delay, 1.0 - within)).collect(),
            names: [
                language.pick("the log, 95% band", "记录及 95% 区间带").to_owned(),
                family_words(best.family, language),
            ],
            axes: [
                language.pick("seconds after giving up", "放弃后经过的秒数").to_owned(),
                language.pick("share that calls later", "更晚重拨的占比").to_owned(),
            ],
            language,
        })?;
        Ok(self.plot(of.file("redials"), meaning, drawing))
    }

    /// Calls by time of day: each day's as dots, the fitted profile as a line, and the band of single days.
    fn arrivals(&self, fitted: &Fitted, kind: &Kind, of: &Of<'_>) -> Drawn<Option<Plot>> {
        let Some(arrivals) = &kind.arrivals else { return Ok(None) };
        let language = self.language;
        let hour = |slot: usize| (arrivals.from + slot) as f64 * fitted.calendar.interval_s / 3_600.0;
        let slots = arrivals.profile.len();
        let levels: Vec<(f64, f64, f64)> = (0..slots).map(|slot| arrivals.band(slot)).collect();
        let dots: Vec<(f64, f64)> = arrivals
            .counts
            .iter()
            .take(DAYS_AT_MOST)
            .flat_map(|day| day.iter().enumerate().filter_map(|(slot, count)| Some((slot, (*count)?))))
            .map(|(slot, count)| ((hour(slot) + hour(slot + 1)) / 2.0, count))
            .collect();
        let highest = levels
            .iter()
            .map(|(.., high)| *high)
            .chain(dots.iter().map(|(_, count)| *count))
            .fold(1.0, f64::max);
        let before = of.before(language);
        let meaning = language.pick(
            format!("{before}first calls by time of day on single days, on the scale of a mean day, and the fitted profile"),
            format!("{before}各日各时段首次来电（折算为平均日）与拟合的分布"),
        );
        let legend = [
            (
                Key::Band(LINES[0]),
                language
                    .pick("fitted, and where 95% of days should lie", "拟合值，及 95% 的日子应落入的范围")
                    .to_owned(),
            ),
            (Key::Dot(INK), language.pick("a day of the log", "记录中的一天").to_owned()),
        ];
        let drawing = picture(&Head { title: self.title, shows: &meaning, legend: &legend }, |area| {
            let below = (Axis::of_day(hour(0), hour(slots), 13), language.pick("time of day", "时刻"));
            let left = language.pick("first calls in an interval", "每时段首次来电");
            let mut chart = chart(area, below, (Axis::amounts(highest, 6), left))?;
            let ends = (0..slots).flat_map(|slot| {
                let (_, low, high) = levels[slot];
                [(hour(slot), low, high), (hour(slot + 1), low, high)]
            });
            band(&mut chart, &ends.collect::<Vec<_>>(), LINES[0])?;
            steps(&mut chart, (0..slots).map(|slot| (hour(slot), hour(slot + 1), levels[slot].0)), LINES[0])?;
            let circles = dots.iter().map(|dot| Circle::new(*dot, 2, INK.mix(0.5).filled()));
            chart.draw_series(circles).map_err(told)?;
            let spots = (0..slots).map(|slot| {
                let (middle, low, high) = levels[slot];
                let [middle_words, low, high] = [middle, low, high].map(count);
                let start = super::axes::clock(hour(slot));
                let words = language.pick(
                    format!("{start}: {middle_words} ({low} to {high})"),
                    format!("{start}：{middle_words}（{low} 至 {high}）"),
                );
                spot(&chart, ((hour(slot) + hour(slot + 1)) / 2.0, middle), words)
            });
            Ok(spots.collect())
        })?;
        Ok(self.plot(of.file("arrivals"), meaning, Some(drawing)))
    }
}

/// The steps up to where one in a hundred is left, or few are watched.
fn shown(steps: Vec<Step>) -> Vec<Step> {
    let all = steps.first().map_or(0.0, |step| step.at_risk);
    let is_shown = |step: &Step| step.survival >= 0.01 && step.at_risk >= f64::min(10.0, all);
    steps.into_iter().take_while(is_shown).collect()
}

/// A family in words.
pub fn family_words(family: Family, language: Language) -> String {
    let (english, chinese) = match family {
        Family::Exponential => ("exponential", "指数分布"),
        Family::Weibull => ("Weibull", "Weibull 分布"),
        Family::Lognormal => ("lognormal", "对数正态分布"),
        Family::Gamma => ("gamma", "伽马分布"),
        Family::Hyperexponential => ("hyperexponential", "超指数分布"),
    };
    language.pick(format!("fitted: {english}"), format!("拟合：{chinese}"))
}
