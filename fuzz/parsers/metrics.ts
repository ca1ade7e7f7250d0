import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { JsonlWriter, readJsonl, truncateJsonl } from "#rooms/formats";
import { expectThat, type Parser } from "../parser.js";

const rows = Array.from({ length: 8 }, (_, i) =>
  JSON.stringify({ type: "step", step: i + 1, epoch: 1, loss: 5 / (i + 1), metrics: { knn: null } }),
);

export const metrics: Parser = {
  name: "metrics",
  reads: "metrics.jsonl: read, cut back to a step, and written on",
  ending: "jsonl",
  cost: 4,
  words: ["type", "step", "loss", "monitor", "null", "NaN", "{}", "[]"],
  async prepare(folder) {
    const path = join(folder, "metrics.jsonl");
    return {
      samples: [
        { name: "rows", form: "json", bytes: new TextEncoder().encode(`${rows.join("\n")}\n`) },
        { name: "torn", form: "text", bytes: new TextEncoder().encode(rows.join("\n").slice(0, -9)) },
      ],
      async read(input) {
        await writeFile(path, input);
        const right = independent(await readFile(path, "utf8"));
        const found = await readJsonl(path);
        expectThat(isSame(found, right), "other rows than in the file");
        const early = (row: Readonly<Record<string, unknown>>) => Number(row.step) <= 4;
        await truncateJsonl(path, early);
        const kept = await readJsonl(path);
        expectThat(isSame(kept, right.filter(early)), "other rows were kept");
        const writer = new JsonlWriter(path);
        writer.append({ type: "step", step: 5 });
        writer.close();
        const after = await readJsonl(path);
        expectThat(
          after.length === kept.length + 1,
          `${after.length} rows after one more than ${kept.length}`,
        );
        expectThat(after.at(-1)?.step === 5, "the row that was written is not the last");
      },
    };
  },
};

/** Lines that are objects; one that is torn may be the last only, which the package sees to. */
function independent(text: string): Record<string, unknown>[] {
  return text.split("\n").flatMap((line) => {
    try {
      const row: unknown = JSON.parse(line);
      return typeof row === "object" && row !== null && !Array.isArray(row) ? [row] : [];
    } catch {
      return [];
    }
  }) as Record<string, unknown>[];
}

/** Whether two values of JSON are the same, however deep they are: without recursion. */
function isSame(one: unknown, other: unknown): boolean {
  const pairs: [unknown, unknown][] = [[one, other]];
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [a, b] = pair;
    if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) {
      if (!Object.is(a, b)) return false;
      continue;
    }
    const [keys, others] = [Object.keys(a), Object.keys(b)];
    if (Array.isArray(a) !== Array.isArray(b) || keys.join("\n") !== others.join("\n")) return false;
    for (const key of keys)
      pairs.push([(a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]]);
  }
  return true;
}
