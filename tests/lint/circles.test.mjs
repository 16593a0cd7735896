// Which imports .ci/circles.mjs takes for a circle.
import { deepEqual, equal, match, throws } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { after, describe, it } from "node:test";
import { circles, scriptImports } from "../../.ci/circles.mjs";
import { rustImports } from "../../.ci/rust-imports.mjs";

const root = mkdtempSync(join(tmpdir(), "circles-"));
after(() => rmSync(root, { recursive: true }));

let trees = 0;

/** A new folder with these files. */
function tree(files) {
  trees += 1;
  const folder = join(root, String(trees));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const shown = (folder, imports) =>
  imports.map(({ from, to, name }) => `${relative(folder, from)} > ${relative(folder, to)}: ${name}`);

/** The imports of a crate, as texts. */
function rust(files) {
  const folder = tree(files);
  return shown(folder, rustImports(join(folder, "lib.rs")));
}

/** The files of each circle of a crate. */
function rustCircles(files) {
  const folder = tree(files);
  const names = ({ files }) => files.map((file) => relative(folder, file));
  return circles(rustImports(join(folder, "lib.rs"))).map(names);
}

describe("a crate", () => {
  it("has a circle where two files import from each other, and mod lines are no import", () => {
    const a = "use crate::b::B;\npub struct A(B);";
    const b = "pub struct B;";
    equal(rustCircles({ "lib.rs": "mod a;\nmod b;", "a.rs": a, "b.rs": b }).length, 0);
    const back = "use super::a::{A, Other};\npub struct B;";
    deepEqual(rustCircles({ "lib.rs": "mod a;\nmod b;", "a.rs": a, "b.rs": back }), [["a.rs", "b.rs"]]);
  });

  it("has a circle through three files, by paths without an import", () => {
    const files = {
      "lib.rs": "mod a; mod b; mod c; mod d;",
      "a.rs": "fn a() { crate::b::b() }",
      "b.rs": "fn b() { let c: super::c::C = make(); }",
      "c.rs": "pub struct C; impl crate::a::Trait for C {}",
      "d.rs": "use crate::a::a;",
    };
    deepEqual(rustCircles(files), [["a.rs", "b.rs", "c.rs"]]);
  });

  it("has a circle of parent and child where each takes an item of the other's file", () => {
    const lib = "mod parent;";
    const child = "use super::{Shared, sibling::S};";
    const files = { "lib.rs": lib, "parent/child.rs": child, "parent/sibling.rs": "pub struct S;" };
    const mods = "mod child;\nmod sibling;\n";
    const defines = `${mods}struct Shared;`;
    equal(rustCircles({ ...files, "parent/mod.rs": defines }).length, 0);
    const uses = `${defines}\nfn f() { child::f() }`;
    deepEqual(rustCircles({ ...files, "parent/mod.rs": uses }), [["parent/child.rs", "parent/mod.rs"]]);
    const imports = `${defines}\nuse child::f;`;
    deepEqual(rustCircles({ ...files, "parent.rs": imports }), [["parent.rs", "parent/child.rs"]]);
  });

  it("counts what is re-exported for the file that defines it", () => {
    const files = {
      "lib.rs": "mod a; mod b; mod room;\npub use a::A; pub use room::*;",
      "a.rs": "pub struct A; use crate::room::{C, Renamed};",
      "b.rs": "use crate::{A, D}; use super::room::inner::C as Other;",
      "room/mod.rs": "mod inner; mod deep; pub use inner::{C, D as Renamed}; pub use deep::D; pub struct E;",
      "room/inner.rs": "pub struct C; pub struct D;",
      "room/deep.rs": "pub struct D; use super::E;",
    };
    const imports = rust(files);
    for (const expected of [
      "a.rs > room/inner.rs: C",
      "a.rs > room/inner.rs: D",
      "b.rs > a.rs: A",
      "b.rs > room/inner.rs: C",
      "room/deep.rs > room/mod.rs: E",
    ]) {
      equal(imports.includes(expected), true, `${expected} is not in ${imports.join("\n")}`);
    }
    equal(imports.includes("a.rs > room/mod.rs: C"), false);
  });

  it("counts all of a file for an import of everything in it", () => {
    deepEqual(rust({ "lib.rs": "mod a; mod b;", "a.rs": "use super::b::*;", "b.rs": "" }), [
      "a.rs > b.rs: *",
    ]);
  });

  it("goes through a module that is imported by its name", () => {
    const files = {
      "lib.rs": "mod a; mod room;",
      "a.rs":
        "use crate::room; use crate::room::inner::{self as other};\nfn a() { room::inner::f(); other::g(); room::h() }",
      "room/mod.rs": "pub mod inner; pub fn h() {}",
      "room/inner.rs": "pub fn f() {} pub fn g() {}",
    };
    deepEqual(rust(files), ["a.rs > room/inner.rs: f", "a.rs > room/inner.rs: g", "a.rs > room/mod.rs: h"]);
  });

  it("leaves out what is re-exported of another crate", () => {
    const files = { "lib.rs": "mod a; pub use other_crate as other; pub use serde::Serialize;" };
    deepEqual(rust({ ...files, "a.rs": "use crate::{Serialize, other::B};" }), []);
  });

  it("leaves tests out", () => {
    const lib = "#[cfg(test)]\nmod tests;\nmod a;\nfn x() {}\n";
    const a = [
      "#[cfg(test)] use crate::{x, y};",
      "#[cfg(all(test, unix))] #[allow(unused)] pub(crate) fn f() { super::x() }",
      "#[cfg(test)] mod tests { use super::*; fn t() { crate::x() } }",
      "#[cfg(not(test))] fn g() { crate::z() }",
    ];
    deepEqual(rust({ "lib.rs": lib, "a.rs": a.join("\n") }), ["a.rs > lib.rs: z"]);
  });

  it("leaves comments, texts, visibilities and other crates out", () => {
    const a = [
      "/* use crate::b::B; */ // crate::b::B",
      'const T: (&str, &str, char) = (r#"crate::b::"B"#, "\\"crate::b::B", \'"\');',
      "pub(in crate::b) fn f<'a>(x: &'a str) -> impl Fn() + use<'a> { x.b::<u8>() }",
      "use ::b::B; use serde::b; use std::{b::B, fmt};",
    ];
    deepEqual(rust({ "lib.rs": "mod a; mod b;", "a.rs": a.join("\n"), "b.rs": "" }), []);
  });

  it("finds files of modules inside modules, and those with a path", () => {
    const files = {
      "lib.rs": '#[path = "other.rs"] mod a; mod b { mod c; pub struct B; }',
      "other.rs": "use crate::b::B;",
      "b/c.rs": "use super::B; use crate::a::A;",
    };
    deepEqual(rust(files), ["other.rs > lib.rs: B", "b/c.rs > lib.rs: B", "b/c.rs > other.rs: A"]);
    throws(() => rust({ "lib.rs": "mod nowhere;" }), /no file for mod nowhere/);
  });
});

describe("a folder of TypeScript", () => {
  const imports = (files) => {
    const folder = tree(files);
    return shown(folder, scriptImports(folder)).sort();
  };

  it("counts imports and re-exports, of types too, over one line or more", () => {
    const files = {
      "a.ts":
        'import type { B } from "./b.js";\nimport {\n  one,\n  two,\n} from "./room/c.ts";\nimport "./side.js";',
      "b.ts": 'export * from "./room/index.js";\nexport { x } from "./a";\nexport const from = 1;',
      "room/c.ts": 'import { a } from "../a.js";',
      "room/index.ts": "",
      "side.tsx": 'import { b } from "./room";',
    };
    deepEqual(imports(files), [
      "a.ts > b.ts: ./b.js",
      "a.ts > room/c.ts: ./room/c.ts",
      "a.ts > side.tsx: ./side.js",
      "b.ts > a.ts: ./a",
      "b.ts > room/index.ts: ./room/index.js",
      "room/c.ts > a.ts: ../a.js",
      "side.tsx > room/index.ts: ./room",
    ]);
  });

  it("leaves out imports at run time, other packages, comments and declarations", () => {
    const text = [
      'import { render } from "lit";',
      'const b = () => import("./b.js");',
      'type B = import("./b.js").B;',
      ' * import { b } from "./b.js";',
      '// import { b } from "./b.js";',
      'export const text = "from";',
      'import glue from "./generated.js";',
    ];
    deepEqual(imports({ "a.ts": text.join("\n"), "b.ts": "", "c.d.ts": 'import "./a.js";' }), []);
  });
});

it("names the files and lines of each circle, and fails", () => {
  const folder = tree({
    "lib.rs": "mod a;\nmod b;",
    "a.rs": "\nuse crate::b::{B, C};",
    "b.rs": "use crate::a::A;",
    "script/a.ts": 'import "./b.js";',
    "script/b.ts": 'import "./a.js";',
  });
  const script = join(import.meta.dirname, "../../.ci/circles.mjs");
  const run = (...roots) =>
    spawnSync(process.execPath, [script, ...roots], { cwd: folder, encoding: "utf8" });
  const { status, stderr } = run("lib.rs", "script");
  equal(status, 1);
  match(
    stderr,
    /A circle of 2 files:\n {2}a\.rs:2 imports from b\.rs: B, C\n {2}b\.rs:1 imports from a\.rs: A\n/,
  );
  match(stderr, /script\/a\.ts:1 imports from script\/b\.ts/);
  equal(run("b.rs").status, 0);
  equal(run().status, 1);
});
