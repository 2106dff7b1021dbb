//! Values of several forms, and tables under names of the user's: visitors by hand, so that messages keep
//! their places.

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::quantity::{Clock, DATETIME_KEY, Date, Leaf, Number, Raw, Text, Weekday};
use crate::source::Place;

// What is wanted, in words.
pub(crate) const PROFILE: &str = "a list of numbers or the path of a CSV file";
pub(crate) const DATES: &str = "a date or a list of dates";
pub(crate) const TEXTS: &str = "a text or a list of texts";
pub(crate) const HOURS: &str = "a time of day, or one for each day as { mon = \"08:00\" },";

/// A value and its place.
#[derive(Clone, Debug)]
pub(crate) struct At<T>(toml::Spanned<T>);

impl<T> At<T> {
    pub(crate) fn new(place: Place, value: T) -> At<T> {
        At(toml::Spanned::new(place, value))
    }

    pub(crate) fn get_ref(&self) -> &T {
        self.0.get_ref()
    }

    pub(crate) fn span(&self) -> Place {
        self.0.span()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        toml::Spanned::deserialize(deserializer).map(At)
    }
}

/// Tables under names that the user gave, in the order of the file.
#[derive(Clone, Debug)]
pub(crate) struct Named<T>(pub(crate) Vec<(At<String>, At<T>)>);

impl<T> Default for Named<T> {
    fn default() -> Self {
        Named(Vec::new())
    }
}

impl<T> Named<T> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&At<String>, &At<T>)> {
        self.0.iter().map(|(name, table)| (name, table))
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.get_ref().as_str())
    }

    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.names().position(|known| known == name)
    }

    /// Where the names stand.
    pub(crate) fn places(&self) -> std::vec::IntoIter<Place> {
        self.0.iter().map(|(name, _)| name.span()).collect::<Vec<_>>().into_iter()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Named<T>;
            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a table of names")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Named<T>, A::Error> {
                let mut named = Vec::new();
                while let Some(entry) = entries.next_entry()? {
                    named.push(entry);
                }
                Ok(Named(named))
            }
        }
        deserializer.deserialize_map(Entries(std::marker::PhantomData))
    }
}

/// Weights in a list, or the path of a CSV file.
#[derive(Clone, Debug)]
pub(crate) enum ListOrPath {
    List(Vec<At<Number>>),
    Path(String),
}

struct ListOrPathVisitor;

impl<'de> Visitor<'de> for ListOrPathVisitor {
    type Value = ListOrPath;
    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(PROFILE)
    }
    fn visit_str<E: de::Error>(self, path: &str) -> Result<ListOrPath, E> {
        Ok(ListOrPath::Path(path.to_owned()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<ListOrPath, A::Error> {
        Vec::deserialize(de::value::SeqAccessDeserializer::new(items)).map(ListOrPath::List)
    }
}

impl<'de> Deserialize<'de> for ListOrPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListOrPathVisitor)
    }
}

/// One text or several.
#[derive(Clone, Debug)]
pub(crate) struct Texts(pub(crate) Vec<Text>);

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextsVisitor;
        impl<'de> Visitor<'de> for TextsVisitor {
            type Value = Texts;
            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(TEXTS)
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Texts, E> {
                Ok(Texts(vec![Text(text.to_owned())]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Texts, A::Error> {
                Vec::deserialize(de::value::SeqAccessDeserializer::new(items)).map(Texts)
            }
        }
        deserializer.deserialize_any(TextsVisitor)
    }
}

/// One date or several.
#[derive(Clone, Debug)]
pub(crate) struct Dates(pub(crate) Vec<Date>);

impl<'de> Deserialize<'de> for Dates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DatesVisitor;
        impl<'de> Visitor<'de> for DatesVisitor {
            type Value = Dates;
            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(DATES)
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Dates, E> {
                Date::read(Raw::Text(text.to_owned())).map(|date| Dates(vec![date])).map_err(E::custom)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Dates, A::Error> {
                Vec::deserialize(de::value::SeqAccessDeserializer::new(items)).map(Dates)
            }
            // A date without quotes.
            fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Dates, A::Error> {
                let date = Date::deserialize(de::value::MapAccessDeserializer::new(entries))?;
                Ok(Dates(vec![date]))
            }
        }
        deserializer.deserialize_any(DatesVisitor)
    }
}

/// One time of day for all days, or one for each day of the week that is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hours(pub(crate) [Option<Clock>; 7]);

impl<'de> Deserialize<'de> for Hours {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct HoursVisitor;
        impl<'de> Visitor<'de> for HoursVisitor {
            type Value = Hours;
            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(HOURS)
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Hours, E> {
                let clock = Clock::read(Raw::Text(text.to_owned())).map_err(E::custom)?;
                Ok(Hours([Some(clock); 7]))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Hours, A::Error> {
                let mut hours = Hours([None; 7]);
                while let Some(key) = entries.next_key::<DayKey>()? {
                    match key {
                        DayKey::Whole => {
                            let clock =
                                Clock::read(Raw::Moment(entries.next_value()?)).map_err(de::Error::custom)?;
                            return Ok(Hours([Some(clock); 7]));
                        }
                        DayKey::Day(day) => hours.0[usize::from(day.0)] = Some(entries.next_value()?),
                    }
                }
                Ok(hours)
            }
        }
        deserializer.deserialize_any(HoursVisitor)
    }
}

/// A day's name, or the toml crate's name for "this is an unquoted time".
enum DayKey {
    Day(Weekday),
    Whole,
}

impl<'de> Deserialize<'de> for DayKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = String::deserialize(deserializer)?;
        if key == DATETIME_KEY {
            return Ok(DayKey::Whole);
        }
        Weekday::read(Raw::Text(key)).map(DayKey::Day).map_err(de::Error::custom)
    }
}
