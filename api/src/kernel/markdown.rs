//! CommonMark as HTML that is safe to show.
//!
//! HTML in the text is shown as text. What the text becomes is cleaned all the same, by an allow
//! list: neither of the two crates is trusted alone. An image becomes a link to it, so that reading
//! tells nobody elsewhere who reads.

use std::borrow::Cow;
use std::fmt::Display;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, TextMergeStream, html};

/// What the anchors of footnotes begin with.
const NOTE: &str = "note-";

/// How deep quotes and lists are shown inside one another. Nobody writes deeper, and cleaning what is
/// very deep takes very long.
const DEPTH: usize = 24;

/// CommonMark, and what it is written with besides.
const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_TASKLISTS).union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_STRIKETHROUGH);

/// What may be left of the HTML.
static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut allowed = Builder::empty();
    allowed
        .add_tags([
            "a",
            "blockquote",
            "br",
            "code",
            "del",
            "div",
            "em",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "input",
            "li",
            "ol",
            "p",
            "pre",
            "strong",
            "sup",
            "table",
            "tbody",
            "td",
            "th",
            "thead",
            "tr",
            "ul",
        ])
        .add_tag_attributes("a", ["href", "title"])
        .add_tag_attributes("div", ["id"])
        .add_tag_attributes("input", ["checked", "disabled"])
        .add_tag_attribute_values("input", "type", ["checkbox"])
        .add_tag_attributes("ol", ["start"])
        .add_url_schemes(["http", "https", "mailto"])
        .url_relative(UrlRelative::Custom(Box::new(own_anchor)))
        .attribute_filter(|_, name, value| (name != "id" || value.starts_with(NOTE)).then_some(Cow::Borrowed(value)))
        .link_rel(Some("nofollow noopener"));
    allowed
});

/// An address without a server is good for the text's own footnotes only.
fn own_anchor(url: &str) -> Option<Cow<'_, str>> {
    url.strip_prefix('#').is_some_and(|anchor| anchor.starts_with(NOTE)).then_some(Cow::Borrowed(url))
}

/// The text as HTML. Footnotes are named after `scope`, so that several texts fit on one page.
#[must_use]
pub fn to_html(text: &str, scope: &impl Display) -> String {
    let named = |label: &str| format!("{NOTE}{scope}-{label}").into();
    let events = Parser::new_ext(text, OPTIONS).map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => Event::Start(Tag::Link { link_type, dest_url, title, id }),
        Event::End(TagEnd::Image) => Event::End(TagEnd::Link),
        Event::FootnoteReference(label) => Event::FootnoteReference(named(&label)),
        Event::Start(Tag::FootnoteDefinition(label)) => Event::Start(Tag::FootnoteDefinition(named(&label))),
        other => other,
    });
    let mut depth = 0_usize;
    let shallow = events.filter(|event| match event {
        Event::Start(_) => {
            depth += 1;
            depth <= DEPTH
        }
        Event::End(_) => {
            depth = depth.saturating_sub(1);
            depth < DEPTH
        }
        _ => true,
    });
    let mut made = String::new();
    html::push_html(&mut made, shallow);
    ALLOWED.clean(&made).to_string()
}

