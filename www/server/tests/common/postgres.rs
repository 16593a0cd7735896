//! A PostgreSQL of the tests' own: a new cluster, on a socket in a folder of its own. It ends with the tests' process, however
//! that ends.
#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it, and is a crate of its own")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "it is for tests")]

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::Duration;

/// A running cluster; ends with this value.
pub struct Cluster {
    folder: PathBuf,
    options: String,
    limit: String,
    guard: Option<Child>,
}

impl Cluster {
    pub fn start() -> Self {
        Self::with("", &[])
    }

    /// None of whose files gets longer than so many blocks of 512 bytes.
    pub fn limited(blocks: u32) -> Self {
        let mut cluster = Self::with("-c autovacuum=off", &[]);
        cluster.stop();
        cluster.limit = format!("ulimit -f {blocks};");
        cluster.resume();
        cluster
    }

    /// With more settings, as in `-c ssl=on`, and files beside those of the cluster.
    pub fn with(settings: &str, files: &[(&str, &str)]) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::SeqCst);
        let folder = env::temp_dir().join(format!("periksa-postgres-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        if is_root() {
            run(Command::new("chown").arg("postgres:").arg(&folder));
        }
        let place = folder.display();
        let initdb = format!(
            "{}/initdb --username=postgres --auth=trust --no-sync --wal-segsize=1 --pgdata={place}/data",
            binaries().display()
        );
        run(&mut as_postgres(&initdb));
        for (name, text) in files {
            let file = folder.join("data").join(name);
            fs::write(&file, text).unwrap();
            run(Command::new("chmod").arg("600").arg(&file));
            if is_root() {
                run(Command::new("chown").arg("postgres:").arg(&file));
            }
        }
        let options = format!(
            "-D {place}/data -k {place} -c listen_addresses= -c fsync=off -c shared_buffers=16MB \
             -c max_connections=200 {settings}"
        );
        let mut cluster = Self { folder, options, limit: String::new(), guard: None };
        cluster.resume();
        cluster
    }

    /// Starts it, for the first time or again.
    pub fn resume(&mut self) {
        // The pipe of its standard input is closed when the tests' process ends, by whatever.
        let script = format!(
            "{} {}/postgres {} & server=$!; read word; kill -INT $server; wait $server; [ \"$word\" = keep ] || rm -rf {}",
            self.limit,
            binaries().display(),
            self.options,
            self.folder.display()
        );
        self.guard = Some(as_postgres(&script).stdin(Stdio::piped()).spawn().unwrap());
        for _ in 0..600 {
            let mut asking = as_postgres(&format!(
                "{}/psql -h {} -p {} -U postgres -c 'SELECT 1'",
                binaries().display(),
                self.folder.display(),
                self.port()
            ));
            if asking.status().unwrap().success() {
                return;
            }
            sleep(Duration::from_millis(50));
        }
        panic!("PostgreSQL does not start");
    }

    /// Ends it; what is kept stays.
    pub fn stop(&mut self) {
        if let Some(mut guard) = self.guard.take() {
            let _ = guard.stdin.take().unwrap().write_all(b"keep\n");
            let _ = guard.wait();
        }
    }

    /// The address of a new database.
    pub fn database(&self) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("calls_{}", COUNT.fetch_add(1, Ordering::SeqCst));
        self.execute("postgres", &format!("CREATE DATABASE {name}"));
        format!("postgres://postgres@{}/{name}", self.folder.to_str().unwrap().replace('/', "%2F"))
    }

    /// Runs statements in a database, by its name or address. Gives the rows, a line each.
    pub fn execute(&self, database: &str, sql: &str) -> String {
        let output = self.psql(database).args(["-c", sql]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// `psql`, about to do something in a database.
    pub fn psql(&self, database: &str) -> Command {
        let mut psql = Command::new(binaries().join("psql"));
        let name = database.rsplit('/').next().unwrap();
        psql.arg("-h").arg(&self.folder).args([
            "-p",
            self.port(),
            "-U",
            "postgres",
            "-d",
            name,
            "-XAtq",
            "-v",
            "ON_ERROR_STOP=1",
        ]);
        psql.stdout(Stdio::piped()).stderr(Stdio::piped());
        psql
    }

    /// It names its socket too.
    fn port(&self) -> &str {
        let given = self.options.split_once("-c port=").and_then(|(_, rest)| rest.split(' ').next());
        given.unwrap_or("5432")
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The newest that Debian has installed, or whichever is on the path.
fn binaries() -> PathBuf {
    let installed = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let versions = installed.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    if let Some(newest) = versions.max() {
        return PathBuf::from(format!("/usr/lib/postgresql/{newest}/bin"));
    }
    let paths = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&paths).find(|folder| folder.join("initdb").exists());
    found.unwrap_or_else(|| panic!("PostgreSQL is not installed: .ci/setup test"))
}

/// A shell for what may not be root.
fn as_postgres(script: &str) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "sh"]);
        command
    } else {
        Command::new("sh")
    };
    command.args(["-c", script]).current_dir("/").stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn run(command: &mut Command) {
    assert!(command.status().unwrap().success(), "{command:?}");
}
