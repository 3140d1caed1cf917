//! Plain text in CommonMark.

/// Text that CommonMark shows as it is: nothing in it becomes markup.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '&' | '!' | '|' | '~' | '+' | '=' | '-' => plain.extend(['\\', c]),
            // A number and a dot begin a list where a line begins.
            '.' | ')' if plain.rsplit('\n').next().is_some_and(|line| !line.is_empty() && line.chars().all(|c| c.is_ascii_digit())) => {
                plain.extend(['\\', c]);
            }
            '\n' => plain.push_str("\\\n"),
            c => plain.push(c),
        }
    }
    plain
}
