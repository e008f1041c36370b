//! The table of formats: JSON Schema Validation §7, and the registry of OpenAPI where it constrains the text.
//!
//! A name that is not here (`binary`, `password`, house formats) asserts nothing that a text could break.

use std::sync::LazyLock;

use super::Reason;
use super::format::Format;
use super::parse::parse;

const HEX: &str = "[0-9A-Fa-f]";
const DATE: &str = r"(?:\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))|(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)";
const CLOCK: &str = r"(?:[01]\d|2[0-3]):[0-5]\d";
const OCTET: &str = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)";
const BASE64: &str = "[A-Za-z0-9+/]";
const BASE64URL: &str = "[A-Za-z0-9_-]";
/// Characters beyond ASCII that identifiers may hold (RFC 3987, `ucschar`), and those of queries only (`iprivate`).
const UCSCHAR: &str = r"\xA0-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF\u{10000}-\u{1FFFD}\u{20000}-\u{2FFFD}\u{30000}-\u{3FFFD}\u{40000}-\u{4FFFD}\u{50000}-\u{5FFFD}\u{60000}-\u{6FFFD}\u{70000}-\u{7FFFD}\u{80000}-\u{8FFFD}\u{90000}-\u{9FFFD}\u{A0000}-\u{AFFFD}\u{B0000}-\u{BFFFD}\u{C0000}-\u{CFFFD}\u{D0000}-\u{DFFFD}\u{E1000}-\u{EFFFD}";
const IPRIVATE: &str = r"\uE000-\uF8FF\u{F0000}-\u{FFFFD}\u{100000}-\u{10FFFD}";

/// RFC 3339, `full-time`. A leap second exists only at 23:59:60 UTC; the inner pattern knows it for the offset zero,
/// and [`leap_second`] reckons the others.
fn time(outer: bool) -> String {
    let fraction = r"(?:\.\d+)?";
    let leap = if outer { format!("{CLOCK}:60{fraction}[+-]{CLOCK}") } else { format!("23:59:60{fraction}[+-]00:00") };
    format!("(?:{CLOCK}:[0-5]\\d{fraction}(?:[Zz]|[+-]{CLOCK})|23:59:60{fraction}[Zz]|{leap})")
}

/// Decides a time that may hold a leap second, alone or behind a date.
fn leap_second(text: &str) -> Option<bool> {
    let time = text.rsplit(['T', 't']).next()?;
    let minutes = |text: &str| Some(text.get(..2)?.parse::<i32>().ok()? * 60 + text.get(3..5)?.parse::<i32>().ok()?);
    let Some(offset) = time.find(['+', '-']) else { return Some(false) };
    let away = minutes(time.get(offset + 1..)?)?;
    let away = if time[offset..].starts_with('-') { -away } else { away };
    Some((minutes(time)? - away).rem_euclid(24 * 60) == 23 * 60 + 59)
}

/// RFC 3339, appendix A. Its grammar takes small letters too, which hardly anyone reads.
fn duration(small: bool) -> String {
    let unit =
        |letter: char| if small { format!("[{letter}{}]", letter.to_ascii_lowercase()) } else { letter.to_string() };
    let second = format!(r"\d+{}", unit('S'));
    let minute = format!(r"\d+{}(?:{second})?", unit('M'));
    let hour = format!(r"\d+{}(?:{minute})?", unit('H'));
    let time = format!("{}(?:{hour}|{minute}|{second})", unit('T'));
    let day = format!(r"\d+{}", unit('D'));
    let month = format!(r"\d+{}(?:{day})?", unit('M'));
    let year = format!(r"\d+{}(?:{month})?", unit('Y'));
    format!(r"^{}(?:(?:{day}|{month}|{year})(?:{time})?|{time}|\d+{})$", unit('P'), unit('W'))
}

fn ipv4() -> String {
    format!(r"{OCTET}(?:\.{OCTET}){{3}}")
}

