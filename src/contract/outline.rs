//! A contract as text: what it promises and nothing of where it stands, so that two of them can be compared.
//!
//! Two descriptions of one API have the same outline whatever their format, version, layout and order of keys. What a
//! reference leads to is named and not written again: a component by its sort and name, anything else by a number in
//! the order in which it is met. Where an order has no meaning, lines are sorted; numbers are written by their value.
//!
//! The outline is a list of lines with a depth, made with an explicit stack, so that a schema may be nested as deep as
//! it likes. A text of ten lines can say a billion things through aliases, so there is a most number of lines.

mod data;
mod schema;
mod write;

use std::fmt::Write as _;

use hashbrown::{HashMap, HashSet};

use super::{At, Contract, Element, Id, Name};

/// The most lines that an outline has; what would follow is left out, and the last line says so.
pub const MOST_LINES: usize = 4_000_000;

/// How far lines are indented; deeper ones say their depth.
const INDENTED: usize = 40;

impl Contract {
    /// The contract as text without places, to compare it with others.
    ///
    /// ```
    /// use caveat::{contract, source::loader::NoFetch};
    ///
    /// let outline = |text: &str| {
    ///     let loader = contract::loader();
    ///     let root = loader.add("api", "api", text.as_bytes().to_vec());
    ///     contract::load(loader, root, &NoFetch).map(|contract| contract.outline()).unwrap_or_default()
    /// };
    /// let yaml = outline("openapi: 3.0.4\ninfo: {title: A, version: 1.0.0}\npaths: {}\n");
    /// let json = outline(r#"{"paths": {}, "info": {"version": "1.0.0", "title": "A"}, "openapi": "3.1.1"}"#);
    /// assert_eq!(yaml, json);
    /// ```
    pub fn outline(&self) -> String {
        let mut outline = Outline::new(self);
        outline.contract();
        outline.run();
        outline.text
    }
}

/// What is to be written, and how deep.
struct Task {
    depth: usize,
    label: String,
    what: What,
}

impl Task {
    fn schema(depth: usize, label: &str, id: Id<super::Schema>) -> Self {
        Self { depth, label: label.to_owned(), what: What::Is(Element::Schema(id)) }
    }
}

enum What {
    /// An element where it is used: written there, or named if a reference leads to it.
    Used { at: At, element: Option<Element> },
    /// An element itself.
    Is(Element),
    /// Nothing more than the label.
    Label,
    /// An element was written to its end.
    End(Element),
}

struct Outline<'c> {
    c: &'c Contract,
    text: String,
    lines: usize,
    stack: Vec<Task>,
    /// What components define.
    components: HashMap<Element, Name>,
    /// What references lead to that is no component, by number, and how many of them were written.
    others: Vec<Element>,
    numbers: HashMap<Element, usize>,
    written: usize,
    /// What is being written, so that nothing is written inside itself.
    open: HashSet<Element>,
    /// Schemas that are parameters of 2.0.
    bare: HashSet<Id<super::Schema>>,
}

impl<'c> Outline<'c> {
    fn new(c: &'c Contract) -> Self {
        let mut components: HashMap<Element, Name> = HashMap::new();
        let defined = |element: Element, at: At| write::place(c, element) == at;
        // A component that is a reference to another one is that other one.
        for own in [true, false] {
            for component in &c.components {
                if let Some(element) = component.element
                    && (!own || defined(element, component.at))
                {
                    components.entry(element).or_insert(component.name);
                }
            }
        }
        Self {
            c,
            text: String::new(),
            lines: 0,
            stack: Vec::new(),
            components,
            others: Vec::new(),
            numbers: HashMap::new(),
            written: 0,
            open: HashSet::new(),
            bare: HashSet::new(),
        }
    }

    fn line(&mut self, depth: usize, text: &str) {
        self.lines += 1;
        for _ in 0..depth.min(INDENTED) {
            self.text.push_str("  ");
        }
        if depth > INDENTED {
            let _ = write!(self.text, "({depth}) ");
        }
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn run(&mut self) {
        loop {
            while let Some(task) = self.stack.pop() {
                if self.lines >= MOST_LINES {
                    self.text.push_str("and so on\n");
                    return;
                }
                self.task(task);
            }
            let Some(&element) = self.others.get(self.written) else { return };
            self.written += 1;
            self.stack.push(Task { depth: 0, label: format!("number {}", self.written), what: What::Is(element) });
        }
    }

    fn task(&mut self, Task { depth, label, what }: Task) {
        match what {
            What::Label => self.line(depth, &label),
            What::End(element) => {
                self.open.remove(&element);
            }
            What::Used { at, element } => {
                let Some(element) = element else { return self.line(depth, &format!("{label} -> nothing")) };
                if write::place(self.c, element) == at {
                    return self.element(depth, &label, element);
                }
                let name = self.name(element);
                self.line(depth, &format!("{label} -> {name}"));
            }
            What::Is(element) => self.element(depth, &label, element),
        }
    }

    fn element(&mut self, depth: usize, label: &str, element: Element) {
        if !self.open.insert(element) {
            return self.line(depth, &format!("{label} is what it stands in"));
        }
        self.stack.push(Task { depth, label: String::new(), what: What::End(element) });
        self.write(depth, label, element);
    }

    /// What to call an element that a reference leads to.
    fn name(&mut self, element: Element) -> String {
        if let Some(&name) = self.components.get(&element) {
            return format!("{} {}", write::noun(element), self.c.text(name));
        }
        let next = self.others.len() + 1;
        let number = *self.numbers.entry(element).or_insert(next);
        if number == next {
            self.others.push(element);
        }
        format!("number {number}")
    }

    /// Adds tasks so that they are done in their order.
    fn push(&mut self, tasks: Vec<Task>) {
        self.stack.extend(tasks.into_iter().rev());
    }

    /// A node of data as one line.
    fn data(&self, at: At) -> String {
        data::canonical(self.c.view(at))
    }
}

/// An element that is used somewhere.
fn used<T>(used: super::Use<T>, element: impl Fn(Id<T>) -> Element) -> What {
    What::Used { at: used.at, element: used.id.map(element) }
}
