import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

/** The rules of this repository that are about files rather than about behaviour. */

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");

/** Files git tracks or would track, that exist; paths from the root with forward slashes. */
const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
  maxBuffer: 1 << 26,
})
  .split("\0")
  .filter((path) => path !== "" && existsSync(join(root, path)));

const sources = files.filter((path) => /^src\/.*\.ts$/.test(path));
const isTest = (path: string): boolean => /\.(test|suite)\.ts$/.test(path);
const isBinary = (path: string): boolean => readFileSync(join(root, path)).subarray(0, 8192).includes(0);
const lineCount = (path: string): number => read(path).split("\n").length - 1;

const rooms = readdirSync(join(root, "src"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && sources.some((path) => path.startsWith(`src/${entry.name}/`)))
  .map((entry) => entry.name);

describe("names", () => {
  it("say what a file holds", () => {
    const vague = /^(utils?|helpers?|common|misc|shared|lib)(\.|$)/i;
    expect(files.filter((path) => path.split("/").some((part) => vague.test(part)))).toEqual([]);
  });
});

describe("ONNX Runtime", () => {
  it("is loaded at one door, which turns its telemetry off", () => {
    const loads = /(from|import\(|require\([^()]*\)?\()\s*["'`]onnxruntime-node["'`]/;
    const code = files.filter((path) => /\.[cm]?[jt]s$/.test(path) && path !== "test/budgets.test.ts");
    // The model card holds an example for others.
    expect(code.filter((path) => loads.test(read(path)))).toEqual([
      "src/engine/onnx-runtime.ts",
      "src/export/pictures/picture-card.ts",
      "src/export/texts/text-card.ts",
    ]);
  });
});

describe("findings", () => {
  it("are scripts that stand by themselves, each with a line in their list", () => {
    const scripts = files.filter((path) => /^findings\/(?!begin|run-all).*\.sh$/.test(path));
    const list = read("findings/README.md");
    expect(scripts.filter((path) => !list.includes(`(${basename(path)})`))).toEqual([]);
    // Ours would hide whose behaviour it is.
    expect(scripts.filter((path) => /unlabel|\.\.\/(src|dist)/.test(read(path)))).toEqual([]);
    const linked = [...read("docs/runtimes.md").matchAll(/\.\.\/(findings\/[\w-]+\.sh)/g)].map(
      ([, path]) => path,
    );
    expect(linked.filter((path) => !scripts.includes(path ?? ""))).toEqual([]);
  });
});

describe("sizes", () => {
  it("keep every source file within 300 lines", () => {
    const long = sources.filter((path) => lineCount(path) > 300);
    expect(long.map((path) => `${path}: ${lineCount(path)} lines`)).toEqual([]);
  });

  it("keep the median source file within 150 lines", () => {
    const counts = sources
      .filter((path) => !isTest(path))
      .map(lineCount)
      .sort((a, b) => a - b);
    expect(counts[Math.floor(counts.length / 2)]).toBeLessThanOrEqual(150);
  });
});

describe("rooms", () => {
  it("each have one door", () => {
    expect(rooms.filter((room) => !sources.includes(`src/${room}/index.ts`))).toEqual([]);
  });

  it("each have a wall in biome.json", () => {
    const walls = JSON.parse(read("biome.json")) as { overrides: { includes: string[] }[] };
    const walled = new Set(walls.overrides.map(({ includes }) => includes[0]));
    expect(rooms.filter((room) => !walled.has(`src/${room}/**`))).toEqual([]);
  });
});

describe("what is published", () => {
  it("mentions no folder of one machine and nothing beside the checkout", () => {
    // Spelled so that this file does not contain what it looks for.
    const forbidden = [["", "work", ""].join("/"), ["..", "shared"].join("/"), ["", "root", ""].join("/")];
    const home = /(^|[\s"'`(=:])\/(home|Users)\/[a-z]/m;
    const guilty = files.filter((path) => {
      if (isBinary(path)) return false;
      const text = read(path);
      return home.test(text) || forbidden.some((part) => text.includes(part));
    });
    expect(guilty).toEqual([]);
  });

  it("pins every dependency to one version", () => {
    type Manifest = Record<string, Record<string, string> | undefined>;
    const manifest = JSON.parse(read("package.json")) as Manifest;
    const groups = ["dependencies", "devDependencies", "optionalDependencies", "overrides"];
    const all = groups.flatMap((group) => Object.entries(manifest[group] ?? {}));
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it("takes packages from the public registry only", () => {
    const resolved = [...read("package-lock.json").matchAll(/"resolved": "([^"]+)/g)].map(([, url]) => url);
    expect(resolved.filter((url) => !url?.startsWith("https://registry.npmjs.org/"))).toEqual([]);
  });

  it.skipIf(!existsSync(join(root, "README.md")))("opens with two commands that work", () => {
    const readme = read("README.md");
    for (const command of ["npm ci", "npm run demo"]) expect(readme).toContain(command);
  });
});

describe("tests", () => {
  it("are never left focused", () => {
    const focused = /\b(it|test|describe)\.only\(/;
    const tests = files.filter((path) => isTest(path) && basename(path) !== "budgets.test.ts");
    expect(tests.filter((path) => focused.test(read(path)))).toEqual([]);
  });
});