/// RFC 3986, `IPv6address`.
fn ipv6() -> String {
    let h = format!("{HEX}{{1,4}}");
    let last = format!("(?:{h}:{h}|{})", ipv4());
    let mut forms = vec![format!("(?:{h}:){{6}}{last}"), format!("::(?:{h}:){{5}}{last}")];
    for before in 0..=6 {
        let left = if before == 0 { format!("(?:{h})?") } else { format!("(?:(?:{h}:){{0,{before}}}{h})?") };
        let right = match before {
            0..=3 => format!("(?:{h}:){{{}}}{last}", 4 - before),
            4 => last.clone(),
            5 => h.clone(),
            _ => String::new(),
        };
        forms.push(format!("{left}::{right}"));
    }
    format!("(?:{})", forms.join("|"))
}

/// RFC 3986, or RFC 3987 for `international` identifiers.
fn identifier(international: bool, relative: bool) -> String {
    let (more, private) = if international { (UCSCHAR, IPRIVATE) } else { ("", "") };
    let percent = format!("%{HEX}{{2}}");
    let plain = format!("A-Za-z0-9._~!$&'()*+,;={more}-");
    let pchar = format!("(?:[:@{plain}]|{percent})");
    let query = format!("(?:[/?:@{private}{plain}]|{percent})*");
    let fragment = format!("(?:[/?:@{plain}]|{percent})*");
    let future = format!("[Vv]{HEX}+\\.[:A-Za-z0-9._~!$&'()*+,;=-]+");
    let host = format!(r"(?:\[(?:{}|{future})\]|(?:[{plain}]|{percent})*)", ipv6());
    let authority = format!(r"(?:(?:[:{plain}]|{percent})*@)?{host}(?::\d*)?");
    let rest = format!("(?:/{pchar}*)*");
    let absolute = format!("/(?:{pchar}+{rest})?");
    let tail = format!(r"(?:\?{query})?(?:#{fragment})?");
    let with_scheme = format!("[A-Za-z][A-Za-z0-9+.-]*:(?://{authority}{rest}|{absolute}|{pchar}+{rest}|){tail}");
    if !relative {
        return format!("^{with_scheme}$");
    }
    let first = format!("(?:[@{plain}]|{percent})+{rest}");
    format!("^(?:{with_scheme}|(?://{authority}{rest}|{absolute}|{first}|){tail})$")
}

/// RFC 6570 with its erratum 6937, which admits the apostrophe.
fn template() -> String {
    let literal = format!(r"(?:[!#$&-;=?-\[\]_a-z~{UCSCHAR}{IPRIVATE}]|%{HEX}{{2}})");
    let character = format!("(?:[A-Za-z0-9_]|%{HEX}{{2}})");
    let variable = format!(r"{character}+(?:\.{character}+)*(?::[1-9]\d{{0,3}}|\*)?");
    format!(r"^(?:{literal}|\{{[+#./;?&=,!@|]?{variable}(?:,{variable})*\}})*$")
}

const LABEL: &str = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

/// RFC 1123, with RFC 5891: two hyphens at the third place are for encoded labels, which only the tables of IDNA
/// could check. Three labels, or ten shorter ones, are never too long together; [`host`] counts for the outer pattern.
fn hostname(outer: bool) -> String {
    if outer {
        let label = format!("(?:(?!..--)|(?=[Xx][Nn]--)){LABEL}");
        format!(r"{label}(?:\.{label})*")
    } else {
        let short = LABEL.replace("61", "22");
        let names = |label: &str, more: u32| format!(r"(?!..--){label}(?:\.(?!..--){label}){{0,{more}}}");
        format!("(?:{}|{})", names(LABEL, 2), names(&short, 9))
    }
}

/// Decides a text that is a host name but for its length and its encoded labels.
fn host(text: &str) -> Option<bool> {
    let encoded = |label: &str| label.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("xn--"));
    if text.len() > 253 {
        return Some(false);
    }
    if text.split('.').any(encoded) { None } else { Some(true) }
}

/// Host names beyond ASCII, roughly: without the ASCII that no host name has, without a hyphen or a dot at an end.
const ANY_HOST: &str = r"(?![.-])(?:[A-Za-z0-9-]|[^\0-\x7F]|\.(?!\.))+(?<![.-])";

