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
    auth {
        anonymous_write::AnonymousWrite,
        api_key_in_query::ApiKeyInQuery,
        authorization_parameter::AuthorizationParameter,
        basic_authentication::BasicAuthentication,
        credentials_in_url::CredentialsInUrl,
        insecure_authorization_url::InsecureAuthorizationUrl,
        insecure_flow::InsecureFlow,
        insecure_server_url::InsecureServerUrl,
        missing_authenticate_header::MissingAuthenticateHeader,
        missing_forbidden_response::MissingForbiddenResponse,
        missing_scope::MissingScope,
        missing_security::MissingSecurity,
        missing_unauthorized_response::MissingUnauthorizedResponse,
        scope_without_meaning::ScopeWithoutMeaning,
        secret_in_url::SecretInUrl,
        undeclared_scope::UndeclaredScope,
        undefined_security_scheme::UndefinedSecurityScheme,
        unexpected_unauthorized_response::UnexpectedUnauthorizedResponse,
        unknown_http_scheme::UnknownHttpScheme,
        unsecured_operation::UnsecuredOperation,
        unused_scope::UnusedScope,
        unused_security_scheme::UnusedSecurityScheme,
        write_with_read_scope::WriteWithReadScope,
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
        missing_bad_request_response::MissingBadRequestResponse,
        missing_client_error::MissingClientError,
        missing_not_found_response::MissingNotFoundResponse,
        missing_server_error::MissingServerError,
        plain_text_error::PlainTextError,
        wrong_problem_member::WrongProblemMember,
    }
    pagination {
        bare_array::BareArray,
        inconsistent_list_envelope::InconsistentListEnvelope,
        inconsistent_page_parameter::InconsistentPageParameter,
        inconsistent_sort_parameter::InconsistentSortParameter,
        missing_default_page_size::MissingDefaultPageSize,
        missing_next_page::MissingNextPage,
        missing_page_size::MissingPageSize,
        mistyped_page_parameter::MistypedPageParameter,
        mixed_pagination_styles::MixedPaginationStyles,
        unbounded_page_size::UnboundedPageSize,
        unpaginated_collection::UnpaginatedCollection,
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
    lifecycle {
        deprecated_server::DeprecatedServer,
        missing_contact::MissingContact,
        past_sunset::PastSunset,
        required_deprecated_input::RequiredDeprecatedInput,
        sunset_before_deprecation::SunsetBeforeDeprecation,
        sunset_without_deprecation::SunsetWithoutDeprecation,
        unexplained_deprecation::UnexplainedDeprecation,
        unreadable_sunset::UnreadableSunset,
    }
    http {
        ambiguous_paths::AmbiguousPaths,
        body_without_content::BodyWithoutContent,
        duplicate_parameter::DuplicateParameter,
        ignored_header_parameter::IgnoredHeaderParameter,
        imprecise_patch_format::ImprecisePatchFormat,
        invalid_status_code::InvalidStatusCode,
        missing_idempotency_key::MissingIdempotencyKey,
        missing_location::MissingLocation,
        missing_success_response::MissingSuccessResponse,
        optional_path_parameter::OptionalPathParameter,
        query_in_path::QueryInPath,
        repeated_path_variable::RepeatedPathVariable,
        twin_paths::TwinPaths,
        undeclared_path_parameter::UndeclaredPathParameter,
        unexpected_request_body::UnexpectedRequestBody,
        unregistered_status_code::UnregisteredStatusCode,
        unsafe_retry_advice::UnsafeRetryAdvice,
        untraceable_acceptance::UntraceableAcceptance,
        unused_path_parameter::UnusedPathParameter,
        write_on_collection::WriteOnCollection,
    }
    structure {
        circular_reference::CircularReference,
        conflicting_fields::ConflictingFields,
        duplicate_key::DuplicateKey,
        forbidden_reference::ForbiddenReference,
        foreign_suppression::ForeignSuppression,
        ignored_reference_sibling::IgnoredReferenceSibling,
        malformed_suppression::MalformedSuppression,
        misplaced_reference::MisplacedReference,
        missing_field::MissingField,
        syntax_error::SyntaxError,
        unexplained_suppression::UnexplainedSuppression,
        unknown_field::UnknownField,
        unknown_suppression::UnknownSuppression,
        unportable_syntax::UnportableSyntax,
        unresolved_reference::UnresolvedReference,
        unused_component::UnusedComponent,
        unused_suppression::UnusedSuppression,
        wrong_type::WrongType,
        wrong_value::WrongValue,
        yaml_trap::YamlTrap,
    }
    schemas {
        crossed_bounds::CrossedBounds,
        dangerous_pattern::DangerousPattern,
        duplicate_element::DuplicateElement,
        foreign_nullable::ForeignNullable,
        impossible_schema::ImpossibleSchema,
        ineffective_nullable::IneffectiveNullable,
        invalid_pattern::InvalidPattern,
        misapplied_keyword::MisappliedKeyword,
        misleading_discriminator_mapping::MisleadingDiscriminatorMapping,
        missing_items::MissingItems,
        missing_number_format::MissingNumberFormat,
        missing_object_type::MissingObjectType,
        mistyped_enum_value::MistypedEnumValue,
        overlapping_alternatives::OverlappingAlternatives,
        refused_default::RefusedDefault,
        single_alternative::SingleAlternative,
        unbounded_input::UnboundedInput,
        undefined_required_property::UndefinedRequiredProperty,
        unportable_pattern::UnportablePattern,
        unreliable_discriminator::UnreliableDiscriminator,
        unsorted_required::UnsortedRequired,
    }
    examples {
        conflicting_examples::ConflictingExamples,
        missing_external_example::MissingExternalExample,
        refused_example::RefusedExample,
        secret_in_example::SecretInExample,
    }
    documentation {
        broken_link::BrokenLink,
        duplicate_description::DuplicateDescription,
        duplicate_summary::DuplicateSummary,
        duplicate_tag::DuplicateTag,
        empty_response_description::EmptyResponseDescription,
        missing_api_description::MissingApiDescription,
        missing_description::MissingDescription,
        missing_license::MissingLicense,
        missing_parameter_description::MissingParameterDescription,
        missing_summary::MissingSummary,
        missing_terms_of_service::MissingTermsOfService,
        placeholder_text::PlaceholderText,
        undeclared_tag::UndeclaredTag,
        unused_tag::UnusedTag,
    }
    security {
        internal_server::InternalServer,
        numeric_id_in_path::NumericIdInPath,
        open_request_object::OpenRequestObject,
        read_only_required_in_request::ReadOnlyRequiredInRequest,
        shared_admin_scope::SharedAdminScope,
        unguarded_url_input::UnguardedUrlInput,
        unlimited_upload::UnlimitedUpload,
    }
    webhooks {
        unclear_webhook_response::UnclearWebhookResponse,
        unsigned_webhook::UnsignedWebhook,
        webhook_case::WebhookCase,
        webhook_without_event_id::WebhookWithoutEventId,
        webhook_without_retry_note::WebhookWithoutRetryNote,
        webhook_without_timestamp::WebhookWithoutTimestamp,
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
