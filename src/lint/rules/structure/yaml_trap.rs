use crate::lint::facts::structure::FaultKind;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds plain YAML scalars that are not what they look like, or not to every reader: `NO` among country codes, a
    /// version `1.0` that is a number, `012`, `22:00`, a date without quotes.
    ///
    /// Only places where it changes the meaning are looked at: strings that must be strings, and the values of `enum`,
    /// `default`, `const`, `example` and `required`.
    ///
    /// ## Why
    /// Half of all tools read YAML 1.1, in which `NO` is false and `012` is ten; the other half reads YAML 1.2. The
    /// same file then describes two different APIs, and `1.10` becomes `1.1` in both.
    ///
    /// ## Bad
    /// ```yaml
    /// openapi: 3.1.1
    /// info:
    ///   title: Lantern Books
    ///   version: 2.3.0
    /// components:
    ///   schemas:
    ///     country:
    ///       type: string
    ///       enum: [DK, NO, SE]
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// openapi: 3.1.1
    /// info:
    ///   title: Lantern Books
    ///   summary: Orders for a bookshop
    ///   description: What parts of a bookshop have in common.
    ///   version: 2.3.0
    ///   termsOfService: https://lantern.example/terms
    ///   contact:
    ///     name: Lantern API team
    ///     url: https://lantern.example/support
    ///     email: api@lantern.example
    ///   license:
    ///     name: Apache 2.0
    ///     identifier: Apache-2.0
    /// components:
    ///   schemas:
    ///     country:
    ///       type: string
    ///       description: The countries that books are sent to.
    ///       enum: ['DK', 'NO', 'SE']
    /// ```
    ///
    /// ## References
    /// - [YAML 1.2.2, §10.3 Core Schema](https://yaml.org/spec/1.2.2/#103-core-schema)
    /// - [YAML 1.1 types: bool](https://yaml.org/type/bool.html), [int](https://yaml.org/type/int.html), [timestamp](https://yaml.org/type/timestamp.html)
    YamlTrap {
        id: "yaml-trap",
        area: Structure,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a value without quotes is read differently by different YAML readers",
    }
}

impl Rule for YamlTrap {
    fn document(&self, cx: &mut Cx<'_>) {
        cx.facts.structure.report(cx, FaultKind::YamlTrap);
    }
}
