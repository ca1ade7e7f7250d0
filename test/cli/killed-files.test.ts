/** Processes that are killed while they replace a set of files, over and over. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { removeAbandoned } from "../../src/formats/index.js";
import { cli, workplace } from "./command-line.suite.js";

const folder = workplace();
const home = join(folder, "set");
const names = ["export.json", "model", "onnx/model", "card"];

const program = `
  import { writeFileSet } from ${JSON.stringify(new URL("../formats/index.js", pathToFileURL(cli)).href)};
  for (let i = 0; ; i++) {
    if (i === 1) console.log("one is written");
    await writeFileSet(${JSON.stringify(home)}, ${JSON.stringify(names)}.map((name) => [name, process.pid + " " + i]));
  }
`;

function read(): string[] {
  const files = readdirSync(home, { recursive: true, encoding: "utf8" }).filter((name) =>
    /(^|\/)[^./]+(\.json)?$/.test(name),
  );
  return files.filter((name) => name !== "onnx");
}

it("leaves a part of one set at most; what comes next puts the rest in place", async () => {
  mkdirSync(home);
  for (let kill = 0; kill < 8; kill++) {
    const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    await new Promise((resolve) => setTimeout(resolve, 4 * kill));
    child.kill("SIGKILL");
    await once(child, "exit");
    const written = new Set(read().map((name) => readFileSync(join(home, name), "utf8")));
    expect(written.size).toBeLessThan(2);
    for (const each of [home, join(home, "onnx")]) await removeAbandoned(each, home);
    const all = readdirSync(home, { recursive: true, encoding: "utf8" });
    expect(all.sort()).toEqual([...names, "onnx"].sort());
    expect(new Set(names.map((name) => readFileSync(join(home, name), "utf8"))).size).toBe(1);
  }
});
