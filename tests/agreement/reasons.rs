//! Why our alarms are not those of the other tool: by class of reason, never by case.

/// Ids of theirs and checks of ours that speak of the same sort of thing; `*` stands for any text. The side (request
/// or response) is compared beside that.
pub(crate) const SAME: &[(&str, &str)] = &[
    ("*enum*", "*enum*"),
    ("*const-*", "*enum*"),
    ("*-max-length-*", "*-max-length-*"),
    ("*-min-length-*", "*-min-length-*"),
    ("*-min-items-*", "*-min-items-*"),
    ("*-exclusive-max-*", "*-maximum-*"),
    ("*-exclusive-min-*", "*-minimum-*"),
    ("*-max-set", "*-maximum-*"),
    ("*-min-increased", "*-minimum-*"),
    ("*-min-decreased", "*-minimum-*"),
    ("*contains*", "*contains*"),
    ("*type-changed", "*-type-*"),
    ("*type-changed", "*-format-*"),
    ("*type-changed", "faulty-description"),
    ("*became-enum", "*-type-narrowed"),
    ("*became-enum", "faulty-description"),
    ("*list-of-types*", "*-alternative*"),
    ("*list-of-types*", "*-type-*"),
    ("*one-of*", "*-alternative*"),
    ("*nullable", "*nullable"),
    ("*became-required", "*became-required"),
    ("new-required-*property", "*became-required"),
    ("*became-optional", "*became-optional"),
    ("*required-property-removed", "*became-optional"),
    ("new-re*parameter*", "request-parameter-added-required"),
    ("*media-type-removed", "*media-type-removed"),
    ("*-content-encoding-changed", "*string-content-changed"),
    ("*-content-media-type-changed", "*string-content-changed"),
    ("*-content-schema-*", "*string-content-changed"),
    ("*-dependent-*", "*-dependencies-*"),
    ("*-pattern-property-*", "*-pattern-properties-*"),
    ("*-property-names-*", "*-property-names-*"),
    ("*-prefix-items-*", "*-items-rewritten"),
    ("*-if-removed", "*-condition-*"),
    ("*-then-removed", "*-condition-*"),
    ("*-else-removed", "*-condition-*"),
    ("api-*removed*", "operation-removed*"),
    ("required-response-header-removed", "response-required-header-removed"),
    ("request-property-removed", "request-property-type-changed"),
];

/// A class of their alarms that is none of ours.
pub(crate) struct Missed {
    /// Ids of theirs.
    pub(crate) theirs: &'static [&'static str],
    /// What we report instead, below an alarm: one of these.
    pub(crate) ours: &'static [&'static str],
    /// The section of `docs/compatibility.md` that it follows from.
    pub(crate) section: &'static str,
    /// How it follows.
    pub(crate) because: &'static str,
}

/// A class of our alarms that is none of theirs.
pub(crate) struct Raised {
    /// Checks of ours.
    pub(crate) ours: &'static [&'static str],
    /// The section of `docs/compatibility.md` that it follows from.
    pub(crate) section: &'static str,
    /// How it follows.
    pub(crate) because: &'static str,
}