/// RFC 5321, `Mailbox`, or RFC 6531 for the `international` outer pattern. The inner pattern bounds each part so that
/// none is too long together; [`mailbox`] counts for the outer one.
fn email(outer: bool, international: bool) -> String {
    let more = if international { r"\x80-\u{10FFFF}" } else { "" };
    let atom = format!("[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~{more}-]");
    let quoted = format!(r"(?:[ !#-\[\]-~{more}]|\\[ -~])");
    let literal = format!("(?:{}|[Ii][Pp][Vv]6:{})", ipv4(), ipv6());
    if !outer {
        let local = format!(r#"(?:{atom}{{1,64}}|(?:{atom}{{1,15}}\.){{1,3}}{atom}{{1,15}}|"{quoted}{{0,31}}")"#);
        return format!(r"^{local}@(?:{}|\[{literal}\])$", hostname(false));
    }
    let host = if international { ANY_HOST.to_owned() } else { hostname(true) };
    format!(r#"^(?:{atom}+(?:\.{atom}+)*|"{quoted}*")@(?:{host}|\[(?:{literal}|[^\[\]@]*:[^\[\]@]*)\])$"#)
}

/// Decides a text that is a mailbox but for its length and its host. What lies between the limit of a path and the sum
/// of the limits of its parts is read in both ways.
fn mailbox(text: &str) -> Option<bool> {
    let (local, domain) = text.rsplit_once('@')?;
    if local.len() > 64 {
        return Some(false);
    }
    if domain.starts_with('[') || text.len() > 254 { None } else { host(domain) }
}

fn undecided(_: &str) -> Option<bool> {
    None
}

/// A pattern is one that both engines read with the `u` flag; one that they read in other ways is anybody's guess.
fn regex(text: &str) -> Option<bool> {
    match (regress::Regex::with_flags(text, "u").is_ok(), parse(text)) {
        (true, Err(Reason::Syntax)) => None,
        (true, _) => Some(true),
        (false, _) => {
            if regress::Regex::new(text).is_ok() {
                None
            } else {
                Some(false)
            }
        }
    }
}

struct Row {
    name: &'static str,
    implies: &'static [&'static str],
    good: &'static [&'static str],
    bad: &'static [&'static str],
}

impl Row {
    fn exact(self, pattern: impl Into<String>) -> Format {
        let Self { name, implies, good, bad } = self;
        Format { name, implies, inner: pattern.into(), outer: None, decide: undecided, longest: u64::MAX, good, bad }
    }

    fn between(self, inner: impl Into<String>, outer: impl Into<String>, decide: fn(&str) -> Option<bool>) -> Format {
        Format { outer: Some(outer.into()), decide, ..self.exact(inner) }
    }
}

impl Format {
    fn at_most(self, longest: u64) -> Self {
        Self { longest, ..self }
    }
}

