//! The language of what people read: the summary, the plots, the report. Files for programs have none.

use clap::ValueEnum;

/// Whose words are used. Texts stand in pairs where they are needed, so that whoever changes one sees the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// 中文
    Zh,
}

impl Language {
    /// The text of this language.
    pub fn pick<T>(self, english: T, chinese: T) -> T {
        match self {
            Language::En => english,
            Language::Zh => chinese,
        }
    }
}
