//! Fields that no object of this sort has.

use super::conditions::list;
use super::walk::Walk;
use super::{Fault, FaultKind};
use crate::contract::grammar::Object;
use crate::contract::keywords::{Keyword, Versions};
use crate::contract::{At, SpecVersion};
use crate::finding::Severity;
use crate::source::document::Member;

/// How many names are compared with those that exist: nobody has more that are unknown, and each takes its time.
const MOST: usize = 2000;

/// Keywords that JSON Schema had before 2020-12, and what stands for them now.
const OLD_KEYWORDS: &[(&str, &str)] = &[
    ("$recursiveRef", "`$dynamicRef`"),
    ("$recursiveAnchor", "`$dynamicAnchor`"),
    ("additionalItems", "`prefixItems` with `items` for the rest"),
    ("dependencies", "`dependentRequired` or `dependentSchemas`"),
];

/// An unknown field that is no slip of the pen: its author believes that the field exists, so every place has the
/// same cause and they are told together.
pub(super) struct Stray {
    fault: Fault,
    places: usize,
}

/// The field of an object whose name is nearest to `text`.
fn nearest(text: &str, object: Object, version: SpecVersion) -> Option<&'static str> {
    const NEAR: f32 = 0.78;
    // Names of a word or less are near to too much, and a long one is no slip of the pen.
    if text.len() < 3 || text.len() > 40 {
        return None;
    }
    let names: Vec<&'static str> = if object == Object::Schema {
        Keyword::ALL.iter().filter(|k| k.versions().contains(version)).map(|k| k.as_str()).collect()
    } else {
        object.form().fields().filter(|f| f.versions.contains(version)).map(|f| f.name).collect()
    };
    let same = names.iter().find(|n| n.eq_ignore_ascii_case(text)).copied();
    same.or_else(|| similar::get_close_matches(text, &names, 1, NEAR).first().copied())
}

impl<'c> Walk<'c> {
    /// Tells of a field that its object does not have, and gives the field that seems to be meant.
    pub(super) fn unknown(
        &mut self,
        of: At,
        object: Object,
        member: Member<'c>,
        versions: Option<Versions>,
    ) -> Option<&'static str> {
        let version = self.version(of.doc);
        let open = object == Object::Schema && version >= SpecVersion::V3_1;
        if open && self.own_dialect {
            return None;
        }
        // Whoever writes it means something by it, and `foreign-nullable` says how to write that.
        if open && member.name == Keyword::Nullable.name() {
            return None;
        }
        let text = self.contract.text(member.name);
        let shown: String = text.chars().take(60).collect();
        let noun = object.form().noun;
        let sought = versions.is_some() || self.strays.contains_key(&(noun, member.name)) || self.compared >= MOST;
        let near = if sought { None } else { nearest(text, object, version) };
        self.compared += usize::from(!sought);
        let (mut help, mut severity) = (None, Severity::Error);
        let renamed = OLD_KEYWORDS.iter().find(|k| open && k.0 == text);
        if let Some((_, new)) = renamed {
            help = Some(format!("it is of an older draft of JSON Schema; write {new}"));
        } else if let Some(near) = near {
            help = Some(format!("did you mean `{near}`?"));
        } else if let Some(versions) = versions.filter(|v| v.iter().next().is_some()) {
            let versions: Vec<String> = versions.iter().map(|v| v.as_str().to_owned()).collect();
            help = Some(format!("it is a field of OpenAPI {}", list(&versions)));
        } else if matches!(object, Object::Parameter | Object::Header) && Keyword::of(member.name).is_some() {
            help = Some(format!("write `{shown}` inside `schema`"));
        }
        if open {
            severity = if near.is_some() || renamed.is_some() { Severity::Warning } else { Severity::Info };
        } else if text.starts_with('$') {
            // `$schema` at the root and the like are for editors, and every tool skips them.
            severity = Severity::Warning;
        }
        let message = if open {
            format!("`{shown}` is no keyword of JSON Schema, so nothing is checked by it")
        } else {
            format!("`{shown}` is no field of {noun} in OpenAPI {}", version.as_str())
        };
        let help =
            help.unwrap_or_else(|| format!("remove it, or call it `x-{shown}` if it is meant for your own tools"));
        let at = of.to(member.key);
        let fault = Fault {
            kind: FaultKind::UnknownField,
            at,
            severity,
            label: "no such field".into(),
            message,
            help: Some(help),
            about: text.to_owned(),
            related: None,
            mend: None,
        };
        if near.is_some() {
            self.push(fault);
            return near;
        }
        let stray = self.strays.entry((noun, member.name)).or_insert_with(|| Stray { fault: fault.clone(), places: 0 });
        stray.places += 1;
        // The walk goes its own way; the place that is shown is the first in the text.
        if (fault.at.doc, fault.at.node) < (stray.fault.at.doc, stray.fault.at.node) {
            stray.fault = fault;
        }
        None
    }

    /// Keeps the strays, each with the number of its places.
    pub(super) fn tell_strays(&mut self) {
        let strays = std::mem::take(&mut self.strays);
        for (_, mut stray) in strays {
            if stray.places > 1 {
                let others = stray.places - 1;
                let places = if others == 1 { "1 other place".to_owned() } else { format!("{others} other places") };
                stray.fault.message = format!("{}; it stands at {places} too", stray.fault.message);
            }
            self.faults.push(stray.fault);
        }
    }
}
