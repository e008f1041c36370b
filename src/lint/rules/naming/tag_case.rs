use crate::lint::rules::prelude::*;

use crate::lint::facts::case::Initial;
use crate::lint::facts::case_habit::Habit;
use crate::lint::facts::labels::Joint;

rule! {
    /// ## What it does
    /// Learns how this API writes its tags (their first letter, and what stands between their words), and finds the ones that
    /// are written otherwise. The declared tags count, or where none are declared those that operations have.
    ///
    /// ## Why
    /// Tags are the headings of the documentation and the names of classes in generated clients: a list of `Orders`, `Books`
    /// and `gift_cards` looks unfinished.
    ///
    /// ## Bad
    /// ```yaml
    /// tags:
    ///   - name: customers
    ///     description: People who order books.
    ///   - name: orders
    ///     description: What they ordered.
    ///   - name: books
    ///     description: What there is to order.
    ///   - name: reviews
    ///     description: What people wrote.
    ///   - name: Addresses
    ///     description: Where people live.
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// tags:
    ///   - name: customers
    ///     description: People who order books.
    ///   - name: orders
    ///     description: What they ordered.
    ///   - name: books
    ///     description: What there is to order.
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.22 Tag Object](https://spec.openapis.org/oas/v3.1.1.html#tag-object)
    TagCase {
        id: "tag-case",
        area: Naming,
        severity: Info,
        needs: Presence,
        since: "0.1.0",
        summary: "a tag is not written as the others are",
    }
}

impl Rule for TagCase {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, tags) = (cx.contract, &cx.facts.names.tags);
        for &(tag, at) in &tags.names {
            let name = contract.text(tag);
            if let (Some(found), Some(usual)) = (Initial::of(name), tags.initials.dominant)
                && found != usual
                && !is_brand(name)
            {
                let begins = if found == Initial::Lower { "in lower case" } else { "with a capital" };
                cx.report(
                    at,
                    format!("begins {begins}"),
                    format!(
                        "the tag `{name}` begins {begins}; {} tags here are {}",
                        tags.initials.evidence(),
                        Habit::Initial(usual)
                    ),
                )
                .help(Habit::Initial(usual).help(name))
                .about(name);
            } else if let (Some(found), Some(usual)) = (Joint::of(name), tags.joints.dominant)
                && found != usual
            {
                cx.report(
                    at,
                    format!("its words are joined {}", found.as_str()),
                    format!(
                        "the words of the tag `{name}` are joined {}; those of {} tags here are joined {}",
                        found.as_str(),
                        tags.joints.evidence(),
                        usual.as_str()
                    ),
                )
                .help("join its words as the other tags do")
                .about(name);
            }
        }
    }
}

/// Whether a name begins with a small letter because it is a name: `iDEAL`, `eSignature`.
fn is_brand(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(char::is_lowercase) && letters.next().is_some_and(char::is_uppercase)
}
