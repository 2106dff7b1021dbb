//! The JSON Schema of scenario files, made from the file's structs. The product carries the committed text;
//! this keeps it true.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::transform::transform_subschemas;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::file::{At, Dates, File, Hours, ListOrPath, Named, Texts};
use crate::quantity::{
    Amount, Cap, Clock, Date, Length, Number, Share, Spread, Text, WEEKDAYS, Weekday, Whole,
};

impl<T: JsonSchema> JsonSchema for At<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

impl<T: JsonSchema> JsonSchema for Named<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("Named{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": generator.subschema_for::<T>() })
    }
}

macro_rules! leaves {
    ($($name:ident $schema:tt)+) => {$(
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )+};
}

const LENGTH: &str =
    r"^\s*([0-9][0-9_]*(\.[0-9]+)?\s*(ms|s|sec|seconds?|min|minutes?|h|hours?|d|days?|weeks?)\s*)+$";
const PERCENT: &str = r"^\s*[0-9]+(\.[0-9]+)?\s*%\s*$";
const CLOCK: &str = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$|^24:00(:00)?$";

leaves! {
    Length { "description": "a length of time with its unit", "type": "string", "pattern": LENGTH, "examples": ["20 s", "2 min 30 s"] }
    Share { "description": "a share from 0% to 100%", "type": "string", "pattern": PERCENT, "examples": ["85%"] }
    Spread { "description": "a coefficient of variation, from 0 to 10", "anyOf": [{ "type": "number", "minimum": 0, "maximum": 10 }, { "type": "string", "pattern": PERCENT }], "examples": [0.5, "50%"] }
    Clock { "description": "a time of day", "type": "string", "pattern": CLOCK, "examples": ["08:00"] }
    Date { "description": "a date", "type": "string", "format": "date" }
    Whole { "description": "a whole number", "type": "integer", "minimum": 0 }
    Number { "type": "number" }
    Text { "type": "string" }
    Cap { "description": "a count, or a share", "anyOf": [{ "type": "integer", "minimum": 1 }, { "type": "string", "pattern": PERCENT }] }
    Weekday { "description": "a day of the week", "enum": WEEKDAYS }
    Amount { "description": "a number, a share or a length of time", "anyOf": [{ "type": "number" }, { "type": "string", "pattern": PERCENT }, { "type": "string", "pattern": LENGTH }] }
    ListOrPath { "description": "a list of weights, or the path of a CSV file", "anyOf": [{ "type": "array", "items": { "type": "number", "minimum": 0 } }, { "type": "string" }] }
    Dates { "description": "a date, or several", "anyOf": [{ "type": "string", "format": "date" }, { "type": "array", "items": { "type": "string", "format": "date" } }] }
    Texts { "description": "a text, or several", "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] }
    Hours { "description": "a time of day, or one for each day of the week", "anyOf": [{ "type": "string", "pattern": CLOCK }, { "type": "object", "propertyNames": { "enum": WEEKDAYS }, "additionalProperties": { "type": "string", "pattern": CLOCK } }] }
}

/// TOML has no null: a key is there or it isn't.
fn without_null(schema: &mut Schema) {
    if let Some(kinds) = schema.get_mut("type").and_then(|kind| kind.as_array_mut()) {
        kinds.retain(|kind| kind != "null");
        if let [only] = &kinds[..] {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(choices) = schema.get_mut("anyOf").and_then(|choices| choices.as_array_mut()) {
        choices.retain(|choice| choice["type"] != "null");
        if let [only] = &choices[..] {
            let only = only.clone();
            schema.remove("anyOf");
            for (key, value) in only.as_object().into_iter().flatten() {
                schema.insert(key.clone(), value.clone());
            }
        }
    }
    schema.remove("default");
    transform_subschemas(&mut without_null, schema);
}

fn generated() -> String {
    let settings = SchemaSettings::draft2020_12().with_transform(without_null);
    let mut schema = settings.into_generator().into_root_schema_for::<File>();
    // These two are used up before the file's structs are read.
    let extra = serde_json::json!({
        "extends": { "description": "The scenario that this one inherits from; a path from this file.", "type": "string" },
        "omit": { "description": "Inherited keys to drop, as \"search\".", "type": "array", "items": { "type": "string" } },
    });
    if let Some(properties) = schema.get_mut("properties").and_then(|table| table.as_object_mut()) {
        properties.extend(extra.as_object().cloned().unwrap_or_default());
    }
    schema.insert("title".to_owned(), "A scenario of the call-centre simulator".into());
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

#[test]
fn the_committed_schema_is_that_of_the_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenario.schema.json");
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(path, generated()).expect("the schema can be written");
    }
    let committed = std::fs::read_to_string(path).expect("the schema");
    assert!(committed == generated(), "write it anew: UPDATE_SCHEMA=1 cargo test -p acd-scenario schema");
}
