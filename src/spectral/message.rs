//! Messages of rulesets: `{{property}} is missing`.

/// What placeholders stand for.
pub(super) struct Variables<'v> {
    pub(super) error: &'v str,
    pub(super) property: &'v str,
    pub(super) path: &'v str,
    pub(super) value: &'v str,
    pub(super) description: &'v str,
}

/// A message with its placeholders filled in, in one pass: what is filled in may hold braces itself. One that is not
/// known is nothing, as in Spectral.
pub(super) fn filled(template: &str, variables: &Variables<'_>) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((name, after)) = after.split_once("}}") else {
            rest = &rest[before.len()..];
            break;
        };
        out.push_str(match name.trim() {
            "error" => variables.error,
            "property" => variables.property,
            "path" => variables.path,
            "value" => variables.value,
            "description" => variables.description,
            _ => "",
        });
        rest = after;
    }
    out.push_str(rest);
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_once() {
        let variables = Variables { error: "e", property: "{{error}}", path: "#/p", value: "v", description: "d" };
        let fill = |template| filled(template, &variables);
        assert_eq!(
            fill("{{property}} at {{ path }}: {{value}}, {{error}} ({{description}}) "),
            "{{error}} at #/p: v, e (d)"
        );
        assert_eq!(fill("{{nobody}}x"), "x");
        assert_eq!(fill("a {{error"), "a {{error");
    }
}
