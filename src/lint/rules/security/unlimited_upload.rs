use crate::contract::keywords::Keyword;
use crate::contract::schema::NamedSchema;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds files that clients upload without a limit that the description tells: a body or a property of a form that is
    /// binary, without `maxLength`, and without a text that speaks of a size. For a form it also looks for the type of the
    /// file: `encoding` with a `contentType`, or a text that names one.
    ///
    /// ## Why
    /// A client learns of a limit when its upload of an hour is refused. And where there is none, a few large files fill the
    /// disk.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}/cover:
    ///     parameters:
    ///       - $ref: '#/components/parameters/book_id'
    ///     put:
    ///       operationId: replace_cover
    ///       summary: Replace the cover
    ///       description: Replaces the cover of a book.
    ///       tags: [books]
    ///       security:
    ///         - oauth: [orders:write]
    ///       requestBody:
    ///         description: The new cover.
    ///         required: true
    ///         content:
    ///           image/png:
    ///             schema: {type: string, format: binary}
    ///       responses:
    ///         '204': {description: Replaced.}
    ///         '400': {$ref: '#/components/responses/bad_request'}
    ///         '401': {$ref: '#/components/responses/unauthorized'}
    ///         '403': {$ref: '#/components/responses/forbidden'}
    ///         '404': {$ref: '#/components/responses/not_found'}
    ///         '429': {$ref: '#/components/responses/too_many_requests'}
    ///         '500': {$ref: '#/components/responses/server_error'}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}/cover:
    ///     parameters:
    ///       - $ref: '#/components/parameters/book_id'
    ///     put:
    ///       operationId: replace_cover
    ///       summary: Replace the cover
    ///       description: Replaces the cover of a book.
    ///       tags: [books]
    ///       security:
    ///         - oauth: [orders:write]
    ///       requestBody:
    ///         description: The new cover.
    ///         required: true
    ///         content:
    ///           image/png:
    ///             schema: {type: string, format: binary, maxLength: 1000000}
    ///       responses:
    ///         '204': {description: Replaced., headers: {RateLimit: {$ref: '#/components/headers/rate_limit'}, RateLimit-Policy: {$ref: '#/components/headers/rate_limit_policy'}}}
    ///         '400': {$ref: '#/components/responses/bad_request'}
    ///         '401': {$ref: '#/components/responses/unauthorized'}
    ///         '403': {$ref: '#/components/responses/forbidden'}
    ///         '404': {$ref: '#/components/responses/not_found'}
    ///         '429': {$ref: '#/components/responses/too_many_requests'}
    ///         '500': {$ref: '#/components/responses/server_error'}
    /// ```
    ///
    /// ## References
    /// - [OWASP API4:2023, Unrestricted Resource Consumption](https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/):
    ///   define a maximum size of data on all incoming parameters and payloads
    UnlimitedUpload {
        id: "unlimited-upload",
        area: Security,
        severity: Info,
        needs: Whole,
        since: "0.1.0",
        summary: "a file is uploaded without a limit that anybody tells",
    }
}

const SIZES: [&str; 12] =
    ["size", "limit", "maximum", " mb", " kb", " gb", "mib", "bytes", "megabyte", "gigabyte", "kilobyte", "larger"];
const TYPES: [&str; 17] = [
    "image/", "video/", "audio/", "application/", "text/", "mime", "png", "jpeg", "jpg", "pdf", "csv", "zip", "file type",
    "format", "mp3", "mp4", "flac",
];

const HELP: &str = "write `maxLength`, or say in the description how large it may be";

impl Rule for UnlimitedUpload {
    fn operation<'c>(&self, cx: &mut Cx<'c>, operation: &'c Operation) {
        let contract = cx.contract;
        let Some(body) = contract.request_body_of(operation).filter(|_| operation.place == Place::Path) else { return };
        let common = [operation.description, operation.summary, body.description].into_iter().flatten();
        let common: String = common.map(|at| contract.text_at(at).to_lowercase()).collect();
        let tells = |schema: SchemaView<'_>, words: &[&str]| {
            let own = schema.value_at(Keyword::Description).map(|at| contract.text_at(at).to_lowercase());
            words.iter().any(|word| common.contains(word) || own.as_deref().is_some_and(|own| own.contains(word)))
        };
        for (named, media) in contract.media_types_of(&body.content) {
            let Some(schema) = media.schema.map(|id| contract.schema(id).resolved()) else { continue };
            let media_type = contract.text(named.name).to_ascii_lowercase();
            if is_file(schema) {
                let sized = schema.has(Keyword::MaxLength) || tells(schema, &SIZES);
                if let Some(missing) = missing(sized, media_type != "*/*" || tells(schema, &TYPES)) {
                    let message = format!("`{}` takes a file without {missing}", contract.title(operation));
                    cx.report(schema.at(), "any file", message).help(HELP);
                }
                continue;
            }
            if !media_type.starts_with("multipart/") {
                continue;
            }
            let mut faults: Vec<(NamedSchema<'_>, &str)> = Vec::new();
            for property in schema.all_properties() {
                let value = property.schema.resolved();
                let items = value.child(Keyword::Items).map(SchemaView::resolved);
                let Some(file) = [Some(value), items].into_iter().flatten().find(|s| is_file(*s)) else { continue };
                let encoded = media.encoding.iter().any(|e| e.name == property.name && e.content_type.is_some());
                let sized = file.has(Keyword::MaxLength) || tells(property.schema, &SIZES);
                let typed = encoded || file.has(Keyword::ContentMediaType) || tells(property.schema, &TYPES);
                faults.extend(missing(sized, typed).map(|missing| (property, missing)));
            }
            // A form with ten files is one fault.
            let Some((first, missing)) = faults.first() else { continue };
            let field: String = contract.text(first.name).chars().take(60).collect();
            let more = match faults.len() {
                1 => String::new(),
                count => format!(", and {} more in this form", count - 1),
            };
            cx.report(first.key, "any file", format!("the file `{field}` is uploaded without {missing}{more}"))
                .help(format!("{HELP}; name its types under `encoding`"));
        }
    }
}

fn missing(sized: bool, typed: bool) -> Option<&'static str> {
    match (sized, typed) {
        (true, true) => None,
        (true, false) => Some("a list of the types that are taken"),
        (false, true) => Some("a limit of its size"),
        (false, false) => Some("a limit of its size or its type"),
    }
}

/// Whether a value is the bytes of a file.
fn is_file(schema: SchemaView<'_>) -> bool {
    let encoded = || schema.text(Keyword::ContentEncoding).is_some_and(|e| e == "binary");
    schema.format().is_some_and(|format| format == "binary") || encoded()
}
