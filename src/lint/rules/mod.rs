//! The rules, one file each, and their registry.

use super::Entry;

/// What every rule file begins with.
mod prelude {

    pub(crate) use crate::contract::*;

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
        boolean_name::BooleanName,
        case_twins::CaseTwins,
        component_case::ComponentCase,
        date_name::DateName,
        duplicate_operation_id::DuplicateOperationId,
        enum_case::EnumCase,
        header_case::HeaderCase,
        misleading_operation_verb::MisleadingOperationVerb,
        missing_operation_id::MissingOperationId,
        mixed_plurals::MixedPlurals,
        mixed_spelling::MixedSpelling,
        operation_id_case::OperationIdCase,
        operation_id_word_order::OperationIdWordOrder,
        parameter_case::ParameterCase,
        path_segment_case::PathSegmentCase,
        property_case::PropertyCase,
        property_type_drift::PropertyTypeDrift,
        renamed_path_parameter::RenamedPathParameter,
        tag_case::TagCase,
        trailing_slash::TrailingSlash,
        unusable_operation_id::UnusableOperationId,
        verb_in_path::VerbInPath,
    }
    versioning {
        conflicting_versions::ConflictingVersions,
        minor_version_in_url::MinorVersionInUrl,
        missing_info_version::MissingInfoVersion,
        missing_version_parameter::MissingVersionParameter,
        mixed_versions::MixedVersions,
        renamed_version_parameter::RenamedVersionParameter,
        unreadable_version::UnreadableVersion,
        unversioned_api::UnversionedApi,
        unversioned_path::UnversionedPath,
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
