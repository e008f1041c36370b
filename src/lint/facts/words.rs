//! What the words in names mean: verbs, plurals, and ways to spell one word.

use super::case::words;

/// What a verb in the name of an operation does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Verb {
    /// `get`, `list`: answers and changes nothing.
    Read,
    /// `create`, `add`.
    Create,
    /// `update`, `replace`.
    Update,
    /// `delete`, `remove`.
    Delete,
    /// `cancel`, `send`: anything else that is done.
    Act,
}

const READ: &str = "get list fetch retrieve read show find";
const CREATE: &str = "create add insert";
const UPDATE: &str = "update edit modify patch replace change";
const DELETE: &str = "delete remove destroy erase";
// Words that are a noun as often as a verb (`import`, `search`, `test`) are left out.
const ACT: &str = "cancel send start stop enable disable upload download approve reject accept decline submit validate \
    verify confirm activate deactivate archive restore assign unassign attach detach subscribe unsubscribe \
    execute trigger generate refresh revoke rotate publish resend authorize set";

impl Verb {
    /// The verb that a word in lower case is.
    pub fn of(word: &str) -> Option<Self> {
        let table = [
            (READ, Verb::Read),
            (CREATE, Verb::Create),
            (UPDATE, Verb::Update),
            (DELETE, Verb::Delete),
            (ACT, Verb::Act),
        ];
        table.into_iter().find(|(words, _)| is_listed(words, word)).map(|(_, verb)| verb)
    }
}

/// Whether a word is one of a list with spaces between.
pub fn is_listed(list: &str, word: &str) -> bool {
    list.split(' ').any(|listed| listed == word)
}

/// The words of a name in lower case.
pub fn lower_words(name: &str) -> Vec<String> {
    words(name).into_iter().map(str::to_lowercase).collect()
}

/// Whether a noun means one or several.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Number {
    /// `order`
    Singular,
    /// `orders`
    Plural,
}

impl Number {
    /// The number as an adjective.
    pub fn as_str(self) -> &'static str {
        match self {
            Number::Singular => "singular",
            Number::Plural => "plural",
        }
    }

    /// The number of the noun that a name ends with (`codes` in `codes_of_conduct`). Nothing for words that do not tell:
    /// those without a plural, those that end in `s` for another reason, adjectives, verbs.
    pub fn of(name: &str) -> Option<Self> {
        let words = words(name);
        let word = words[..head(&words)].last()?.to_lowercase();
        if word.len() < 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) || Verb::of(&word).is_some() {
            return None;
        }
        let ends = |ends: &[&str]| ends.iter().any(|end| word.ends_with(end));
        if IRREGULAR.iter().any(|(_, plural)| word == *plural) {
            Some(Number::Plural)
        } else if is_listed(UNCOUNTABLE, &word)
            || !word.contains(['a', 'e', 'i', 'o', 'u', 'y'])
            || ends(&["ics", "us", "ware", "ing", "ed", "able"])
        {
            None
        } else if ends(&["ss", "sis", "xis"])
            || ["alias", "canvas", "gas", "bias", "lens", "atlas"].contains(&word.as_str())
        {
            Some(Number::Singular)
        } else if word.ends_with('s') {
            Some(Number::Plural)
        } else {
            Some(Number::Singular)
        }
    }

    /// A name with its noun in this number, as far as simple rules go.
    pub fn apply(self, name: &str) -> String {
        let words = words(name);
        let last = words[..head(&words)].last().copied().unwrap_or_default();
        let (stem, rest) = name.rsplit_once(last).unwrap_or_default();
        let irregular = IRREGULAR.iter().find(|(one, many)| match self {
            Number::Plural => last.eq_ignore_ascii_case(one),
            Number::Singular => last.eq_ignore_ascii_case(many),
        });
        if let Some((one, many)) = irregular {
            return format!("{stem}{}{rest}", if self == Number::Plural { many } else { one });
        }
        let ends = |ends: &[&str]| ends.iter().any(|end| last.ends_with(end));
        let cut = |long: usize| &last[..last.len() - long];
        let word = match self {
            Number::Plural if last.ends_with('y') && !ends(&["ay", "ey", "oy", "uy"]) => format!("{}ies", cut(1)),
            Number::Plural if ends(&["s", "x", "ch", "sh", "z"]) => format!("{last}es"),
            Number::Plural => format!("{last}s"),
            Number::Singular if last.ends_with("ies") => format!("{}y", cut(3)),
            Number::Singular if last.ends_with("lves") => format!("{}f", cut(3)),
            Number::Singular if ends(&["sses", "xes", "ches", "shes"]) => cut(2).to_owned(),
            Number::Singular if last.ends_with('s') => cut(1).to_owned(),
            Number::Singular => last.to_owned(),
        };
        format!("{stem}{word}{rest}")
    }
}

