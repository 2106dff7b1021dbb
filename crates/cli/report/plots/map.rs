//! Shares by two things at once, as a grid of colours: weekday and time of day, the values of two keys.

use acd_study::Verdict;
use plotters::prelude::*;

use super::Spot;
use super::canvas::{
    Area, Drawing, Drawn, FAINT, Head, INK, Key, label, picture_of_height, shortened, text, told,
    verdict_key, width_of,
};
use crate::report::Language;
use crate::report::search::verdict_word;
use crate::report::words::percent;

/// From dark blue to yellow, as bright as the value is high: cividis in ten steps (Nuñez, Anderton and Renslow 2018).
const COLORS: [(u8, u8, u8); 10] = [
    (0x00, 0x20, 0x4D),
    (0x00, 0x33, 0x6F),
    (0x39, 0x48, 0x6B),
    (0x57, 0x5C, 0x6D),
    (0x70, 0x71, 0x73),
    (0x8A, 0x87, 0x79),
    (0xA6, 0x9D, 0x75),
    (0xC4, 0xB5, 0x6C),
    (0xE4, 0xCF, 0x5B),
    (0xFF, 0xEA, 0x46),
];
const SMALL: u32 = 13;
/// Words at rows no wider than this.
const ROW_WORDS: i32 = 160;
/// The scale of colours with its words, and the words at columns.
const BELOW: i32 = 96;

/// A field of the grid.
#[derive(Clone, Debug)]
pub struct Cell {
    /// A share from 0 to 1.
    pub value: f64,
    /// Whether goals are met there.
    pub mark: Option<Verdict>,
    /// What a reader who points at it is told.
    pub words: String,
}

/// A grid of shares.
#[derive(Clone, Debug)]
pub struct Map {
    pub title: String,
    pub shows: String,
    /// What the shares are of, at the scale of colours.
    pub measure: String,
    /// What the columns are by; what the rows are by stands above them.
    pub columns_by: String,
    pub rows_by: String,
    pub columns: Vec<String>,
    pub rows: Vec<String>,
    /// By row and column; none where there is no share.
    pub cells: Vec<Vec<Option<Cell>>>,
}

/// Where the grid is drawn.
struct Frame {
    left: i32,
    top: i32,
    width: i32,
    height: i32,
}

/// The shares at the ends of the scale.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Scale {
    from: f64,
    to: f64,
}

/// Draws the grid; none where no field has a share.
pub fn draw(map: &Map, language: Language) -> Drawn<Option<Drawing>> {
    let cells: Vec<&Cell> = map.cells.iter().flatten().flatten().collect();
    if cells.is_empty() {
        return Ok(None);
    }
    let scale = Scale::of(cells.iter().map(|cell| cell.value));
    let occurs = |wanted: &Verdict| cells.iter().any(|cell| cell.mark == Some(*wanted));
    let verdicts = [Verdict::Met, Verdict::Undecided, Verdict::Missed].into_iter().filter(occurs);
    let mut legend: Vec<(Key, String)> = verdicts
        .map(|found| (in_ink(verdict_key(found)), verdict_word(found, language).to_owned()))
        .collect();
    let has_empty = map.cells.iter().flatten().any(Option::is_none);
    if has_empty {
        legend.push((Key::Bar(FAINT), language.pick("no figure", "无数据").to_owned()));
    }
    let height = (map.rows.len() as i32 * 52).clamp(200, 700) + 110 + BELOW + 30;
    let head = Head { title: &map.title, shows: &map.shows, legend: &legend };
    picture_of_height(&head, height as u32, |area| {
        let frame = draws_edges(area, map)?;
        draws_scale(area, &frame, scale, map)?;
        draws_cells(area, &frame, scale, map)
    })
    .map(Some)
}

impl Scale {
    /// Tenths around all shares, two at least.
    fn of(values: impl Iterator<Item = f64> + Clone) -> Scale {
        let least = values.clone().fold(1.0, f64::min).clamp(0.0, 1.0);
        let most = values.fold(0.0, f64::max).clamp(0.0, 1.0);
        let to = ((most * 10.0 - 1e-9).ceil() / 10.0).max(0.2);
        let from = ((least * 10.0 + 1e-9).floor() / 10.0).min(to - 0.2).max(0.0);
        Scale { from, to }
    }

    fn color(self, value: f64) -> RGBColor {
        let part = ((value - self.from) / (self.to - self.from)).clamp(0.0, 1.0) * (COLORS.len() - 1) as f64;
        let below = (part.floor() as usize).min(COLORS.len() - 2);
        let (one, next, rest) = (COLORS[below], COLORS[below + 1], part - below as f64);
        let mix =
            |one: u8, next: u8| (f64::from(one) + rest * (f64::from(next) - f64::from(one))).round() as u8;
        RGBColor(mix(one.0, next.0), mix(one.1, next.1), mix(one.2, next.2))
    }
}

/// What is read on a colour.
fn on(color: RGBColor) -> RGBColor {
    if brightness(color) > 120.0 { RGBColor(0x11, 0x11, 0x11) } else { WHITE }
}