/// Alarms of theirs that we do not give.
pub(crate) const MISSED: &[Missed] = &[
    Missed {
        theirs: &[
            "api-invalid-stability-level",
            "*sunset-parse",
            "*sunset-date-changed-too-small",
            "*sunset-deleted",
            "*sunset-invalid",
            "*stability-decreased",
        ],
        ours: &["operation-sunset-*", "operation-deprecated*", "operation-stability-*", "extension-changed"],
        section: "Lifecycle",
        because: "dates and levels of stability are announcements: no message is refused because one changed or cannot be read",
    },
    Missed {
        theirs: &["*x-extensible-enum-value-removed"],
        ours: &["request-extensible-enum-value-removed"],
        section: "The law",
        because: "a list that is open by its own name refuses nothing, so that no request is lost with a value of it",
    },
    Missed {
        theirs: &["request-property-removed"],
        ours: &["request-property-removed"],
        section: "Declared senders",
        because: "the object is open, so that the old request is accepted as before; that the property has no effect any more is risky",
    },
    Missed {
        theirs: &["request-parameter-removed*", "request-parameter-sunset-parse"],
        ours: &["request-parameter-removed"],
        section: "Parameters",
        because: "the old request is accepted as before, and servers ignore parameters that they do not know: risky",
    },
    Missed {
        theirs: &["request-body-removed"],
        ours: &["request-body-removed"],
        section: "Request bodies",
        because: "no field of the contract refuses a body that is no longer described; it has no effect any more: risky",
    },
    Missed {
        theirs: &["request-*-default-value-*"],
        ours: &["request-*-default-changed"],
        section: "Parameters",
        because: "the same requests are accepted as before, and one of them means something else: risky",
    },
    Missed {
        theirs: &["optional-response-header-removed"],
        ours: &["response-header-removed"],
        section: "Responses",
        because: "it was never promised, so that a response without it was always allowed: risky",
    },
    Missed {
        theirs: &["response-success-status-removed"],
        ours: &["response-success-removed"],
        section: "Responses",
        because: "what is never sent was allowed not to be sent; a client may wait for it: risky",
    },
    Missed {
        theirs: &["response-required-property-became-not-write-only"],
        ours: &["response-property-added"],
        section: "How schemas are decided",
        because: "`writeOnly` properties do not exist in responses, so this one is new there, and it is required, which narrows",
    },
    Missed {
        theirs: &["request-*-enum-value-removed"],
        ours: &["request-*-no-longer-enum"],
        section: "The law",
        because: "the whole list is gone, so that every value of it is accepted beside all others",
    },
    Missed {
        theirs: &[
            "*-min-items-decreased",
            "*-exclusive-*",
            "request-parameter-max-decreased",
            "response-*-min-decreased",
            "response-property-type-*",
        ],
        ours: &["idle-keyword-changed"],
        section: "How schemas are decided",
        because: "the keyword, or all that is inside it, speaks of a type that no value of the schema has, so that no message changes",
    },
    Missed {
        theirs: &["*-all-of-added", "*-one-of-added", "request-*-pattern-changed", "request-parameter-type-changed"],
        ours: &["schema-restructured", "request-property-added"],
        section: "How schemas are decided",
        because: "it is proved that there is no value which the sender may send and the receiver refuses",
    },
    Missed {
        theirs: &[
            "*-dependent-schema-added",
            "*-pattern-property-*",
            "request-*-property-names-added",
            "*-unevaluated-*-removed",
        ],
        ours: &["schema-restructured"],
        section: "Declared senders",
        because: "the keyword decides about names that the sender does not declare, and therefore does not send",
    },
    Missed {
        theirs: &["request-property-pattern-changed"],
        ours: &["response-property-pattern-changed"],
        section: "How schemas are decided",
        because: "the property is `readOnly` and therefore in no request; the response has an alarm of its own",
    },
    Missed {
        theirs: &["response-success-status-removed"],
        ours: &["response-content-removed"],
        section: "Responses",
        because: "`default` answers in its place, and the alarms are those of comparing with it",
    },
    Missed {
        theirs: &["request-*-all-of-removed"],
        ours: &["request-*-all-of-removed"],
        section: "The law",
        because: "one demand less is more requests that are accepted",
    },
    Missed {
        theirs: &["response-*-dependent-required-changed"],
        ours: &["schema-restructured"],
        section: "The law",
        because: "what needs more beside it now is sent less freely, and all that is sent was allowed",
    },
];

/// Alarms of ours that they do not give.
pub(crate) const RAISED: &[Raised] = &[
    Raised {
        ours: &["security-tightened"],
        section: "Security",
        because: "a request with the old credentials was accepted and no longer is; they inform of every change of security",
    },
    Raised {
        ours: &["response-success-added"],
        section: "Responses",
        because: "a success that the old contract did not know may be sent now, and rule 2 forbids that",
    },
    Raised {
        ours: &["response-content-removed"],
        section: "Responses",
        because: "anything may come where the content was described before",
    },
    Raised {
        ours: &["response-media-type-removed"],
        section: "Responses",
        because: "a client asks for the type that it knows, and a more special one is another type",
    },
    Raised {
        ours: &["response-property-pattern-*"],
        section: "The law",
        because: "texts may be sent that the old pattern did not allow, each shown by a witness",
    },
    Raised {
        ours: &["response-property-became-optional"],
        section: "How schemas are decided",
        because: "a required property that is `writeOnly` now is not sent any more",
    },
    Raised {
        ours: &["response-property-type-changed"],
        section: "Responses",
        because: "it is inside an alternative, or in the `default` that answers for a status that went, where they do not look",
    },
    Raised {
        ours: &[
            "response-encoding-changed",
            "request-parameter-type-perhaps-changed",
            "request-parameter-not-added",
            "request-parameter-described",
        ],
        section: "Four levels",
        because: "whether the text is read back as the same value could not be proved, and what is not proved is unproven",
    },
    Raised {
        ours: &["request-parameter-type-changed"],
        section: "Parameters",
        because: "the old text is read back as another value: a list of one item in the place of the item",
    },
    Raised {
        ours: &["response-body-type-changed"],
        section: "The law",
        because: "a text and an object are no messages of each other in XML either",
    },
    Raised {
        ours: &["faulty-description"],
        section: "What is decided, and what is not",
        because: "a list of types is no type in OpenAPI 3.0, and of what has no meaning nothing is proved",
    },
    Raised {
        ours: &["response-sent-body-removed"],
        section: "Callbacks and webhooks",
        because: "they do not compare callbacks; a receiver was told that a body comes",
    },
    Raised {
        ours: &["request-*-discriminator-property-changed"],
        section: "Discriminators",
        because: "the old request names its type in a property that is not looked at any more",
    },
    Raised {
        ours: &["request-*-items-rewritten"],
        section: "How schemas are decided",
        because: "the old request may hold other items at the positions that are described now",
    },
    Raised {
        ours: &["request-property-became-required"],
        section: "The law",
        because: "a request without the property was accepted, whether or not it is described beside",
    },
    Raised {
        ours: &["*-schema-narrowed", "*-schema-widened"],
        section: "What is decided, and what is not",
        because: "`contentEncoding: base64` says of a text what the format `byte` does, so that other texts were refused or allowed",
    },
];