pub(super) static FORMATS: LazyLock<Vec<Format>> = LazyLock::new(|| {
    let row = |name, implies, good, bad| Row { name, implies, good, bad };
    let pointer = "(?:/(?:[^~/]|~[01])*)*";
    vec![
        row(
            "date-time",
            &[],
            &["2024-01-02T03:04:05Z", "2024-01-02T03:04:05.678+09:00"],
            &["2024-01-02", "2024-01-02 03:04:05Z", "2024-01-02T03:04:05"],
        )
        .between(format!("^{DATE}[Tt]{}$", time(false)), format!("^{DATE}[Tt]{}$", time(true)), leap_second),
        row("date", &[], &["2024-01-02", "1999-12-31"], &["2024-02-30", "2023-02-29", "01/02/2024", "2024-1-2"])
            .exact(format!("^{DATE}$")),
        row("time", &[], &["03:04:05Z", "23:59:59.5-08:00"], &["03:04:05", "24:00:00Z", "3:04 pm"]).between(
            format!("^{}$", time(false)),
            format!("^{}$", time(true)),
            leap_second,
        ),
        row("duration", &[], &["P1D", "PT30M", "P2W"], &["1D", "P", "PT", "P1D2H", "PT0.5S"]).between(
            duration(false),
            duration(true),
            undecided,
        ),
        row(
            "email",
            &["idn-email"],
            &["a@example.com", "jane.doe@example.com"],
            &["jane", "@example.com", "jane@", "a b@example.com"],
        )
        .between(email(false, false), email(true, false), mailbox)
        .at_most(64 + 1 + 253),
        row("idn-email", &[], &["a@example.com"], &["jane", "@example.com", "jane@"]).between(
            email(false, false),
            email(true, true),
            undecided,
        ),
        row(
            "hostname",
            &["idn-hostname"],
            &["example.com", "www.example.org", "localhost"],
            &["", "-a", "a..b", "a_b", "example.com."],
        )
        .between(format!("^{}$", hostname(false)), format!("^{}$", hostname(true)), host)
        .at_most(253),
        row("idn-hostname", &[], &["example.com", "m\u{fc}nchen.example"], &["", "-a", "a_b", "a b"]).between(
            format!("^(?:{}|m\u{fc}nchen\\.example)$", hostname(false)),
            format!("^{ANY_HOST}$"),
            undecided,
        ),
        row("ipv4", &[], &["192.0.2.1", "127.0.0.1"], &["256.0.0.1", "1.2.3", "1.2.3.04", "::1"])
            .exact(format!("^{}$", ipv4())),
        row("ipv6", &[], &["2001:db8::1", "::1"], &["1.2.3.4", "1::2::3", "12345::", "::1%eth0"])
            .exact(format!("^{}$", ipv6())),
        row(
            "uri",
            &["uri-reference", "iri", "iri-reference"],
            &["https://example.com", "urn:isbn:0451450523"],
            &["/a", "a", "http://a b", "//example.com"],
        )
        .exact(identifier(false, false)),
        row("uri-reference", &["iri-reference"], &["https://example.com", "/a", "#a"], &["http://a b", "\\a", "#a#b"])
            .exact(identifier(false, true)),
        row(
            "iri",
            &["iri-reference"],
            &["https://example.com", "https://example.com/\u{e9}"],
            &["/a", "a", "http://a b"],
        )
        .exact(identifier(true, false)),
        row("iri-reference", &[], &["https://example.com", "/\u{e9}"], &["http://a b", "\\a"])
            .exact(identifier(true, true)),
        row(
            "uuid",
            &[],
            &["123e4567-e89b-12d3-a456-426614174000", "00000000-0000-0000-0000-000000000000"],
            &["123e4567e89b12d3a456426614174000", "123e4567-e89b-12d3-a456-42661417400g"],
        )
        .exact(format!("^{HEX}{{8}}-(?:{HEX}{{4}}-){{3}}{HEX}{{12}}$")),
        row("uri-template", &[], &["/a/{id}", "https://example.com/{path}{?q}"], &["{", "}", "{a", "{}"])
            .exact(template()),
        row("json-pointer", &[], &["/a/0", ""], &["a", "/~", "/~2", "#/a"]).exact(format!("^{pointer}$")),
        row("relative-json-pointer", &[], &["0", "1/a", "0#"], &["/a", "-1", "01", ""]).between(
            format!("^(?:0|[1-9]\\d*)(?:#|{pointer})$"),
            format!("^(?:0|[1-9]\\d*)(?:[+-]\\d+)?(?:#|{pointer})$"),
            undecided,
        ),
        row("regex", &[], &["^a+$", "a"], &["(", "[", "a{2,1}", "*"]).between("^[A-Za-z0-9 _-]*$", "", regex),
        row("byte", &[], &["YQ==", "aGVsbG8="], &["a", "YQ", "YQ=", "a-b_"])
            .exact(format!("^(?:{BASE64}{{4}})*(?:{BASE64}{{2}}==|{BASE64}{{3}}=)?$")),
        row("base64url", &[], &["YQ", "aGVsbG8"], &["a", "a+b/", "a b"]).between(
            format!("^(?:{BASE64URL}{{4}})*(?:{BASE64URL}{{2,3}})?$"),
            format!("^(?:{BASE64URL}{{4}})*(?:{BASE64URL}{{2}}(?:==)?|{BASE64URL}{{3}}=?)?$"),
            undecided,
        ),
        row("char", &[], &["a", "Z"], &["", "ab"]).exact(r"^[\s\S]$"),
    ]
});
