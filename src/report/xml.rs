//! What the XML formats share.

use std::borrow::Cow;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

use super::escape;

/// Writes the declaration and whatever `inner` writes below it, indented.
pub(super) fn document(
    out: &mut dyn io::Write,
    inner: impl FnOnce(&mut Writer<&mut dyn io::Write>) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    let out: &mut dyn io::Write = &mut out;
    let mut writer = Writer::new_with_indent(out, b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    inner(&mut writer)?;
    let out = writer.into_inner();
    out.write_all(b"\n")?;
    out.flush()
}

/// Text that may stand in XML 1.0, which knows neither most controls nor U+FFFE and U+FFFF, not even by number. They
/// are shown by their number instead, as is whatever else is hidden.
pub(super) fn text(text: &str) -> Cow<'_, str> {
    let shown = escape::words(text);
    if !shown.contains(['\u{fffe}', '\u{ffff}']) {
        return shown;
    }
    Cow::from(shown.replace('\u{fffe}', "\\u{fffe}").replace('\u{ffff}', "\\u{ffff}"))
}
