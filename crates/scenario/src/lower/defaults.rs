//! What a key that is left out means. Lowering takes every default from a [`Fallback`] and notes that it did, so
//! that what is explained is what was applied, and not a second list of it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Desk, Spot};
use crate::file::{AfterClose, AsksWhen, Formula, Maybe, NextAgent, Takes, Until, WhenFull};
use crate::key;
use crate::quantity::{Clock, Length, Number, Share, Whole, in_words};

/// A key that was left out, and what that means.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// The key, as `run.seed`.
    pub key: String,
    /// The value that stands in for it, as it would be written; null where none can be written.
    pub value: Value,
    /// The same in words.
    pub words: String,
    /// What it does there.
    pub why: &'static str,
}

/// The defaults that were applied, each key once.
#[derive(Debug, Default)]
pub(super) struct Applied {
    keys: BTreeSet<String>,
    list: Vec<LeftOut>,
}

impl Applied {
    pub(super) fn into_list(self) -> Vec<LeftOut> {
        self.list
    }

    pub(super) fn push(&mut self, left_out: LeftOut) {
        if self.keys.insert(left_out.key.clone()) {
            self.list.push(left_out);
        }
    }
}

/// The value that stands in for a key that is left out, and what it does there.
pub(super) struct Fallback<T> {
    pub(super) value: T,
    pub(super) why: &'static str,
}

/// A value as a scenario states it.
pub(super) trait Stated: Copy {
    fn stated(self) -> Value;
}

impl Stated for Whole {
    fn stated(self) -> Value {
        json!(self.0)
    }
}

impl Stated for Clock {
    fn stated(self) -> Value {
        json!(self.to_string())
    }
}

impl Stated for Length {
    fn stated(self) -> Value {
        json!(in_words(self.span()))
    }
}

impl Stated for Number {
    fn stated(self) -> Value {
        json!(self.0)
    }
}

impl Stated for Share {
    fn stated(self) -> Value {
        json!(format!("{}%", self.0 * 100.0))
    }
}

macro_rules! words_are_stated {
    ($($name:ident),+) => {$(
        impl Stated for $name {
            fn stated(self) -> Value {
                serde_json::to_value(self).unwrap_or_default()
            }
        }
    )+};
}

words_are_stated!(AfterClose, AsksWhen, Formula, NextAgent, Takes, Until, WhenFull);

impl Desk<'_> {
    /// The value of a key, or its default.
    pub(super) fn or<T: Stated>(
        &mut self,
        given: &Maybe<T>,
        spot: &Spot,
        key: &str,
        default: &Fallback<T>,
    ) -> T {
        given.as_ref().map_or_else(|| self.falls_back(spot, key, default), |given| *given.get_ref())
    }

    /// The default of a key that is left out.
    pub(super) fn falls_back<T: Stated>(&mut self, spot: &Spot, key: &str, default: &Fallback<T>) -> T {
        let value = default.value.stated();
        let words = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        self.applied.push(LeftOut { key: key::inside(&spot.key, key), value, words, why: default.why });
        default.value
    }

    /// Notes of a key what it means, where it is left out and no value stands in.
    pub(super) fn may_lack<T>(
        &mut self,
        given: &Option<T>,
        spot: &Spot,
        key: &str,
        (words, why): (&str, &'static str),
    ) {
        if given.is_none() {
            let (key, words) = (key::inside(&spot.key, key), words.to_owned());
            self.applied.push(LeftOut { key, value: Value::Null, words, why });
        }
    }

    /// Notes of a text that another stands in where it is left out.
    pub(super) fn is_named(&mut self, spot: &Spot, key: &str, text: &str, why: &'static str) {
        let (key, words) = (key::inside(&spot.key, key), text.to_owned());
        self.applied.push(LeftOut { key, value: json!(text), words, why });
    }
}
