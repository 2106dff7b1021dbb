//! The scenario's events in words: what each is called, when it acts, and what it does.

use acd_scenario::{EventTerms, Scenario, printable};

use super::Language;
use super::words::{list, percent};

/// An event in words.
pub struct Told {
    pub label: String,
    pub when: String,
    pub does: String,
}

/// All events, in the order of the file.
pub fn told(scenario: &Scenario, language: Language) -> Vec<Told> {
    let told = scenario.events.iter().map(|event| Told {
        label: printable(&event.label).into_owned(),
        when: when(event, scenario, language),
        does: does(event, scenario, language),
    });
    told.collect()
}

fn when(event: &EventTerms, scenario: &Scenario, language: Language) -> String {
    let Some(acts) = scenario.acts_on(event) else {
        return language.pick("on none of these days", "不在模拟的日期内").to_owned();
    };
    let to = language.pick(" to ", "至");
    let days = if acts.first == acts.last { acts.first } else { format!("{}{to}{}", acts.first, acts.last) };
    let comma = language.pick(", ", "，");
    acts.clock.map_or_else(|| days.clone(), |(from, end)| format!("{days}{comma}{from}{to}{end}"))
}

fn does(event: &EventTerms, scenario: &Scenario, language: Language) -> String {
    let mut effects = Vec::new();
    let whose = event.callers.as_ref().map_or(String::new(), |callers| {
        let names: Vec<String> =
            callers.iter().map(|&kind| printable(&scenario.kinds[kind]).into_owned()).collect();
        language.pick(format!(" of {}", list(&names)), format!("（{}）", names.join("、")))
    });
    if let Some(times) = event.times {
        let (english, chinese) =
            (format!("first calls{whose} × {times}"), format!("首次来电{whose} × {times}"));
        effects.push(language.pick(english, chinese));
    }
    if let Some(enters) = &event.enters {
        let enters = printable(enters);
        effects
            .push(language.pick(format!("calls{whose} enter {enters}"), format!("来电{whose}改入 {enters}")));
    }
    for (group, share) in &event.absent {
        let (label, share) = (printable(&scenario.groups[*group].label), percent(*share));
        effects.push(
            language
                .pick(format!("a further {share} of {label} absent"), format!("{label}另有 {share} 缺勤")),
        );
    }
    effects.join(language.pick("; ", "；"))
}
