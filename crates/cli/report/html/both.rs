//! Texts in both languages: the page has each twice, and a class of its root hides one.

use maud::{Markup, Render, html};

use crate::report::Language;
use crate::report::words::printable_line;

/// A text of the page in English and in Chinese.
pub fn both(english: impl Render, chinese: impl Render) -> Markup {
    html! { span lang="en" { (english) } span lang="zh" { (chinese) } }
}

/// What is said of the same in each language.
pub fn in_both<T: Render>(says: impl Fn(Language) -> T) -> Markup {
    both(says(Language::En), says(Language::Zh))
}

/// What a user wrote, on one line.
pub fn users(text: &str) -> Markup {
    html! { bdi { (printable_line(text)) } }
}

/// So many of something; English knows a plural.
pub fn counted(number: u64, english: &str, chinese: &str) -> Markup {
    let count = crate::report::words::count(number as f64);
    both(crate::report::words::plural(number, english), format!("{count} {chinese}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_users_text_stays_text() {
        let text = users("<script>alert(\"1\")</script>\u{202E}\u{7} & more").into_string();
        assert!(!text.contains("<script") && text.contains("&lt;script&gt;"), "{text}");
        assert!(text.contains("&quot;1&quot;") && text.contains("&amp; more"), "{text}");
        assert!(!text.contains(['\u{202E}', '\u{7}']), "{text}");
    }
}
