import { readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { RunConfig } from "../run-config.js";

/** `runs/<data>-<method>`, with a number when that is taken. */
export async function defaultRunPath(
  { data, method }: Pick<RunConfig, "data" | "method">,
  root = "runs",
): Promise<string> {
  const taken = new Set(await readdir(root).catch(() => [] as string[]));
  const stem = `${basename(resolve(data.path)).replace(/[^\p{L}\p{N}._-]+/gu, "-") || "data"}-${method.name}`;
  let name = stem;
  for (let i = 2; taken.has(name); i++) name = `${stem}-${i}`;
  return join(root, name);
}
