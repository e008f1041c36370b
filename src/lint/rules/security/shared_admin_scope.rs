use hashbrown::HashSet;

use crate::lint::facts::case::words;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds operations whose path has a segment for administrators (`admin`, `superuser`) and that may be called with the
    /// scopes of operations for everybody: there is a way to call them on which each scope also serves elsewhere. It speaks
    /// of APIs that use scopes.
    ///
    /// ## Why
    /// A token that an ordinary client was given calls the operation of an administrator, as far as the description says.
    /// Then only code that nobody sees stands between them.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /admin/books:
    ///     post:
    ///       operationId: create_admin_book
    ///       summary: Add a book
    ///       description: Adds a book to the catalogue.
    ///       tags: [books]
    ///       security:
    ///         - oauth: [orders:write]
    ///       parameters:
    ///         - $ref: '#/components/parameters/idempotency_key'
    ///       responses:
    ///         '204': {description: Added.}
    ///         '400': {$ref: '#/components/responses/bad_request'}
    ///         '401': {$ref: '#/components/responses/unauthorized'}
    ///         '403': {$ref: '#/components/responses/forbidden'}
    ///         '429': {$ref: '#/components/responses/too_many_requests'}
    ///         '500': {$ref: '#/components/responses/server_error'}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/administrators:
    ///     get: null
    ///   /books/{book_id}:
    ///     get:
    ///       security:
    ///         - oauth: [orders:read]
    /// ```
    ///
    /// ## References
    /// - [OWASP API5:2023, Broken Function Level Authorization](https://owasp.org/API-Security/editions/2023/en/0xa5-broken-function-level-authorization/)
    SharedAdminScope {
        id: "shared-admin-scope",
        area: Security,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "an operation for administrators has no scope of its own",
    }
}

impl Rule for SharedAdminScope {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let served = || contract.operations.iter().filter(|o| o.place == Place::Path);
        let alternatives = |operation| contract.security_of(operation).map_or(&[][..], |s: &Security| &s.alternatives);
        let scopes = |alternative: &SecurityAlternative| -> Vec<(Name, Name)> {
            alternative.schemes.iter().flat_map(|s| s.scopes.iter().map(|(scope, _)| (s.name, *scope))).collect()
        };
        let (admin, others): (Vec<_>, Vec<_>) = served().partition(|o| is_admin(contract.text(o.path)));
        if admin.is_empty() || others.is_empty() {
            return;
        }
        let common: HashSet<(Name, Name)> =
            others.into_iter().flat_map(alternatives).flat_map(&scopes).collect();
        for operation in admin {
            // A scope that is called after administrators is one of theirs, wherever else it serves.
            let shared = alternatives(operation).iter().find(|a| {
                let scopes = scopes(a);
                !scopes.is_empty() && scopes.iter().all(|s| common.contains(s) && !is_admin(contract.text(s.1)))
            });
            let Some(shared) = shared else { continue };
            let names: Vec<String> =
                scopes(shared).into_iter().take(3).map(|(_, scope)| format!("`{}`", contract.text(scope))).collect();
            let message = format!(
                "`{}` is for administrators, and {} also opens operations for everybody",
                contract.title(operation),
                names.join(" with ")
            );
            cx.report(shared.at, "shared with others", message).help("ask for a scope that only administrators get");
        }
    }
}

/// Whether a path or a scope is for administrators by its words.
fn is_admin(name: &str) -> bool {
    words(name).iter().any(|w| ["admin", "superuser", "superadmin", "sysadmin"].iter().any(|a| w.eq_ignore_ascii_case(a)))
}
