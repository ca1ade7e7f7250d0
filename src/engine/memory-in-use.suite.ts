import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Program } from "../graph/index.js";
import { type Feeds, inlineEngine, type StateEntry } from "./index.js";

/** The most bytes that the runtime had in use at the end of a node, as its own profile of one run tells it. */
export async function bytesInUse(
  program: Program,
  feeds: Feeds,
  entries: readonly StateEntry[] = [],
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "unlabel-memory-"));
  const engine = inlineEngine();
  try {
    const store = await engine.createStore(entries);
    const loaded = await engine.load(program, { store, profile: join(folder, "profile") });
    await loaded.run(feeds);
    await loaded.endProfiling();
    const [file] = readdirSync(folder);
    const events = JSON.parse(readFileSync(join(folder, file!), "utf8")) as {
      args?: { mem_bytes_in_use?: string };
    }[];
    return Math.max(...events.map(({ args }) => Number(args?.mem_bytes_in_use ?? 0)));
  } finally {
    await engine.dispose();
    rmSync(folder, { recursive: true });
  }
}
