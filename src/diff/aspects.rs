//! The aspects of a schema that may change: one row a keyword (or a few that say one thing together), and for each
//! effect that it can have the end of the check's id. The checks are the product of this table with directions and
//! subjects; nothing about a keyword is said anywhere else.

use super::change::{Direction, Effect, Subject};

/// What a row says about one effect: the end of the id, and the end of a sentence about the element.
pub type Wording = (Effect, &'static str, &'static str);

/// One row.
#[derive(Debug)]
pub struct Row {
    /// The keyword, or the keywords that it stands for, as they are written.
    pub keywords: &'static str,
    /// Its effects.
    pub effects: &'static [Wording],
}

macro_rules! aspects {
    ($($(#[doc = $doc:literal])* $variant:ident $keywords:literal { $($effect:ident $id:literal $text:literal,)* })*) => {
        /// An aspect of a schema.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
        pub enum Aspect { $($(#[doc = $doc])* $variant,)* }

        impl Aspect {
            /// All aspects.
            pub const ALL: &[Aspect] = &[$(Aspect::$variant,)*];

            /// The row of this aspect.
            pub fn row(self) -> &'static Row {
                static ROWS: &[Row] = &[$(Row {
                    keywords: $keywords,
                    effects: &[$((Effect::$effect, $id, $text),)*],
                },)*];
                &ROWS[self as usize]
            }
        }
    };
}

aspects! {
    /// Whether it must be there.
    Required "required" {
        Narrows "became-required" "became required",
        Widens "became-optional" "became optional",
    }
    /// Whether it is described at all: a property of an object, looked at from the object that knows all its keys.
    Presence "properties" {
        Narrows "forbidden" "is no longer allowed",
        Widens "allowed" "is allowed now",
        MayNarrow "described" "is described now, where anything was allowed",
        MayWiden "no-longer-described" "is no longer described, and anything is allowed in its place",
        Rewrites "split" "is described by several schemas at once, and not by the same as before",
    }
    /// The types.
    Type "type" {
        Narrows "type-narrowed" "accepts fewer types",
        Widens "type-widened" "accepts more types",
        Replaces "type-changed" "has another type",
        Rewrites "type-perhaps-changed" "has another type, whose texts may be the same",
    }
    /// Whether null is a value.
    Null "type: null, nullable" {
        Narrows "became-not-nullable" "may no longer be null",
        Widens "became-nullable" "may be null now",
    }
    /// The values of a closed list.
    Enum "enum, const" {
        Narrows "enum-value-removed" "lost a value",
        Widens "enum-value-added" "gained a value",
    }
    /// Whether there is a closed list of values.
    Closed "enum, const" {
        Narrows "became-enum" "accepts only listed values now",
        Widens "no-longer-enum" "accepts values that are not listed",
    }
    /// The upper bound of a number.
    Maximum "maximum, exclusiveMaximum" {
        Narrows "maximum-lowered" "has a lower maximum",
        Widens "maximum-raised" "has a higher maximum",
    }
    /// The lower bound of a number.
    Minimum "minimum, exclusiveMinimum" {
        Narrows "minimum-raised" "has a higher minimum",
        Widens "minimum-lowered" "has a lower minimum",
    }
    /// The step of a number.
    MultipleOf "multipleOf" {
        Narrows "multiple-of-narrowed" "accepts fewer multiples",
        Widens "multiple-of-widened" "accepts more multiples",
        Replaces "multiple-of-changed" "accepts other multiples",
    }
    /// The greatest length of a string.
    MaxLength "maxLength" {
        Narrows "max-length-lowered" "must be shorter",
        Widens "max-length-raised" "may be longer",
    }
    /// The least length of a string.
    MinLength "minLength" {
        Narrows "min-length-raised" "must be longer",
        Widens "min-length-lowered" "may be shorter",
    }
    /// The pattern of a string.
    Pattern "pattern" {
        MayNarrow "pattern-added" "must match a pattern",
        MayWiden "pattern-removed" "no longer has a pattern",
        Rewrites "pattern-changed" "has another pattern",
    }
    /// The format.
    Format "format" {
        Narrows "format-narrowed" "has a narrower format",
        Widens "format-widened" "has a wider format",
        Replaces "format-changed" "has another format",
        Annotates "format-hint-changed" "has another format, which tools may ignore",
    }
    /// The greatest number of items.
    MaxItems "maxItems" {
        Narrows "max-items-lowered" "accepts fewer items",
        Widens "max-items-raised" "accepts more items",
    }
    /// The least number of items.
    MinItems "minItems" {
        Narrows "min-items-raised" "needs more items",
        Widens "min-items-lowered" "needs fewer items",
    }
    /// Whether items must differ.
    UniqueItems "uniqueItems" {
        Narrows "unique-items-added" "no longer accepts an item twice",
        Widens "unique-items-removed" "accepts an item twice now",
    }
    /// The schema of the items, where only one side has one.
    Items "items, prefixItems" {
        MayNarrow "items-described" "describes its items now",
        MayWiden "items-no-longer-described" "no longer describes its items",
        Rewrites "items-rewritten" "describes its items by position in another way",
    }
    /// The greatest number of properties.
    MaxProperties "maxProperties" {
        Narrows "max-properties-lowered" "accepts fewer properties",
        Widens "max-properties-raised" "accepts more properties",
    }
    /// The least number of properties.
    MinProperties "minProperties" {
        Narrows "min-properties-raised" "needs more properties",
        Widens "min-properties-lowered" "needs fewer properties",
    }
    /// Properties that nothing describes.
    AdditionalProperties "additionalProperties" {
        Narrows "additional-properties-narrowed" "accepts fewer undescribed properties",
        Widens "additional-properties-widened" "accepts more undescribed properties",
        MayNarrow "additional-properties-described" "restricts undescribed properties",
        MayWiden "additional-properties-no-longer-described" "no longer restricts undescribed properties",
        Rewrites "additional-properties-rewritten" "treats undescribed properties in another way",
    }
    /// Undescribed properties of an object that said nothing about them.
    UndescribedProperties "additionalProperties: false" {
        Narrows "closed" "restricts undescribed properties",
        Widens "opened" "allows undescribed properties",
    }
    /// Alternatives.
    Union "anyOf, oneOf" {
        Narrows "alternative-removed" "lost an alternative",
        Widens "alternative-added" "gained an alternative",
        MayNarrow "alternatives-narrowed" "may accept less, by its alternatives",
        MayWiden "alternatives-widened" "may accept more, by its alternatives",
        Rewrites "alternatives-rewritten" "has other alternatives",
    }
    /// Parts that apply together and could not be read as one.
    Conjunction "allOf" {
        MayNarrow "all-of-added" "must also be what one more schema says",
        MayWiden "all-of-removed" "need no longer be what one more schema says",
    }
    /// Negation.
    Not "not" {
        MayNarrow "not-added" "excludes something now",
        MayWiden "not-removed" "no longer excludes something",
        Rewrites "not-changed" "excludes something else",
    }
    /// Conditions.
    Condition "if, then, else" {
        MayNarrow "condition-added" "has a condition now",
        MayWiden "condition-removed" "no longer has a condition",
        Rewrites "condition-changed" "has another condition",
    }
    /// Items that an array must contain.
    Contains "contains, minContains, maxContains" {
        MayNarrow "contains-added" "must contain something now",
        MayWiden "contains-removed" "no longer must contain something",
        Rewrites "contains-changed" "must contain something else",
    }
    /// Names of properties.
    PropertyNames "propertyNames" {
        MayNarrow "property-names-added" "restricts the names of its properties",
        MayWiden "property-names-removed" "no longer restricts the names of its properties",
        Rewrites "property-names-changed" "restricts the names of its properties in another way",
    }
    /// Properties by pattern.
    PatternProperties "patternProperties" {
        MayNarrow "pattern-properties-added" "describes properties by pattern now",
        MayWiden "pattern-properties-removed" "no longer describes properties by pattern",
        Rewrites "pattern-properties-changed" "describes properties by other patterns",
    }
    /// Properties that need others.
    Dependent "dependentRequired, dependentSchemas" {
        MayNarrow "dependencies-added" "has properties that need others now",
        MayWiden "dependencies-removed" "no longer has properties that need others",
        Rewrites "dependencies-changed" "has properties that need other ones",
    }
    /// What no other keyword looked at.
    Unevaluated "unevaluatedItems, unevaluatedProperties" {
        MayNarrow "unevaluated-added" "restricts what nothing else describes",
        MayWiden "unevaluated-removed" "no longer restricts what nothing else describes",
        Rewrites "unevaluated-changed" "restricts what nothing else describes in another way",
    }
    /// What a string holds.
    Content "contentEncoding, contentMediaType, contentSchema" {
        Rewrites "string-content-changed" "holds other content",
    }
    /// How it is written as XML.
    Xml "xml" {
        Rewrites "xml-changed" "is written as XML in another way",
    }
    /// References by dynamic scope.
    DynamicReference "$dynamicRef" {
        Rewrites "dynamic-reference-changed" "refers to other schemas by dynamic scope",
    }
    /// The discriminator.
    Discriminator "discriminator" {
        Narrows "discriminator-value-removed" "lost a value of its discriminator",
        Widens "discriminator-value-added" "gained a value of its discriminator",
        Replaces "discriminator-property-changed" "is told apart by another property",
        Rewrites "discriminator-target-changed" "means another schema by a value of its discriminator",
        Annotates "discriminator-presence-changed" "has a discriminator where it had none, or none where it had one",
    }
    /// A schema that accepts nothing or everything by being `false` or `true`, against one that does not.
    Boolean "true, false" {
        Narrows "became-impossible" "accepts nothing now",
        Widens "became-possible" "accepts something now, where nothing was accepted",
    }
    /// The value that is assumed where none is sent.
    Default "default" {
        Annotates "default-changed" "has another default",
    }
}

impl Aspect {
    /// Whether a change is said in this way. Of an object that is a body, what is said of a property is said of the
    /// property; and a property that came where it was not allowed, or went, has a row of structure in the direction in
    /// which that keeps the law.
    pub fn is_said(self, direction: Direction, subject: Subject, effect: Effect) -> bool {
        use Effect::{MayNarrow, MayWiden, Narrows, Widens};
        match (self, subject, direction) {
            (Aspect::Conjunction, Subject::Body, _) => false,
            (Aspect::Presence, Subject::Body, _) => matches!(effect, MayNarrow | MayWiden),
            (Aspect::Presence, Subject::Property, Direction::Request) => !matches!(effect, Widens | MayWiden),
            (Aspect::Presence, Subject::Property, _) => !matches!(effect, Narrows | MayNarrow),
            (Aspect::Presence, _, Direction::Request) => effect != Widens,
            (Aspect::Presence, ..) => effect != Narrows,
            _ => true,
        }
    }
}
