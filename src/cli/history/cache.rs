//! What was worked out before, by the ids of the blobs that it was worked out from. It is safe to delete, and an entry
//! that is not what it was is passed over.

use std::fs;
use std::path::PathBuf;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::cli::{output, variable};
use crate::finding::digest;

/// A folder of entries; without one nothing is known and nothing is kept.
pub(super) struct Cache {
    folder: Option<PathBuf>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    /// The whole key: the name of the file is only a short number for it.
    key: Vec<String>,
    /// A number for the value, so that a bit that fell over is noticed.
    sum: String,
    value: Box<RawValue>,
}

impl Cache {
    /// That of the user, in the platform's folder for what can be made again.
    pub(super) fn of_user() -> Self {
        let folder = |name: &str| variable(name).map(PathBuf::from).filter(|folder| folder.is_absolute());
        let home = |below: &str| folder("HOME").map(|home| home.join(below));
        let caches = folder("XDG_CACHE_HOME").or_else(|| match () {
            () if cfg!(windows) => folder("LOCALAPPDATA"),
            () if cfg!(target_os = "macos") => home("Library/Caches"),
            () => home(".cache"),
        });
        Self { folder: caches.map(|caches| caches.join("caveat/history")) }
    }

    /// One that knows nothing.
    pub(super) fn none() -> Self {
        Self { folder: None }
    }

    fn file(&self, key: &[String]) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join(digest(key.iter().map(String::as_str)) + ".json"))
    }

    /// What is known under a key.
    pub(super) fn get<T: DeserializeOwned>(&self, key: &[String]) -> Option<T> {
        let text = fs::read(self.file(key)?).ok()?;
        let entry: Entry = serde_json::from_slice(&text).ok()?;
        let whole = entry.key == key && entry.sum == digest([entry.value.get()]);
        whole.then(|| serde_json::from_str(entry.value.get()).ok()).flatten()
    }

    /// Keeps something. Where that is not possible it is worked out again next time.
    pub(super) fn put(&self, key: Vec<String>, value: &impl Serialize) {
        let Some(file) = self.file(&key) else { return };
        let Ok(value) = serde_json::value::to_raw_value(value) else { return };
        let entry = Entry { key, sum: digest([value.get()]), value };
        let _ = file.parent().map(fs::create_dir_all);
        let _ = output::whole(&file, &mut |out| serde_json::to_writer(out, &entry).map_err(Into::into));
    }
}

#[cfg(test)]
mod tests {
    use super::Cache;
    use std::fs;

    fn key(word: &str) -> Vec<String> {
        vec!["a".to_owned(), word.to_owned()]
    }

    #[test]
    fn an_entry_that_is_not_what_it_was_is_passed_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = Cache { folder: Some(folder.path().join("below")) };
        assert_eq!(cache.get::<u32>(&key("b")), None);
        cache.put(key("b"), &1234);
        assert_eq!((cache.get(&key("b")), cache.get::<u32>(&key("c"))), (Some(1234), None));
        let file = cache.file(&key("b")).expect("a file");
        let text = fs::read_to_string(&file).expect("the entry");
        for bad in ["", "{}", "null", &text[..text.len() / 2], &text.replace("1234", "1235"), &text.replace('b', "c")] {
            fs::write(&file, bad).expect("it is written");
            assert_eq!(cache.get::<u32>(&key("b")), None, "{bad}");
        }
        // An entry under the name of another one.
        fs::write(cache.file(&key("c")).expect("a file"), &text).expect("it is written");
        assert_eq!(cache.get::<u32>(&key("c")), None);
        fs::write(&file, &text).expect("it is written");
        assert_eq!(cache.get::<String>(&key("b")), None, "it is no text");
        cache.put(key("b"), &5);
        assert_eq!(cache.get(&key("b")), Some(5));
    }

    #[test]
    fn without_a_folder_nothing_is_kept() {
        let cache = Cache::none();
        cache.put(key("b"), &1);
        assert_eq!(cache.get::<u32>(&key("b")), None);
    }
}
