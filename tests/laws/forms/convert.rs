use super::Document;
use serde_json::Value;
pub(crate) fn converted(_: &Document) -> Option<Value> {
    None
}
