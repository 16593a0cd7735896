//! The store of a test's server: what the test says, else what `PERIKSA_TEST_STORE` says, so that one suite holds for all.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use super::postgres::Cluster;

/// A store's secret.
pub const SECRET: &str = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

/// For a test of the store in memory: an address that is empty is none.
pub const IN_MEMORY: (&str, &str) = ("DATABASE_URL", "");

/// Gives a server its store. What that takes is gone with the value.
pub fn choose(command: &mut Command) -> Option<Folder> {
    let has_store =
        ["STORE", "DATABASE_URL"].iter().any(|name| command.get_envs().any(|(set, _)| set == *name));
    let store = env::var("PERIKSA_TEST_STORE").ok().filter(|_| !has_store)?;
    match &*store {
        "memory" => return None,
        "postgres" => {
            let database = cluster().database();
            command.env("DATABASE_URL", database).env("STORE_SECRET", SECRET);
            return None;
        }
        "sqlite" => {}
        other => panic!("PERIKSA_TEST_STORE is memory, sqlite or postgres, not {other}"),
    }
    let folder = Folder::new("store");
    command.env("STORE", folder.path("calls.sqlite")).env("STORE_SECRET", SECRET);
    Some(folder)
}

/// The cluster that all tests of a file share.
pub fn cluster() -> &'static Cluster {
    static CLUSTER: LazyLock<Cluster> = LazyLock::new(Cluster::start);
    &CLUSTER
}

/// A folder that ends with this value.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::SeqCst);
        let folder = env::temp_dir().join(format!("periksa-{name}-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