fn brightness(RGBColor(red, green, blue): RGBColor) -> f64 {
    0.299 * f64::from(red) + 0.587 * f64::from(green) + 0.114 * f64::from(blue)
}

/// On coloured fields marks have the colour of text: their shape tells them apart.
fn in_ink(key: Key) -> Key {
    match key {
        Key::Dot(_) => Key::Dot(INK),
        Key::Cross(_) => Key::Cross(INK),
        _ => Key::Ring(INK),
    }
}

impl Frame {
    /// The corners of a field.
    fn cell(&self, (row, column): (usize, usize), (rows, columns): (usize, usize)) -> [(i32, i32); 2] {
        let part =
            |whole: i32, place: usize, count: usize| (i64::from(whole) * place as i64 / count as i64) as i32;
        let x = |column: usize| self.left + part(self.width, column, columns);
        let y = |row: usize| self.top + part(self.height, row, rows);
        [(x(column), y(row)), (x(column + 1), y(row + 1))]
    }
}

/// Writes what rows and columns are, each where there is room, and gives the place of the fields.
fn draws_edges(area: &Area<'_>, map: &Map) -> Drawn<Frame> {
    let (width, height) = area.dim_in_pixel();
    let small = text(SMALL);
    let mut widest = 20;
    for row in &map.rows {
        widest = widest.max(width_of(area, row, &label())?);
    }
    let left = widest.min(ROW_WORDS) + 10;
    let top = if map.rows_by.is_empty() { 2 } else { 24 };
    let frame = Frame { left, top, width: width as i32 - left - 8, height: height as i32 - top - BELOW };
    area.draw_text(&shortened(area, &map.rows_by, &label(), width as i32)?, &label(), (0, 0))
        .map_err(told)?;
    let counts = (map.rows.len(), map.columns.len());
    let mut free_from = 0;
    for (place, row) in map.rows.iter().enumerate() {
        let [(_, top), (_, bottom)] = frame.cell((place, 0), counts);
        let words = shortened(area, row, &label(), ROW_WORDS)?;
        let at = (top + bottom) / 2 - 7;
        if at >= free_from {
            area.draw_text(&words, &label(), (0, at)).map_err(told)?;
            free_from = at + 18;
        }
    }
    let mut free_from = 0;
    for (place, column) in map.columns.iter().enumerate() {
        let [(from, _), (to, bottom)] = frame.cell((counts.0 - 1, place), counts);
        let words = shortened(area, column, &small, ROW_WORDS)?;
        let wide = width_of(area, &words, &small)?;
        let at = ((from + to) / 2 - wide / 2).min(width as i32 - wide);
        if at >= free_from {
            area.draw_text(&words, &small, (at, bottom + 6)).map_err(told)?;
            free_from = at + wide + 10;
        }
    }
    Ok(frame)
}

/// The scale of colours, with what it measures, and what the columns are by.
fn draws_scale(area: &Area<'_>, frame: &Frame, scale: Scale, map: &Map) -> Drawn<()> {
    const STEPS: i32 = 120;
    const STEP: i32 = 2;
    let small = text(SMALL);
    let top = frame.top + frame.height + 26;
    let middle = frame.left + frame.width / 2;
    let words = shortened(area, &map.columns_by, &label(), frame.width)?;
    let wide = width_of(area, &words, &label())?;
    area.draw_text(&words, &label(), (middle - wide / 2, top)).map_err(told)?;
    let (top, left) = (top + 26, area.dim_in_pixel().0 as i32 - STEPS * STEP - 60);
    for step in 0..STEPS {
        let value = scale.from + (scale.to - scale.from) * (f64::from(step) + 0.5) / f64::from(STEPS);
        let corners = [(left + step * STEP, top), (left + (step + 1) * STEP, top + 14)];
        area.draw(&Rectangle::new(corners, scale.color(value).filled())).map_err(told)?;
    }
    let ends = [scale.from, (scale.from + scale.to) / 2.0, scale.to];
    for (place, value) in ends.into_iter().enumerate() {
        let words = percent(value).replace(".0%", "%");
        let at = left + place as i32 * STEPS * STEP / 2 - width_of(area, &words, &small)? / 2;
        area.draw_text(&words, &small, (at, top + 19)).map_err(told)?;
    }
    let words = shortened(area, &map.measure, &label(), left - 20)?;
    let at = left - 12 - width_of(area, &words, &label())?;
    area.draw_text(&words, &label(), (at, top)).map_err(told)
}

