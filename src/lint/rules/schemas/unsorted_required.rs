use crate::contract::keywords::Keyword;
use crate::lint::facts::Convention;
use crate::lint::fixes;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Learns in which order this API lists the names in `required`: that of the alphabet, or that of `properties`. Lists of
    /// three names and more that leave it are found.
    ///
    /// ## Why
    /// The order means nothing to a program. To a person who compares two versions a list in the order of the others shows at
    /// once what came and what went.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     shelf:
    ///       required: [room_name, floor_number, aisle_letter]
    ///       properties:
    ///         room_name: {type: string, description: One of three.}
    ///         floor_number: {type: string, description: One of three.}
    ///         aisle_letter: {type: string, description: One of three.}
    ///     parcel:
    ///       required: [sender_name, recipient_name, delivery_day]
    ///       properties:
    ///         sender_name: {type: string, description: One of three.}
    ///         recipient_name: {type: string, description: One of three.}
    ///         delivery_day: {type: string, description: One of three.}
    ///     invoice:
    ///       required: [due_day, billed_to, amount_cents]
    ///       properties:
    ///         billed_to: {type: string, description: One of three.}
    ///         amount_cents: {type: string, description: One of three.}
    ///         due_day: {type: string, description: One of three.}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     customer:
    ///       required: [id, display_name, created_at]
    /// ```
    ///
    /// ## References
    /// - [JSON Schema 2020-12, §6.5.3 "required"](https://json-schema.org/draft/2020-12/json-schema-validation#section-6.5.3)
    UnsortedRequired {
        id: "unsorted-required",
        area: Schemas,
        severity: Info,
        needs: Whole,
        since: "0.1.0",
        summary: "the names in `required` stand in another order than in the other lists",
    }
}

/// An order of names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Order {
    Alphabet,
    Properties,
}

/// A list of names that can tell an order.
struct List<'c> {
    at: At,
    names: Vec<&'c str>,
    /// Where each stands in `properties`; nothing unless all stand there.
    declared: Option<Vec<usize>>,
}

/// Shorter lists are in some order by chance.
const FEWEST: usize = 3;

impl<'c> List<'c> {
    fn of(schema: SchemaView<'c>) -> Option<Self> {
        let at = schema.value_at(Keyword::Required)?;
        let required: Vec<Name> = schema.required().map(|r| r.0).collect();
        // Something else in the list, or a name twice, is another fault.
        let mut distinct = required.clone();
        distinct.sort_unstable();
        distinct.dedup();
        let whole = schema.contract.view(at).items().count() == distinct.len() && distinct.len() == required.len();
        if required.len() < FEWEST || !whole {
            return None;
        }
        let place = |name: &Name| schema.properties().position(|p| p.name == *name);
        let declared = required.iter().map(place).collect();
        Some(Self { at, names: required.into_iter().map(|name| schema.contract.text(name)).collect(), declared })
    }

    fn is_in(&self, order: Order) -> bool {
        match order {
            Order::Alphabet => self.names.is_sorted(),
            Order::Properties => self.declared.as_ref().is_some_and(|places| places.is_sorted()),
        }
    }

    /// Which of the names comes first, second, …; nothing if the order does not say.
    fn sorted(&self, order: Order) -> Option<Vec<usize>> {
        let mut positions: Vec<usize> = (0..self.names.len()).collect();
        match order {
            Order::Alphabet => positions.sort_by_key(|&position| self.names[position]),
            Order::Properties => {
                let places = self.declared.as_ref()?;
                positions.sort_by_key(|&position| places[position]);
            }
        }
        Some(positions)
    }
}

impl Rule for UnsortedRequired {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let lists: Vec<List<'_>> = contract.all_schemas().filter_map(List::of).collect();
        let tells = |list: &List<'_>| match (list.is_in(Order::Alphabet), list.is_in(Order::Properties)) {
            (true, false) => Some(Order::Alphabet),
            (false, true) => Some(Order::Properties),
            _ => None,
        };
        let neither = lists.iter().filter(|l| !l.is_in(Order::Alphabet) && !l.is_in(Order::Properties)).count();
        let habit = Convention::infer_with_others(lists.iter().filter_map(tells), neither, cx.facts.settings());
        let Some(order) = habit.dominant else { return };
        let called = match order {
            Order::Alphabet => "the order of the alphabet",
            Order::Properties => "the order of `properties`",
        };
        for list in lists.iter().filter(|list| !list.is_in(order)) {
            let Some(sorted) = list.sorted(order) else { continue };
            let message = format!("this `required` is not in {called}; {} lists here are", habit.evidence());
            let report = cx.report(list.at, "another order", message);
            let report = report.help(format!("write the names in {called}"));
            if let Some(edits) = fixes::reordered(&contract.sources, list.at, &sorted) {
                report.fix(format!("write the names in {called}"), edits.into_iter().map(Some));
            }
        }
    }
}
