//! The rules, one file each, and their registry.

use super::Entry;

/// What every rule file begins with.
mod prelude {

    pub(crate) use crate::contract::*;

    pub(crate) use crate::finding::Severity;

    pub(crate) use crate::lint::{Cx, Rule};
}

/// Declares a rule: its page, what is known of it, and its options as the fields of its type.
macro_rules! rule {
    (
        $(#[doc = $page:literal])*
        $name:ident {
            id: $id:literal,
            area: $area:ident,
            severity: $severity:ident,
            needs: $needs:ident,
            since: $since:literal,
            summary: $summary:literal,
            $(options: { $( $(#[doc = $doc:literal])* $field:ident: $type:ty = $default:expr, )* },)?
        }
    ) => {
        #[doc = $summary]
        #[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
        #[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
        pub(crate) struct $name {
            $($( $(#[doc = $doc])* pub(crate) $field: $type, )*)?
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($( $field: $default, )*)? }
            }
        }

        impl $name {
            pub(crate) const ENTRY: $crate::lint::Entry = $crate::lint::Entry {
                meta: $crate::lint::Meta {
                    id: $id,
                    area: $crate::finding::Area::$area,
                    severity: $crate::finding::Severity::$severity,
                    status: $crate::lint::Status::Stable,
                    since: $since,
                    summary: $summary,
                    needs: $crate::lint::Needs::$needs,
                    page: concat!($($page, "\n",)*),
                    options: &[$($( $crate::lint::OptionMeta {
                        field: stringify!($field),
                        doc: concat!($($doc, "\n",)*),
                    }, )*)?],
                },
                build: |options| Ok(Box::new(serde_yaml::from_value::<Self>(options)?)),
                defaults: || serde_yaml::to_value(Self::default()).unwrap_or_default(),
            };
        }
    };
}
/// Declares the modules of the rules and the registry, one line a rule.
macro_rules! rules {
    ($($area:ident { $($file:ident::$rule:ident,)* })*) => {
        $(
            mod $area { $( pub(super) mod $file; )* }
        )*

        static ALL: &[Entry] = &[$($( $area::$file::$rule::ENTRY, )*)*];
    };
}

rules! {
    naming {
        property_case::PropertyCase,
    }
    errors {
        error_in_success::ErrorInSuccess,
        error_without_body::ErrorWithoutBody,
        error_without_code::ErrorWithoutCode,
        error_without_request_id::ErrorWithoutRequestId,
        error_without_schema::ErrorWithoutSchema,
        incomplete_problem_details::IncompleteProblemDetails,
        inconsistent_error_media_type::InconsistentErrorMediaType,
        inconsistent_error_schema::InconsistentErrorSchema,
        leaking_error_field::LeakingErrorField,
        missing_client_error::MissingClientError,
        missing_server_error::MissingServerError,
        plain_text_error::PlainTextError,
        wrong_problem_member::WrongProblemMember,
    }
    rate_limits {
        incomplete_rate_limit_headers::IncompleteRateLimitHeaders,
        missing_429::Missing429,
        missing_rate_limit_headers::MissingRateLimitHeaders,
        missing_retry_after::MissingRetryAfter,
        mixed_rate_limit_headers::MixedRateLimitHeaders,
        unavailable_without_retry_after::UnavailableWithoutRetryAfter,
        wrong_rate_limit_header_type::WrongRateLimitHeaderType,
    }
    structure {
        unresolved_reference::UnresolvedReference,
    }
}

/// All rules, by area and name.
pub fn all() -> &'static [Entry] {
    ALL
}

/// A rule by its id.
pub fn find(id: &str) -> Option<&'static Entry> {
    ALL.iter().find(|e| e.meta.id == id)
}