/// How many words of a name stand before what only describes the noun: one in `codes_of_conduct`.
fn head(words: &[&str]) -> usize {
    const AFTER: [&str; 9] = ["of", "by", "for", "with", "in", "to", "from", "where", "per"];
    let position = words.iter().position(|word| AFTER.iter().any(|after| word.eq_ignore_ascii_case(after)));
    position.filter(|p| *p > 0).unwrap_or(words.len())
}

const IRREGULAR: [(&str, &str); 14] = [
    ("person", "people"),
    ("child", "children"),
    ("man", "men"),
    ("woman", "women"),
    ("foot", "feet"),
    ("tooth", "teeth"),
    ("mouse", "mice"),
    ("medium", "media"),
    ("criterion", "criteria"),
    ("index", "indices"),
    ("matrix", "matrices"),
    ("vertex", "vertices"),
    ("appendix", "appendices"),
    ("analysis", "analyses"),
];

const UNCOUNTABLE: &str = "maintenance news series species data metadata information info equipment staff feedback content history \
    inventory access auth oauth dns sms aws gps css ios cors rss https sso iam api admin health status \
    search batch bulk env all self latest current default public private internal external by with mail storage \
    traffic";

/// Words that are one word in two spellings: the first is what the others are compared as.
const SPELLINGS: [&[&str]; 14] = [
    &["organization", "organisation"],
    &["color", "colour"],
    &["canceled", "cancelled"],
    &["canceling", "cancelling"],
    &["cancelation", "cancellation"],
    &["license", "licence"],
    &["catalog", "catalogue"],
    &["center", "centre"],
    &["favorite", "favourite"],
    &["behavior", "behaviour"],
    &["authorization", "authorisation"],
    &["authorized", "authorised"],
    &["labeled", "labelled"],
    &["gray", "grey"],
];

/// Words that are often cut short.
const SHORT: [&[&str]; 18] = [
    &["organization", "org"],
    &["address", "addr"],
    &["number", "num", "nr", "nbr"],
    &["quantity", "qty"],
    &["amount", "amt"],
    &["description", "desc", "descr"],
    &["identifier", "id"],
    &["message", "msg"],
    &["customer", "cust"],
    &["account", "acct"],
    &["transaction", "txn", "trx"],
    &["reference", "ref"],
    &["image", "img"],
    &["password", "passwd", "pwd"],
    &["configuration", "config", "cfg"],
    &["environment", "env"],
    &["repository", "repo"],
    &["user", "usr"],
];

fn canonical<'w>(table: &[&[&'w str]], word: &'w str) -> &'w str {
    table.iter().find(|spellings| spellings.contains(&word)).map_or(word, |spellings| spellings[0])
}

/// What a name is compared by: its letters, with each word in its first spelling. `user_name` and `username` have one
/// key, `colour` and `color` have one.
pub fn spelling_key(name: &str) -> String {
    lower_words(name).iter().map(|word| canonical(&SPELLINGS, word)).collect()
}

/// What a name of several words is compared by when short words are written out: `cust_id` and `customer_id` have one
/// key. Nothing for one word, which may well mean something else when it is short.
pub fn long_key(name: &str) -> Option<String> {
    let words = lower_words(name);
    if words == ["uid"] {
        return Some("useridentifier".to_owned());
    }
    let long = |word: &String| canonical(&SHORT, canonical(&SPELLINGS, word)).to_owned();
    (words.len() > 1).then(|| words.iter().map(long).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_tell_whether_they_mean_one_or_several() {
        for (name, number) in [
            ("orders", Some(Number::Plural)),
            ("order-items", Some(Number::Plural)),
            ("people", Some(Number::Plural)),
            ("codes_of_conduct", Some(Number::Plural)),
            ("order", Some(Number::Singular)),
            ("address", Some(Number::Singular)),
            ("analysis", Some(Number::Singular)),
            ("emojis", Some(Number::Plural)),
            ("status", None),
            ("news", None),
            ("analytics", None),
            ("v2", None),
            ("", None),
        ] {
            assert_eq!(Number::of(name), number, "{name}");
        }
        for (one, many) in
            [("order", "orders"), ("category", "categories"), ("address", "addresses"), ("person", "people")]
        {
            assert_eq!(Number::Plural.apply(one), many);
            assert_eq!(Number::Singular.apply(many), one);
        }
        assert_eq!(Number::Singular.apply("codes_of_conduct"), "code_of_conduct");
    }

    #[test]
    fn spellings_of_one_name_have_one_key() {
        for (one, other) in [("user_name", "username"), ("userID", "userId"), ("hair_colour", "hairColor")] {
            assert_eq!(spelling_key(one), spelling_key(other));
        }
        assert_ne!(spelling_key("user_id"), spelling_key("customer_id"));
        assert_eq!(long_key("cust_id"), long_key("customer_id"));
        assert_eq!(long_key("uid"), long_key("user_id"));
        assert_eq!(long_key("ref"), None);
    }
}
