//! Sets of characters, as ranges of Unicode scalar values.

/// The last scalar value.
pub(super) const LAST: u32 = 0x0010_FFFF;

/// Sorted, disjoint ranges, both ends included. Surrogates are never in it: no string of JSON Schema's data model holds
/// one that Rust could represent, and the complement of a set has to agree with that.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct CharSet(Vec<(u32, u32)>);

impl CharSet {
    pub(super) fn new(mut ranges: Vec<(u32, u32)>) -> Self {
        ranges.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (low, high) in ranges {
            match merged.last_mut() {
                Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
                _ => merged.push((low, high)),
            }
        }
        let mut scalars = Vec::with_capacity(merged.len());
        for (low, high) in merged {
            if low < 0xD800 {
                scalars.push((low, high.min(0xD7FF)));
            }
            if high > 0xDFFF {
                scalars.push((low.max(0xE000), high.min(LAST)));
            }
        }
        Self(scalars)
    }

    pub(super) fn one(c: char) -> Self {
        Self(vec![(c as u32, c as u32)])
    }

    pub(super) fn any() -> Self {
        Self::new(vec![(0, LAST)])
    }

    pub(super) fn negated(&self) -> Self {
        let mut ranges = Vec::with_capacity(self.0.len() + 1);
        let mut from = 0;
        for &(low, high) in &self.0 {
            if low > from {
                ranges.push((from, low - 1));
            }
            from = high + 1;
        }
        if from <= LAST {
            ranges.push((from, LAST));
        }
        Self::new(ranges)
    }

    pub(super) fn ranges(&self) -> &[(u32, u32)] {
        &self.0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `\d`: the ASCII digits, with or without the `u` flag.
    pub(super) fn digit() -> Self {
        Self::new(vec![(0x30, 0x39)])
    }

    /// `\w`: ASCII letters, digits and the low line.
    pub(super) fn word() -> Self {
        Self::new(vec![(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)])
    }

    /// `\s`: `WhiteSpace` and `LineTerminator` of ECMA-262.
    pub(super) fn space() -> Self {
        let mut ranges: Vec<_> =
            [0x20, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF].map(|c| (c, c)).to_vec();
        ranges.extend([(0x09, 0x0D), (0x2000, 0x200A)]);
        Self::new(ranges)
    }

    /// `.`: everything but the four line terminators.
    pub(super) fn dot() -> Self {
        Self::new(vec![(0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029)]).negated()
    }
}
