//! All checks: the product of aspects with directions and subjects, and the rows of structure.

mod advice;
mod registry;

use super::aspects::Aspect;
use super::change::{Area, Direction, Effect, Level, Subject};
use super::{exceptions, law};
pub use advice::advice;
pub use registry::{all, coordinate, find, of};

/// A check: what `rules` lists and `explain` shows.
#[derive(Clone, Debug)]
pub struct Check {
    /// The id.
    pub id: String,
    /// The area.
    pub area: Area,
    /// The direction.
    pub direction: Direction,
    /// The level.
    pub level: Level,
    /// One line that says what it finds.
    pub summary: String,
    /// Which effect it speaks of; nothing for a row whose level does not come from the law.
    pub effect: Option<Effect>,
    /// Why the level is not the law's, or why it is what it is.
    pub because: &'static str,
    /// What one can do about it.
    pub help: &'static str,
}

/// Where a change may be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Coordinate {
    /// In a schema.
    Schema(Direction, Subject, Aspect, Effect),
    /// In the structure around schemas.
    Structure(Structure),
}

macro_rules! structure {
    ($($variant:ident $id:literal $area:ident $direction:ident $level:ident $summary:literal
       because $because:literal help $help:literal;)*) => {
        /// A change of structure: one row each.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
        pub enum Structure { $(#[doc = $summary] $variant,)* }

        impl Structure {
            /// All rows.
            pub const ALL: &[Structure] = &[$(Structure::$variant,)*];

            fn check(self) -> Check {
                match self { $(Structure::$variant => Check {
                    id: $id.to_owned(),
                    area: Area::$area,
                    direction: Direction::$direction,
                    level: Level::$level,
                    summary: $summary.to_owned(),
                    effect: None,
                    because: $because,
                    help: $help,
                },)* }
            }
        }
    };
}

structure! {
    OperationRemoved "operation-removed" Paths None Breaking "an operation is gone"
        because "every request to it was accepted and no longer is (rule 1)"
        help "keep it, mark it as deprecated, and give it an `x-sunset` date that clients can see";
    SunsetOperationRemoved "operation-removed-after-sunset" Lifecycle None Safe "an operation is gone after the date that it announced"
        because "clients were told when it would end, and that day has passed"
        help "nothing to do";
    OperationAnswered "operation-answered-by-template" Paths None Safe "a concrete path is gone, and a template answers its requests in the same way"
        because "a request that no concrete path matches is matched by a template (OpenAPI 3.1.1, §4.8.8.2), and this one accepts the same and answers the same"
        help "nothing to do";
    OperationAdded "operation-added" Paths None Safe "an operation is new"
        because "no old client calls it" help "nothing to do";
    PathTaken "path-taken-by-concrete" Paths None Breaking "a new concrete path takes a value away from a path parameter"
        because "a concrete path is matched before a templated one (OpenAPI 3.1.1, §4.8.8.2), so requests with this value are answered in a way that was not allowed (rule 2)"
        help "choose a path that no value of the parameter equals";
    PathMayBeTaken "path-may-be-taken-by-concrete" Paths None Unproven "a new concrete path may take a value away from a path parameter"
        because "a concrete path is matched before a templated one (OpenAPI 3.1.1, §4.8.8.2); whether both answer alike, as rule 2 asks, could not be proved"
        help "choose a path that no value of the parameter equals";
    OperationDeprecated "operation-deprecated" Lifecycle None Safe "an operation is deprecated"
        because "it is still accepted and answered as before" help "give it an `x-sunset` date";
    OperationReinstated "operation-no-longer-deprecated" Lifecycle None Safe "an operation is no longer deprecated"
        because "it is still accepted and answered as before" help "nothing to do";
    DeprecatedWithoutSunset "operation-deprecated-without-sunset" Lifecycle None Risky "an operation is deprecated, and nobody is told when it ends"
        because "clients learn that it ends and not when, so that none of them can plan" help "give it an `x-sunset` date";
    DeprecatedAtShortNotice "operation-deprecated-at-short-notice" Lifecycle None Risky "an operation is deprecated and ends sooner than clients can move"
        because "the time that is left is less than the notice that was agreed upon (`min-notice-days` in the configuration; without one the date must not have passed)"
        help "give it a later `x-sunset` date";
    SunsetMovedEarlier "operation-sunset-moved-earlier" Lifecycle None Risky "an operation ends sooner than it was announced"
        because "clients planned by the date that they were told" help "keep the old date";
    SunsetRemoved "operation-sunset-removed" Lifecycle None Risky "a deprecated operation no longer says when it ends"
        because "clients planned by the date that they were told, and no longer know whether it holds" help "keep the date";
    SunsetChanged "operation-sunset-changed" Lifecycle None Safe "the day on which an operation ends changed, and no client loses time that it was promised"
        because "clients have all the time that they were told" help "nothing to do";
    RemovedBeforeSunset "operation-removed-before-sunset" Lifecycle None Breaking "an operation is gone before the date that it announced"
        because "every request to it was accepted and no longer is (rule 1), and clients were told that it would be for longer"
        help "keep it until its sunset date";
    StabilityWithdrawn "operation-stability-withdrawn" Lifecycle None Risky "an operation that was promised to stay is a draft or an alpha now"
        because "the same messages are legal, but from now on a break of it is not called one: clients were promised otherwise"
        help "keep the old `x-stability-level`, and offer what is new at another path";
    StabilityLowered "operation-stability-lowered" Lifecycle None Risky "an operation is less stable than it was said to be"
        because "clients chose it by what it promised" help "keep the old `x-stability-level`";
    StabilityRaised "operation-stability-raised" Lifecycle None Safe "an operation is more stable than before"
        because "it promises more" help "nothing to do";
    OperationIdChanged "operation-id-changed" Codegen None Risky "an operation has another `operationId`"
        because "requests and responses stay as they are, but generated clients name their functions by it"
        help "keep the old `operationId`";
    RequestBodyAddedRequired "request-body-added-required" Body Request Breaking "a request body is new and required"
        because "the old request without a body was accepted and no longer is (rule 1)" help "make it optional";
    RequestBodyAddedOptional "request-body-added-optional" Body Request Safe "a request body is new and optional"
        because "old clients send none, which is still accepted" help "nothing to do";
    RequestBodyRemoved "request-body-removed" Body Request Risky "a request body is no longer described"
        because "servers ignore bodies that they do not expect, but what old clients send has no effect any more"
        help "keep describing it as long as clients send it";
    SentBodyAdded "response-sent-body-added" Body Response Safe "a body that the API sends in a callback or webhook is new"
        because "a receiver that expected none ignores it" help "nothing to do";
    SentBodyRemoved "response-sent-body-removed" Body Response Breaking "a body that the API sends in a callback or webhook is gone"
        because "receivers were told that it comes, and a message without it was not allowed (rule 3)" help "keep sending it";
    SentOptionalBodyRemoved "response-sent-optional-body-removed" Body Response Risky "an optional body that the API sends in a callback or webhook is gone"
        because "it was never promised, but receivers may have used it" help "keep sending it";
    RequestMediaTypeRemoved "request-media-type-removed" Body Request Breaking "a media type of a request body is gone"
        because "requests in it were accepted and no longer are (rule 1)" help "keep accepting it";
    RequestMediaTypeAdded "request-media-type-added" Body Request Safe "a media type of a request body is new"
        because "old clients do not send it" help "nothing to do";
    ResponseMediaTypeRemoved "response-media-type-removed" Responses Response Breaking "a media type of a response is gone"
        because "the client chooses the media type, and one that it asked for is no longer offered"
        help "keep offering it";
    ResponseMediaTypeWidened "response-media-type-widened" Responses Response Unproven "a range of media types stands in the place of the one that was offered"
        because "the client chooses the media type, and whether the one that it asks for is still offered is not said"
        help "list the media types that are sent";
    ResponseMediaTypeAdded "response-media-type-added" Responses Response Safe "a media type of a response is new"
        because "the client chooses the media type, and an old client does not ask for it" help "nothing to do";
    SentMediaTypeRemoved "response-sent-media-type-removed" Body Response Safe "a media type that the API sends in a callback or webhook is gone"
        because "what is never sent breaks no receiver" help "nothing to do";
    SentMediaTypeAdded "response-sent-media-type-added" Body Response Breaking "a media type that the API sends in a callback or webhook is new"
        because "the API chooses the type of what it sends, and this one was not allowed before (rule 3)" help "send it only to receivers that asked for it";
    RequestEncodingChanged "request-encoding-changed" Body Request Unproven "a part of a form is written in another way"
        because "whether the old form is read back as the same values needs a proof" help "keep the old encoding";
    ResponseEncodingChanged "response-encoding-changed" Responses Response Unproven "a part of a multipart response is written in another way"
        because "whether the old reader reads the same values needs a proof" help "keep the old encoding";
    ResponseContentRemoved "response-content-removed" Responses Response Breaking "a response is no longer described as having content"
        because "the client was told what it would get, and now anything may come, or nothing" help "keep describing it";
    ResponseContentAdded "response-content-added" Responses Response Safe "a response has content now"
        because "a client that expected none ignores it" help "nothing to do";
    SuccessAdded "response-success-added" Responses Response Breaking "a success status is new"
        because "the server may answer with a success that was not allowed before (rule 2)"
        help "answer with the old status, or let clients ask for the new behaviour";
    ErrorAdded "response-error-added" Responses Response Risky "an error status is new"
        because "servers may fail in ways that they did not announce, and clients must be ready for it; but some are not"
        help "tell clients when it comes";
    OtherStatusAdded "response-status-added" Responses Response Breaking "a status that is neither success nor error is new"
        because "the server may answer in a way that was not allowed before (rule 2)" help "answer with the old status";
    SuccessRemoved "response-success-removed" Responses Response Risky "a success status is gone"
        because "what is never sent breaks no client, but one that waits for it waits in vain"
        help "keep it as long as the server may send it";
    StatusRemoved "response-status-removed" Responses Response Safe "a status that is no success is gone"
        because "what is never sent breaks no client" help "nothing to do";
    ReceiverStatusAdded "request-status-added" Responses Request Safe "a receiver of a callback or webhook may answer with one more status"
        because "old receivers do not send it" help "nothing to do";
    ReceiverStatusRemoved "request-status-removed" Responses Request Breaking "a receiver of a callback or webhook may no longer answer with a status"
        because "old receivers send it, which was accepted and no longer is (rule 3)" help "keep accepting it";
    ResponseHeaderAdded "response-header-added" Headers Response Safe "a response header is new"
        because "clients ignore headers that they do not know" help "nothing to do";
    ResponseHeaderRemoved "response-header-removed" Headers Response Risky "an optional response header is gone"
        because "it was never promised, but clients may have used it" help "keep sending it";
    RequiredResponseHeaderRemoved "response-required-header-removed" Headers Response Breaking "a required response header is gone"
        because "a response without it was not allowed before (rule 2)" help "keep sending it";
    RequestHeaderAdded "request-header-added-required" Headers Request Breaking "a header is new and required where receivers answer"
        because "an old receiver does not send it (rule 3)" help "make it optional";
    RequestHeaderAddedOptional "request-header-added-optional" Headers Request Safe "a header is new and optional where receivers answer"
        because "an old receiver does not send it, which is accepted" help "nothing to do";
    RequestHeaderRemoved "request-header-removed" Headers Request Safe "a header is no longer expected where receivers answer"
        because "headers that nobody expects are ignored" help "nothing to do";
    LinkChanged "response-link-changed" Responses None Safe "the links of a response changed"
        because "a link describes what else can be called, and is no part of a message" help "nothing to do";
    ParameterAddedRequired "request-parameter-added-required" Parameters Request Breaking "a parameter is new and required"
        because "the old request without it was accepted and no longer is (rule 1)" help "make it optional, with a default";
    ParameterAddedOptional "request-parameter-added-optional" Parameters Request Safe "a parameter is new and optional"
        because "old clients do not send it, which is accepted" help "nothing to do";
    ParametersReordered "parameters-reordered" Codegen None Safe "the parameters of an operation stand in another order"
        because "parameters are known by their names, so that their order is no part of a request" help "nothing to do";
    ParameterRemoved "request-parameter-removed" Parameters Request Risky "a parameter is no longer described"
        because "servers ignore parameters that they do not expect, but what old clients send has no effect any more"
        help "keep describing it as long as clients send it";
    SentParameterAdded "response-sent-parameter-added" Parameters Response Safe "a parameter that the API sends in a callback or webhook is new"
        because "a receiver ignores what it does not know" help "nothing to do";
    SentParameterRemoved "response-sent-parameter-removed" Parameters Response Risky "an optional parameter that the API sends in a callback or webhook is gone"
        because "it was never promised, but receivers may have used it" help "keep sending it";
    SentRequiredParameterRemoved "response-sent-required-parameter-removed" Parameters Response Breaking "a required parameter that the API sends in a callback or webhook is gone"
        because "a message without it was not allowed before (rule 3)" help "keep sending it";
    RequestSerializationChanged "request-parameter-serialization-changed" Parameters Request Breaking "a parameter is written in another way"
        because "a value that is written the old way is read back as another value (rule 1)" help "keep `style` and `explode`";
    ResponseSerializationChanged "response-parameter-serialization-changed" Parameters Response Breaking "a parameter or header that the API sends is written in another way"
        because "an old reader reads another value (rule 2)" help "keep `style` and `explode`";
    RequestParameterContentChanged "request-parameter-content-changed" Parameters Request Unproven "a parameter is described by `content` instead of `schema`, or in another media type"
        because "whether the old text is read back as the same value needs a proof" help "keep the old form";
    ResponseParameterContentChanged "response-parameter-content-changed" Parameters Response Unproven "a header is described by `content` instead of `schema`, or in another media type"
        because "whether the old reader reads the same value needs a proof" help "keep the old form";
    EmptyValueForbidden "request-parameter-empty-value-forbidden" Parameters Request Breaking "a query parameter no longer accepts an empty value"
        because "`?name=` was accepted and no longer is (rule 1)" help "keep `allowEmptyValue`";
    EmptyValueAllowed "request-parameter-empty-value-allowed" Parameters Request Safe "a query parameter accepts an empty value now"
        because "old clients do not send it" help "nothing to do";
    ReservedChanged "request-parameter-reserved-changed" Parameters Request Risky "reserved characters of a parameter are written in another way"
        because "most servers read both forms, but some do not" help "keep `allowReserved`";
    ResponsePropertyRemoved "response-property-removed" Schema Response Risky "an optional response property is gone"
        because "it was never promised, but clients may have used it" help "keep sending it, and mark it as deprecated";
    ResponsePropertyAdded "response-property-added" Schema Response Safe "a response property is new"
        because "clients ignore properties that they do not know" help "nothing to do";
    RequestPropertyRemoved "request-property-removed" Schema Request Risky "a request property is no longer described"
        because "the object is open, so that it is still accepted, but it has no effect any more"
        help "keep describing it as long as clients send it";
    RequestPropertyAdded "request-property-added" Schema Request Safe "an optional request property is new"
        because "old clients do not send it, which is accepted" help "nothing to do";
    SecurityTightened "security-tightened" Security Request Breaking "credentials that were enough no longer are"
        because "a request with these credentials was accepted and no longer is (rule 1)"
        help "accept the old credentials beside the new ones";
    SecurityLoosened "security-loosened" Security Request Safe "other credentials are accepted as well, or fewer are asked for"
        because "every request with the old credentials is still accepted" help "nothing to do";
    SecurityFlowRemoved "security-flow-removed" Security Request Breaking "an OAuth flow is gone"
        because "clients that got their tokens by it can get none any more (rule 1)" help "keep the flow";
    SecurityFlowAdded "security-flow-added" Security Request Safe "an OAuth flow is new"
        because "old clients do not use it" help "nothing to do";
    SentSecurityChanged "callback-security-changed" Security Response Risky "the credentials that the API sends in a callback or webhook are others"
        because "they tell a receiver who calls, and how receivers check them is not said"
        help "send the old credentials as well until receivers know the new ones";
    SecurityUrlChanged "security-url-changed" Security Request Risky "an address of a security scheme changed"
        because "requests stay as they are, but clients that stored the address ask in vain" help "keep the old address alive";
    SecurityScopesChanged "security-scopes-declared" Security None Safe "the declared scopes of an OAuth flow changed"
        because "what an operation asks for is a change of its own" help "nothing to do";
    ServerRemoved "server-removed" Servers None Risky "a server is gone"
        because "clients that call it get no answer, though the contract says nothing of where they must call"
        help "keep the old address alive";
    ServerAdded "server-added" Servers None Safe "a server is new"
        because "old clients do not call it" help "nothing to do";
    CallbackAdded "callback-added" Callbacks None Safe "a callback is new"
        because "receivers subscribe to what they know" help "nothing to do";
    CallbackRemoved "callback-removed" Callbacks None Risky "a callback is gone"
        because "what is never sent breaks no receiver, but one that waits for it waits in vain" help "keep sending it";
    CallbackExpressionChanged "callback-expression-changed" Callbacks None Breaking "a callback goes to another address"
        because "the request that a receiver waits for goes elsewhere (rule 3)" help "keep the expression";
    WebhookAdded "webhook-added" Webhooks None Safe "a webhook is new"
        because "receivers subscribe to what they know" help "nothing to do";
    WebhookRemoved "webhook-removed" Webhooks None Risky "a webhook is gone"
        because "what is never sent breaks no receiver, but one that waits for it waits in vain" help "keep sending it";
    VersionChanged "api-version-changed" Version None Safe "`info.version` changed"
        because "it is a name for the contract and no part of it" help "nothing to do";
    SpecVersionChanged "openapi-version-changed" Version None Safe "the version of OpenAPI changed"
        because "it is the language of the description and no part of what it says" help "nothing to do";
    IdleKeywordChanged "idle-keyword-changed" Documentation None Safe "a keyword changed that no value of its schema can meet"
        because "keywords of one type say nothing about values of another (JSON Schema 2020-12 Validation, §6), and neither do keywords beside a closed list that holds already"
        help "nothing to do";
    SchemaRestructured "schema-restructured" Schema None Safe "a schema is written in another way, and no message is refused that was legal"
        because "it was proved that every message that was legal before still is" help "nothing to do";
    SchemaUndecided "schema-undecided" Schema None Unproven "whether every message that was legal before still is could not be proved"
        because "a keyword or a limit stopped the proof" help "compare both sides by hand; where every old message is still legal, accept the change";
    RequestSchemaNarrowed "request-schema-narrowed" Schema Request Breaking "a request is refused that was accepted before"
        because "the request that is shown was legal and no longer is, which rule 1 forbids" help "keep accepting what was accepted, or give the new request its own version";
    ResponseSchemaWidened "response-schema-widened" Schema Response Breaking "a response may be sent that was not allowed before"
        because "the response that is shown was not allowed before, which rule 2 forbids" help "keep to what was promised, or give the new response its own version";
    Rewritten "description-rewritten" Documentation None Safe "the description is written in another way and says the same"
        because "no part of any message changed" help "nothing to do";
    ProseChanged "prose-changed" Documentation None Safe "a text for people changed"
        because "it is no part of any message" help "nothing to do";
    ExampleChanged "example-changed" Documentation None Safe "an example changed"
        because "it is no part of any message" help "nothing to do";
    OperationTagsChanged "operation-tags-changed" Codegen None Safe "an operation lost a tag, or has another one first"
        because "tags sort the documentation" help "nothing to do";
    TagsChanged "tags-changed" Documentation None Safe "tags changed"
        because "they sort the documentation" help "nothing to do";
    ExtensionChanged "extension-changed" Documentation None Safe "an extension changed"
        because "extensions mean what tools make of them, and nothing in the specification" help "nothing to do";
    ExtensibleValueAdded "extensible-enum-value-added" Documentation None Safe "an `x-extensible-enum` has one more value"
        because "the list is open: whoever reads it was told that there may be values that it does not have" help "nothing to do";
    RequestExtensibleValueRemoved "request-extensible-enum-value-removed" Documentation Request Safe "an `x-extensible-enum` of a request lost a value"
        because "the list is no part of what the schema accepts" help "nothing to do";
    ResponseExtensibleValueRemoved "response-extensible-enum-value-removed" Documentation Response Safe "an `x-extensible-enum` of a response lost a value"
        because "what is never sent breaks no client" help "nothing to do";
    DeprecationChanged "deprecation-changed" Lifecycle None Safe "a parameter, header or schema is deprecated, or no longer is"
        because "it is still accepted and sent as before" help "nothing to do";
    ComponentAdded "component-added" Documentation None Safe "a component is new"
        because "where an operation uses it, that is a change of its own" help "nothing to do";
    ComponentRemoved "component-removed" Documentation None Safe "a component is gone"
        because "where an operation used it, that is a change of its own" help "nothing to do";
    ModelRemoved "component-model-removed" Codegen None Safe "a component is gone that generators make a class of"
        because "where an operation used it, that is a change of its own" help "nothing to do";
    ModelReplaced "component-model-replaced" Codegen None Safe "another component stands where one stood that is still there"
        because "what is accepted and sent is looked at behind the reference, and the name is no part of a message" help "nothing to do";
    ComponentChanged "unused-component-changed" Documentation None Safe "a component that no operation reaches changed"
        because "it is no part of any message" help "nothing to do";
    FaultySide "faulty-description" Documentation None Unproven "a part that cannot be understood stands in the way"
        because "one of the descriptions is faulty here, so that nothing can be proved" help "mend the fault that lint shows";
}

/// All coordinates that the walk can emit.
pub fn coordinates() -> impl Iterator<Item = Coordinate> {
    let schemas = [Direction::Request, Direction::Response].into_iter().flat_map(|direction| {
        Subject::ALL.into_iter().flat_map(move |subject| {
            Aspect::ALL.iter().flat_map(move |&aspect| {
                let effects = aspect.row().effects;
                let said = effects.iter().filter(move |w| aspect.is_said(direction, subject, w.0));
                said.map(move |w| Coordinate::Schema(direction, subject, aspect, w.0))
            })
        })
    });
    schemas.chain(Structure::ALL.iter().map(|&row| Coordinate::Structure(row)))
}

fn check(coordinate: Coordinate) -> Check {
    let (direction, subject, aspect, effect) = match coordinate {
        Coordinate::Structure(row) => return row.check(),
        Coordinate::Schema(direction, subject, aspect, effect) => (direction, subject, aspect, effect),
    };
    let (id, text) = aspect.row().effects.iter().find(|w| w.0 == effect).map_or(("", ""), |w| (w.1, w.2));
    let exception = exceptions::find(direction, subject, aspect, effect);
    let level = exception.map_or_else(|| law::level(direction, effect), |e| e.level);
    let side = direction.as_str();
    Check {
        id: format!("{side}-{}-{id}", subject.as_str()),
        area: match (subject, aspect) {
            (Subject::Body, Aspect::Required) => Area::Body,
            (Subject::Body | Subject::Property, _) => Area::Schema,
            (Subject::Parameter, _) => Area::Parameters,
            (Subject::Header, _) => Area::Headers,
        },
        direction,
        level,
        summary: format!("a {side} {} {text}", subject.as_str()),
        effect: Some(effect),
        because: exception.map_or("", |e| e.because),
        help: advice::help(direction, aspect, level),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// Every place where a change can be has exactly one check, and every check has a name of its own.
    #[test]
    #[allow(clippy::print_stdout)]
    fn every_coordinate_has_exactly_one_check() {
        let all_coordinates: Vec<_> = coordinates().collect();
        let distinct: BTreeSet<_> = all_coordinates.iter().collect();
        assert_eq!(distinct.len(), all_coordinates.len(), "no coordinate stands twice");
        let ids: BTreeSet<_> = all().iter().map(|c| c.id.as_str()).collect();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for check in all() {
            *counts.entry(&check.id).or_default() += 1;
        }
        counts.retain(|_, count| *count > 1);
        assert!(counts.is_empty(), "ids that stand twice: {counts:?}");
        assert!(all_coordinates.iter().all(|&c| of(c).is_some()));
        println!("{} coordinates, {} checks", all_coordinates.len(), ids.len());
        assert_eq!(ids.len(), all_coordinates.len());
    }

    #[test]
    fn every_departure_departs_and_says_why() {
        for exception in exceptions::EXCEPTIONS {
            let lawful = law::level(exception.direction, exception.effect);
            assert_ne!(lawful, exception.level, "{exception:?} says what the law says");
            assert!(exception.because.len() > 20);
            let known = exception.aspect.row().effects.iter().any(|w| w.0 == exception.effect);
            assert!(known, "{exception:?} speaks of an effect that its aspect does not have");
        }
    }
}
