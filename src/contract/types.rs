//! Sets of JSON types.

/// A set of JSON types.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Types(u8);

impl Types {
    /// No type at all.
    pub const NONE: Types = Types(0);
    /// `null`.
    pub const NULL: Types = Types(1);
    /// `boolean`.
    pub const BOOLEAN: Types = Types(2);
    /// `integer`.
    pub const INTEGER: Types = Types(4);
    /// `number`.
    pub const NUMBER: Types = Types(8);
    /// `string`.
    pub const STRING: Types = Types(16);
    /// `array`.
    pub const ARRAY: Types = Types(32);
    /// `object`.
    pub const OBJECT: Types = Types(64);

    const TABLE: [(&'static str, Types); 7] = [
        ("null", Types::NULL),
        ("boolean", Types::BOOLEAN),
        ("integer", Types::INTEGER),
        ("number", Types::NUMBER),
        ("string", Types::STRING),
        ("array", Types::ARRAY),
        ("object", Types::OBJECT),
    ];

    /// The type of a name.
    pub fn parse(name: &str) -> Option<Types> {
        Types::TABLE.iter().find(|t| t.0 == name).map(|t| t.1)
    }

    /// All types.
    pub fn every() -> Types {
        Types(0b111_1111)
    }

    /// Both sets together.
    #[must_use]
    pub fn with(self, other: Types) -> Types {
        Types(self.0 | other.0)
    }

    /// Whether all of `other` is in the set.
    pub fn contains(self, other: Types) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether the sets share a type.
    pub fn overlaps(self, other: Types) -> bool {
        self.0 & other.0 != 0
    }

    /// The set without others.
    #[must_use]
    pub fn minus(self, other: Types) -> Types {
        Types(self.0 & !other.0)
    }

    /// What both sets share.
    #[must_use]
    pub fn both(self, other: Types) -> Types {
        Types(self.0 & other.0)
    }

    /// Whether it is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set without `null`.
    #[must_use]
    pub fn non_null(self) -> Types {
        Types(self.0 & !Types::NULL.0)
    }

    /// The names of the types in the set, in a fixed order.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Types::TABLE.into_iter().filter(move |t| self.contains(t.1)).map(|t| t.0)
    }
}

impl std::fmt::Debug for Types {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.names().collect::<Vec<_>>().join("|"))
    }
}