/// The text without its marks, for where nothing else is shown: one line a paragraph, an item or a
/// row, and the address of a link behind its words.
#[must_use]
pub fn to_text(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut open = Vec::new();
    for event in Parser::new_ext(text, OPTIONS) {
        match event {
            Event::Text(words) | Event::Code(words) | Event::Html(words) | Event::InlineHtml(words) => plain.push_str(&words),
            Event::SoftBreak => plain.push(' '),
            Event::TaskListMarker(done) => plain.push_str(if done { "[x] " } else { "[ ] " }),
            Event::FootnoteReference(label) => plain.extend(["[", &label, "]"]),
            Event::Start(Tag::FootnoteDefinition(label)) => plain.extend(["[", &label, "] "]),
            Event::Start(Tag::Item) => plain.push_str("- "),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => open.push((plain.len(), dest_url)),
            Event::End(TagEnd::Link | TagEnd::Image) => {
                let shown = |start| plain.get(start..).unwrap_or_default();
                if let Some((_, address)) = open.pop().filter(|(start, address)| shown(*start) != &**address) {
                    plain.extend([" (", &address, ")"]);
                }
            }
            Event::End(TagEnd::TableCell) => plain.push('\t'),
            Event::HardBreak | Event::Rule => plain.push('\n'),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow | TagEnd::CodeBlock) => {
                plain.push('\n');
            }
            _ => {}
        }
    }
    let lines = plain.lines().map(str::trim_end).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// A piece of what a text says outside of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said<'a> {
    /// Words, as they stand.
    Words(CowStr<'a>),
    /// Where a link leads.
    Address(CowStr<'a>),
}

/// What a text says outside of code, piece by piece.
pub fn said(text: &str) -> impl Iterator<Item = Said<'_>> {
    let mut code = false;
    TextMergeStream::new(Parser::new_ext(text, OPTIONS)).filter_map(move |event| match event {
        Event::Start(Tag::CodeBlock(_)) => {
            code = true;
            None
        }
        Event::End(TagEnd::CodeBlock) => {
            code = false;
            None
        }
        Event::Text(words) if !code => Some(Said::Words(words)),
        Event::Start(Tag::Link { dest_url, .. }) => Some(Said::Address(dest_url)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        to_html(text, &"x")
    }

    #[test]
    fn what_a_text_says_is_kept() {
        assert_eq!(shown("Vi *undrar* **nu**."), "<p>Vi <em>undrar</em> <strong>nu</strong>.</p>\n");
        assert!(shown("| a |\n|---|\n| b |").contains("<td>b</td>"));
        assert!(shown("- [x] klart\n- [ ] kvar").contains("<input disabled=\"\" type=\"checkbox\" checked=\"\">"));
        let noted = shown("Så[^1].\n\n[^1]: Källa");
        assert!(noted.contains("href=\"#note-x-1\"") && noted.contains("id=\"note-x-1\""), "{noted}");
        assert_eq!(shown("[t](https://example.org)"), "<p><a href=\"https://example.org\" rel=\"nofollow noopener\">t</a></p>\n");
        assert_eq!(shown("![t](https://example.org/b.png)"), "<p><a href=\"https://example.org/b.png\" rel=\"nofollow noopener\">t</a></p>\n");
        assert_eq!(shown("`<b>`"), "<p><code>&lt;b&gt;</code></p>\n");
    }

    #[test]
    fn a_text_is_read_without_its_marks() {
        assert_eq!(to_text("# Vi\n\n*undrar* **nu**\nom `det`.\n\n- ett\n- [x] två"), "Vi\nundrar nu om det.\n- ett\n- [x] två");
        assert_eq!(
            to_text("[här](https://example.org) <https://example.org/b> ![bild](x.png)"),
            "här (https://example.org) https://example.org/b bild (x.png)"
        );
        assert_eq!(to_text("| a | b |\n|---|---|\n| c | d |\n\nSå[^1].\n\n[^1]: Källa"), "a\tb\nc\td\nSå[1].\n[1] Källa");
        assert_eq!(to_text("<b>fet</b>  \n2 < 3"), "<b>fet</b>\n2 < 3");
    }

    #[test]
    fn a_text_cannot_be_made_so_deep_that_it_cannot_be_shown() {
        for mark in [">", "- ", "[", "*a ", "![", "1. ", "`", "<b>", "&", "[^1]:", "|"] {
            let text: String = mark.repeat(10_000 / mark.len());
            let html = shown(&text);
            assert!(html.len() < 300_000 && html.matches("<blockquote>").count() <= DEPTH, "{mark}");
        }
    }

    /// Ways to smuggle a script past a renderer, after the lists of OWASP and of the sanitisers' own tests.
    const ATTACKS: &[&str] = &[
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//x.test/x.js></SCRIPT>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<img src=x onerror=alert(1)>",
        "<img src=\"x\" onerror=\"alert(1)\"",
        "<svg/onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<svg><animate onbegin=alert(1) attributeName=x></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<iframe src=javascript:alert(1)></iframe>",
        "<iframe srcdoc=\"<script>alert(1)</script>\">",
        "<object data=javascript:alert(1)>",
        "<embed src=javascript:alert(1)>",
        "<form action=javascript:alert(1)><button>x</button></form>",
        "<a href=javascript:alert(1)>x</a>",
        "<base href=javascript:alert(1)//>",
        "<link rel=stylesheet href=//x.test>",
        "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
        "<body onload=alert(1)>",
        "<details open ontoggle=alert(1)>",
        "<div style=\"background:url(javascript:alert(1))\">",
        "<style>@import 'javascript:alert(1)';</style>",
        "<input autofocus onfocus=alert(1)>",
        "<video><source onerror=alert(1)></video>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<!--><img src=x onerror=alert(1)>-->",
        "<![CDATA[><script>alert(1)</script>]]>",
        "<?xml version=\"1.0\"?><script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](java&#10;script:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](&#x6A;avascript&colon;alert(1))",
        "[x]( javascript:alert(1))",
        "[x](<javascript:alert(1)>)",
        "[x](\u{1}javascript:alert(1))",
        "[x](vbscript:msgbox(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
        "[x](blob:https://x.test/1)",
        "[x](file:///etc/passwd)",
        "[x](//x.test/x)",
        "[x](/api/v1/sessions)",
        "[x](#anchor)",
        "<javascript:alert(1)>",
        "<https://x.test/\"onmouseover=alert(1)>",
        "[x](https://x.test \"\\\" onmouseover=alert(1) \\\"\")",
        "[x](https://x.test '\" onmouseover=\"alert(1)')",
        "![x](javascript:alert(1))",
        "![x\" onerror=\"alert(1)](x)",
        "![x](x \"\\\" onerror=\\\"alert(1)\")",
        "![x](https://x.test/track.png)",
        "[x]: javascript:alert(1)\n\n[x]",
        "[^<script>alert(1)</script>]\n\n[^<script>alert(1)</script>]: x",
        "a[^\" onclick=alert(1) x=\"]\n\n[^\" onclick=alert(1) x=\"]: x",
        "```\"><script>alert(1)</script>\nx\n```",
        "```js onload=alert(1)\n</code></pre><script>alert(1)</script>\n```",
        "`</code><script>alert(1)</script>`",
        "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
        "- [x] <img src=x onerror=alert(1)>",
        "# <img src=x onerror=alert(1)>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&#60;script&#62;alert(1)&#60;/script&#62;",
        "\\<script>alert(1)\\</script>",
        "<a\u{0c}href=\"javascript:alert(1)\">x</a>",
        "\u{feff}<script>alert(1)</script>",
    ];

    /// What stands inside the tags of the HTML, text and attribute values left out.
    fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
        let (mut found, mut rest) = (Vec::new(), html);
        while let Some((_, inside)) = rest.split_once('<') {
            let Some((tag, after)) = inside.split_once('>') else { break };
            rest = after;
            let (name, mut left) = tag.split_once(' ').unwrap_or((tag, ""));
            let mut attributes = Vec::new();
            while let Some((attribute, value)) = left.split_once("=\"") {
                let Some((value, next)) = value.split_once('"') else { break };
                attributes.push((attribute.trim().to_owned(), value.to_owned()));
                left = next;
            }
            assert!(left.trim().is_empty(), "{tag}");
            found.push((name.trim_start_matches('/').to_owned(), attributes));
        }
        found
    }

    #[test]
    fn nothing_runs_and_nothing_is_fetched() {
        for attack in ATTACKS {
            for text in [(*attack).to_owned(), format!("Hej\n\n> {attack}"), format!("*a {attack} b*")] {
                let html = shown(&text);
                for (name, attributes) in tags(&html) {
                    assert!(ALLOWED.clone_tags().contains(name.as_str()), "{text}: {html}");
                    for (attribute, value) in attributes {
                        let safe = match attribute.as_str() {
                            "href" => ["https://", "mailto:", "#note-"].iter().any(|start| value.starts_with(start)),
                            "id" => value.starts_with(NOTE),
                            "rel" => value == "nofollow noopener",
                            "type" => value == "checkbox",
                            other => ["title", "checked", "disabled", "start"].contains(&other),
                        };
                        assert!(safe, "{attribute}={value} of {text}: {html}");
                    }
                }
            }
        }
    }
}