fn draws_cells(area: &Area<'_>, frame: &Frame, scale: Scale, map: &Map) -> Drawn<Vec<Spot>> {
    let counts = (map.rows.len(), map.columns.len());
    let form = Form::of(area, frame, counts)?;
    let (left, top) = (area.get_pixel_range().0.start, area.get_pixel_range().1.start);
    let mut spots = Vec::new();
    for (row, cells) in map.cells.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let [from, to] = frame.cell((row, column), counts);
            let color = cell.as_ref().map_or(FAINT, |cell| scale.color(cell.value));
            area.draw(&Rectangle::new([from, to], color.filled())).map_err(told)?;
            if let Some(cell) = cell {
                draws_value(area, cell, form, (from, to), on(color))?;
                let middle = ((from.0 + to.0) / 2 + left, (from.1 + to.1) / 2 + top);
                spots.push(Spot { x: middle.0.into(), y: middle.1.into(), words: cell.words.clone() });
            }
        }
    }
    Ok(spots)
}

/// How values are written: all fields alike.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Percent,
    /// The scale of colours says of what.
    Number,
    /// There is no room.
    Nothing,
}

impl Form {
    fn of(area: &Area<'_>, frame: &Frame, (rows, columns): (usize, usize)) -> Drawn<Form> {
        let (wide, high) = (frame.width / columns as i32, frame.height / rows as i32);
        let fits =
            |words: &str| width_of(area, words, &text(SMALL)).map(|width| width + 4 <= wide && high >= 18);
        Ok(match (fits("100%")?, fits("100")?) {
            (true, _) => Form::Percent,
            (_, true) => Form::Number,
            _ => Form::Nothing,
        })
    }

    fn words(self, value: f64) -> String {
        match self {
            Form::Percent => format!("{:.0}%", value * 100.0),
            Form::Number => format!("{:.0}", value * 100.0),
            Form::Nothing => String::new(),
        }
    }
}

/// The value, and the mark at the upper right.
fn draws_value(
    area: &Area<'_>,
    cell: &Cell,
    form: Form,
    (from, to): ((i32, i32), (i32, i32)),
    color: RGBColor,
) -> Drawn<()> {
    let style = text(SMALL).color(&color);
    let words = form.words(cell.value);
    if !words.is_empty() {
        let at = ((from.0 + to.0 - width_of(area, &words, &style)?) / 2, (from.1 + to.1) / 2 - 6);
        area.draw_text(&words, &style, at).map_err(told)?;
    }
    let Some(verdict) = cell.mark else { return Ok(()) };
    let at = (to.0 - 9, from.1 + 9);
    match verdict_key(verdict) {
        Key::Dot(_) => area.draw(&Circle::new(at, 4, color.filled())),
        Key::Cross(_) => area.draw(&Cross::new(at, 4, color.stroke_width(2))),
        _ => area.draw(&Circle::new(at, 4, color.stroke_width(2))),
    }
    .map_err(told)
}

#[cfg(test)]
mod tests {
    use super::super::tidy::has_tidy_texts;
    use super::*;

    fn map(rows: usize, columns: usize) -> Map {
        let cell = |row: usize, column: usize| {
            let value = (row * columns + column) as f64 / (rows * columns) as f64;
            let marks = [Verdict::Missed, Verdict::Undecided, Verdict::Met];
            let mark = Some(marks[((value * 3.0) as usize).min(2)]);
            (row + column != 1).then(|| Cell { value, mark, words: format!("{row}, {column}") })
        };
        Map {
            title: "Two keys".to_owned(),
            shows: "Service level".to_owned(),
            measure: "service level".to_owned(),
            columns_by: "agents.all.heads".to_owned(),
            rows_by: "floor.seats".to_owned(),
            columns: (0..columns).map(|column| format!("{}", 100 + column * 20)).collect(),
            rows: (0..rows).map(|row| format!("{}", 50 + row)).collect(),
            cells: (0..rows).map(|row| (0..columns).map(|column| cell(row, column)).collect()).collect(),
        }
    }

    #[test]
    fn every_field_with_a_share_has_its_spot_and_no_text_touches_another() {
        for (rows, columns) in [(1, 2), (4, 6), (7, 48), (60, 96)] {
            let drawing = draw(&map(rows, columns), Language::Zh).expect("it is drawn").expect("fields");
            has_tidy_texts(&drawing.svg);
            let empty = if rows > 1 { 2 } else { 1 };
            assert_eq!(drawing.spots.len(), rows * columns - empty);
        }
    }

    #[test]
    fn higher_shares_are_brighter_and_text_is_read_on_all_of_them() {
        let scale = Scale { from: 0.0, to: 1.0 };
        let colors: Vec<RGBColor> =
            (0..=100).map(|percent| scale.color(f64::from(percent) / 100.0)).collect();
        assert!(colors.windows(2).all(|pair| brightness(pair[0]) <= brightness(pair[1])));
        assert!(colors.iter().all(|color| (brightness(*color) - brightness(on(*color))).abs() > 95.0));
    }

    #[test]
    fn the_scale_has_tenths_around_the_shares() {
        assert_eq!(Scale::of([0.83, 0.91].into_iter()), Scale { from: 0.8, to: 1.0 });
        assert_eq!(Scale::of([1.0, 1.0].into_iter()), Scale { from: 0.8, to: 1.0 });
        assert_eq!(Scale::of([0.0, 0.0].into_iter()), Scale { from: 0.0, to: 0.2 });
    }
}
