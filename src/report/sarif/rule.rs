//! Rules and checks as SARIF describes them.

use serde::Serialize;

use super::Text;
use super::result::level;
use crate::docs;
use crate::report::frame::Pen;
use crate::report::page;

/// The width of help as plain text.
const WIDTH: usize = 80;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RuleOut<'a> {
    id: &'a str,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    known: Option<KnownOut>,
}

/// What is said of a rule that is in the registry; one that comes from elsewhere has its id only.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct KnownOut {
    short_description: Text<String>,
    full_description: Text<String>,
    help: HelpOut,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<String>,
    default_configuration: ConfigurationOut,
    properties: PropertiesOut,
}

#[derive(Serialize)]
struct HelpOut {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct ConfigurationOut {
    level: &'static str,
    enabled: bool,
}

#[derive(Serialize)]
struct PropertiesOut {
    tags: [&'static str; 1],
}

impl<'a> RuleOut<'a> {
    pub(super) fn of(id: &'a str) -> Self {
        let known = docs::describe(id).map(|description| {
            let mut text = String::new();
            page::write(&mut text, &Pen::new(WIDTH, false, true), &description.page, WIDTH);
            KnownOut {
                short_description: Text { text: description.summary.clone() },
                full_description: Text { text: description.summary },
                help: HelpOut { text, markdown: description.page },
                help_uri: description.reference,
                default_configuration: ConfigurationOut {
                    level: level(description.severity),
                    enabled: description.enabled,
                },
                properties: PropertiesOut { tags: [description.area] },
            }
        });
        Self { id, known }
    }
}
