//! Rules of other linters, and the rules of caveat that find the same.
//!
//! Only where the meaning is the same, or the other rule's is a part of ours: who ignored that must not lose sight of
//! something else. Names that several linters share mean the same in each.

/// By the id of the other tool, in its order.
const COUNTERPARTS: &[(&str, &[&str])] = &[
    // Zally.
    ("104", &["missing-security", "unsecured-operation", "insecure-server-url"]),
    ("105", &["undeclared-scope"]),
    ("110", &["bare-array"]),
    ("116", &["unreadable-version", "missing-info-version"]),
    ("118", &["property-case"]),
    ("129", &["path-segment-case"]),
    ("130", &["parameter-case"]),
    ("132", &["header-case"]),
    ("134", &["mixed-plurals"]),
    ("136", &["trailing-slash"]),
    ("150", &["unregistered-status-code"]),
    ("153", &["missing-retry-after"]),
    ("171", &["missing-number-format"]),
    ("174", &["property-type-drift"]),
    ("176", &["incomplete-problem-details", "wrong-problem-member", "inconsistent-error-media-type"]),
    ("218", &["missing-contact", "missing-api-description", "missing-info-version"]),
    ("235", &["date-name"]),
    ("240", &["enum-case"]),
    ("M010", &["property-case", "parameter-case", "header-case", "path-segment-case", "tag-case"]),
    ("M011", &["undeclared-tag"]),
    ("S005", &["unused-component"]),
    ("S006", &["unbounded-input"]),
    ("S007", &["unbounded-input"]),
    ("Z001", &["optional-path-parameter"]),
    // Spectral, vacuum and Redocly.
    ("allof-conflicts", &["impossible-schema"]),
    ("array-items", &["missing-items"]),
    ("boolean-parameter-prefixes", &["boolean-name"]),
    ("camel-case-properties", &["property-case"]),
    ("description-duplication", &["duplicate-description"]),
    ("duplicate-paths", &["duplicate-key"]),
    ("duplicated-entry-in-enum", &["duplicate-element"]),
    ("info-contact", &["missing-contact"]),
    ("info-description", &["missing-api-description"]),
    ("info-license", &["missing-license"]),
    ("no-$ref-siblings", &["ignored-reference-sibling"]),
    ("no-ambiguous-paths", &["ambiguous-paths"]),
    ("no-duplicated-enum-values", &["duplicate-element"]),
    ("no-duplicated-tag-names", &["duplicate-tag"]),
    ("no-enum-type-mismatch", &["mistyped-enum-value"]),
    ("no-example-value-and-externalValue", &["conflicting-fields"]),
    ("no-http-verbs-in-path", &["verb-in-path"]),
    ("no-http-verbs-in-paths", &["verb-in-path"]),
    ("no-identical-paths", &["ambiguous-paths"]),
    ("no-illogical-composition-keywords", &["single-alternative"]),
    ("no-invalid-media-type-examples", &["refused-example"]),
    ("no-invalid-parameter-examples", &["refused-example"]),
    ("no-invalid-schema-examples", &["refused-example", "refused-default"]),
    ("no-path-trailing-slash", &["trailing-slash"]),
    ("no-request-body", &["unexpected-request-body"]),
    ("no-required-schema-properties-undefined", &["undefined-required-property"]),
    ("no-schema-type-mismatch", &["misapplied-keyword"]),
    ("no-server-example.com", &["internal-server"]),
    ("no-server-trailing-slash", &["trailing-slash"]),
    ("no-unnecessary-combinator", &["single-alternative"]),
    ("no-unresolved-refs", &["unresolved-reference"]),
    ("no-unused-components", &["unused-component"]),
    ("nullable-type-sibling", &["ineffective-nullable"]),
    ("oas2-discriminator", &["unreliable-discriminator"]),
    ("oas2-operation-security-defined", &["undefined-security-scheme", "undeclared-scope"]),
    ("oas2-schema", &["missing-field", "unknown-field", "wrong-type", "wrong-value"]),
    ("oas2-unused-definition", &["unused-component"]),
    ("oas2-valid-media-example", &["refused-example"]),
    ("oas2-valid-schema-example", &["refused-example", "refused-default"]),
    ("oas3-example-external-check", &["conflicting-fields"]),
    ("oas3-examples-value-or-externalValue", &["conflicting-fields"]),
    ("oas3-no-$ref-siblings", &["ignored-reference-sibling"]),
    ("oas3-operation-security-defined", &["undefined-security-scheme", "undeclared-scope"]),
    ("oas3-parameter-description", &["missing-parameter-description"]),
    ("oas3-schema", &["missing-field", "unknown-field", "wrong-type", "wrong-value"]),
    ("oas3-server-trailing-slash", &["trailing-slash"]),
    ("oas3-unused-component", &["unused-component"]),
    ("oas3-valid-media-example", &["refused-example"]),
    ("oas3-valid-schema-example", &["refused-example", "refused-default"]),
    ("openapi-tags-uniqueness", &["duplicate-tag"]),
    ("operation-2xx-response", &["missing-success-response"]),
    ("operation-4xx-problem-details-rfc7807", &["incomplete-problem-details", "inconsistent-error-media-type"]),
    ("operation-4xx-response", &["missing-client-error"]),
    ("operation-description", &["missing-description"]),
    ("operation-operationId", &["missing-operation-id"]),
    ("operation-operationId-unique", &["duplicate-operation-id"]),
    ("operation-operationId-url-safe", &["unusable-operation-id"]),
    ("operation-operationId-valid-in-url", &["unusable-operation-id"]),
    ("operation-parameters", &["duplicate-parameter"]),
    ("operation-parameters-unique", &["duplicate-parameter"]),
    ("operation-success-response", &["missing-success-response"]),
    ("operation-summary", &["missing-summary"]),
    ("operation-tag-defined", &["undeclared-tag"]),
    ("owasp-array-limit", &["unbounded-input"]),
    ("owasp-define-error-responses-401", &["missing-unauthorized-response"]),
    ("owasp-define-error-responses-429", &["missing-429"]),
    ("owasp-define-error-responses-500", &["missing-server-error"]),
    ("owasp-define-error-validation", &["missing-client-error"]),
    ("owasp-integer-format", &["missing-number-format"]),
    ("owasp-integer-limit", &["unbounded-input"]),
    ("owasp-no-additionalProperties", &["open-request-object"]),
    ("owasp-no-api-keys-in-url", &["api-key-in-query"]),
    ("owasp-no-credentials-in-url", &["secret-in-url"]),
    ("owasp-no-http-basic", &["basic-authentication"]),
    ("owasp-no-numeric-ids", &["numeric-id-in-path"]),
    ("owasp-protection-global-unsafe", &["anonymous-write"]),
    ("owasp-protection-global-unsafe-strict", &["anonymous-write"]),
    ("owasp-rate-limit", &["missing-rate-limit-headers"]),
    ("owasp-rate-limit-retry-after", &["missing-retry-after"]),
    ("owasp-security-hosts-https-oas3", &["insecure-server-url"]),
    ("owasp-string-limit", &["unbounded-input"]),
    ("parameter-description", &["missing-parameter-description"]),
    ("path-keys-no-trailing-slash", &["trailing-slash"]),
    ("path-parameters-defined", &["undeclared-path-parameter", "unused-path-parameter"]),
    ("path-params", &["undeclared-path-parameter", "unused-path-parameter", "optional-path-parameter"]),
    ("path-params-defined", &["undeclared-path-parameter", "unused-path-parameter"]),
    ("path-segment-plural", &["mixed-plurals"]),
    ("paths-kebab-case", &["path-segment-case"]),
    ("required-fields-defined", &["undefined-required-property"]),
    ("security-defined", &["missing-security", "unsecured-operation", "undefined-security-scheme"]),
    ("security-scopes-defined", &["undeclared-scope"]),
    ("spec", &["missing-field", "unknown-field", "wrong-type", "wrong-value"]),
    ("spec-ref-siblings", &["ignored-reference-sibling"]),
    ("spec-strict-refs", &["misplaced-reference"]),
    ("struct", &["missing-field", "unknown-field", "wrong-type", "wrong-value"]),
    ("typed-enum", &["mistyped-enum-value"]),
];

/// The rules of caveat that find what a rule of another linter finds.
pub(super) fn counterparts(id: &str) -> Vec<&'static str> {
    let found = COUNTERPARTS.iter().find(|(known, _)| *known == id);
    found.map(|(_, rules)| rules.to_vec()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::rules;

    #[test]
    fn each_rule_of_others_stands_once_and_means_rules_that_exist() {
        for (number, (id, ours)) in COUNTERPARTS.iter().enumerate() {
            assert!(COUNTERPARTS[number + 1..].iter().all(|(other, _)| other != id), "{id} stands twice");
            for rule in *ours {
                assert!(rules::find(rule).is_some(), "{id}: there is no rule {rule}");
            }
        }
    }
}
