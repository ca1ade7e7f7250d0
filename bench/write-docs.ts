import { readFile, writeFile } from "node:fs/promises";

const begin = "<!-- measured: begin -->";
const end = "<!-- measured: end -->";

/** Puts the report between the two marks of docs/benchmarks.md. */
export async function writeDocs(report: string): Promise<string> {
  const path = new URL("../../docs/benchmarks.md", import.meta.url);
  const text = await readFile(path, "utf8");
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/benchmarks.md lacks the marks ${begin} and ${end}.`);
  await writeFile(path, `${text.slice(0, from + begin.length)}\n\n${report}\n${text.slice(to)}`);
  return "docs/benchmarks.md";
}
