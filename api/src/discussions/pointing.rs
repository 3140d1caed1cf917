//! Finding in a text whom and what it names. It knows nothing of who there is.

use entity::id::DiscussionId;
use url::Url;

use crate::kernel::markdown::{Said, said};

/// How many of a kind count; whoever names more names nobody in particular.
pub const COUNTED: usize = 20;

/// Somebody or something that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pointer {
    /// As it stands in the text.
    pub written: String,
    /// To what it points.
    pub to: Pointed,
}

/// To what a text points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pointed {
    /// A member by handle, or a group by its readable address.
    Name(String),
    /// A discussion.
    Discussion(DiscussionId),
    /// A support model, `key`, or a part of it, `key#part`; a block by its whole key, `key#step.listen`.
    Model(String),
}

/// The first names and addresses in a text, each once. `root` is where the API is.
pub fn pointers(text: &str, root: &Url) -> Vec<Pointer> {
    let (mut names, mut addresses) = (Vec::new(), Vec::new());
    for piece in said(text) {
        match piece {
            Said::Words(words) => {
                found(&mut names, self::names(&words));
                found(&mut addresses, words.split_whitespace().filter_map(|word| address(word.trim_end_matches(PUNCTUATION), root)));
            }
            Said::Address(link) => found(&mut addresses, address(&link, root)),
        }
    }
    names.into_iter().chain(addresses).collect()
}

/// What may follow an address without belonging to it.
const PUNCTUATION: [char; 8] = ['.', ',', ';', ':', '!', '?', ')', '"'];

fn found(known: &mut Vec<Pointer>, new: impl IntoIterator<Item = Pointer>) {
    for pointer in new {
        if known.len() < COUNTED && known.iter().all(|one| one.to != pointer.to) {
            known.push(pointer);
        }
    }
}

/// `@name`, where the sign begins a word: an e-mail address names nobody.
fn names(words: &str) -> impl Iterator<Item = Pointer> {
    words.match_indices('@').filter_map(|(at, _)| {
        let (before, after) = words.split_at_checked(at)?;
        let begins = !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '@' | '/' | '.' | '-' | '_'));
        let name: String = after.chars().skip(1).take_while(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-').collect();
        let name = name.trim_end_matches('-');
        (begins && (1..=80).contains(&name.len())).then(|| Pointer { written: format!("@{name}"), to: Pointed::Name(name.to_owned()) })
    })
}

/// An address of ours, with or without the server in front.
fn address(text: &str, root: &Url) -> Option<Pointer> {
    let url = if text.starts_with('/') { root.join(text).ok()? } else { Url::parse(text).ok()? };
    if url.origin() != root.origin() {
        return None;
    }
    let path = url.path().strip_prefix(root.path().trim_end_matches('/')).unwrap_or(url.path());
    let parts: Vec<_> = path.split('/').filter(|part| !part.is_empty()).collect();
    let to = match (parts.as_slice(), url.fragment()) {
        (["discussions", id, ..], _) => Pointed::Discussion(DiscussionId(id.parse().ok()?)),
        (["support-models", model, "blocks", block], _) => Pointed::Model(format!("{model}#{block}")),
        (["support-models", model, "matrices", part], _) => Pointed::Model(format!("{model}#{part}")),
        (["support-models", model], Some(part)) => Pointed::Model(format!("{model}#{part}")),
        (["support-models", model], None) => Pointed::Model((*model).to_owned()),
        _ => return None,
    };
    Some(Pointer { written: text.to_owned(), to })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found_in(text: &str) -> Vec<(String, Pointed)> {
        let Ok(root) = Url::parse("https://torg.test/api/v1") else { return Vec::new() };
        pointers(text, &root).into_iter().map(|pointer| (pointer.written, pointer.to)).collect()
    }

    #[test]
    fn a_name_begins_with_a_sign_and_stands_outside_of_code() {
        let name = |name: &str| (format!("@{name}"), Pointed::Name(name.to_owned()));
        assert_eq!(found_in("@alva-1, **@omar** (@siv-) och @alva-1"), [name("alva-1"), name("omar"), name("siv")]);
        assert_eq!(found_in("a@b.se @@c `@d` @ @Å /@e\n\n    @f\n\n```\n@g\n```"), []);
        let many = (0..1000).map(|number| format!("@m{number} ")).collect::<Vec<_>>().concat();
        assert_eq!(found_in(&many).len(), COUNTED);
    }

    #[test]
    fn an_address_of_ours_is_recognised_and_no_other() {
        let id = DiscussionId(uuid::Uuid::from_u128(0x0193_a5e0_7c1e_7d3a_9b6f_2f1d_5c3e_8a47));
        for text in ["/discussions/{}", "https://torg.test/discussions/{}", "https://torg.test/api/v1/discussions/{}/posts/x"] {
            let text = text.replace("{}", &id.to_string());
            assert_eq!(found_in(&format!("[se]({text})")), [(text.clone(), Pointed::Discussion(id))]);
        }
        assert_eq!(found_in(&format!("Se https://torg.test/discussions/{id}.")).len(), 1);
        assert_eq!(found_in(&format!("https://elsewhere.test/discussions/{id} [x](discussions/{id}) `/discussions/{id}`")), []);
        let model = |part: &str| Pointed::Model(part.to_owned());
        let four = found_in("[a](/support-models/m) [b](/support-models/m#s) [c](/support-models/m/matrices/x) [d](/support-models/m/blocks/step.s)");
        assert_eq!(four.into_iter().map(|(_, to)| to).collect::<Vec<_>>(), [model("m"), model("m#s"), model("m#x"), model("m#step.s")]);
    }
}
