import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openTexts, type TextOptions } from "#rooms/texts";
import { expectThat, type Parser, type Sample } from "../parser.js";

const prose = "One line, größer 漢字.\r\n\r\nAnother 🙂 line\rand more\n \n\u2028last [MASK] one";
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");
const sample = (name: string, bytes: Uint8Array, form: Sample["form"] = "text"): Sample => ({
  name,
  form,
  bytes,
});
const bytes = (text: string) => new TextEncoder().encode(text);

export const textFiles: Parser = {
  name: "text-files",
  reads: "text files: lines, paragraphs or all of it",
  ending: "txt",
  words: ["\r\n", "\n\n", "\ufeff", "[MASK]", "<eos>", "\0", "%PDF", "PK", "\u2028", " \t"],
  async prepare(folder) {
    const path = join(folder, "t.txt");
    return {
      samples: [
        sample("prose", bytes(prose)),
        sample("mark", bytes(`\ufeff${prose}`)),
        sample("UTF-16", utf16(prose), "bytes"),
        sample("UTF-16, high byte first", utf16(prose).swap16(), "bytes"),
        sample("one line", bytes("only words")),
      ],
      async read(input, _, random) {
        await writeFile(path, input);
        const per = random.pick(["line", "paragraph", "file"] as const);
        const invalid = random.pick(["refuse", "replace"] as const);
        const found = await textsOf(path, { per, invalid });
        const right = textsIn(decoded(input, invalid === "refuse"), per);
        expectSame(found, right);
      },
    };
  },
};

/** All texts of a file, as its bytes are read. */
export async function textsOf(path: string, options: TextOptions): Promise<string[]> {
  const source = await openTexts(path, { cacheFolder: "none", longest: 64, ...options });
  try {
    expectThat(new Set(ids(source)).size === source.length, "two samples of one name");
    const labels = await source.labels();
    expectThat(labels === null || labels.values.length === source.length, "a label for each text");
    const { tokens } = await source.read(Int32Array.from({ length: source.length }, (_, i) => i));
    expectThat(tokens.length === 64 * source.length, "tokens of another shape");
    expectThat(
      tokens.every((token) => token >= -1 && token < source.tokenizer.vocabulary.length),
      "a token that does not exist",
    );
    const texts: string[] = [];
    for (let i = 0; i < source.length; i++) texts.push(await source.text(i));
    return texts;
  } finally {
    await source.close();
  }
}

const ids = (source: { readonly length: number; id(index: number): string }) =>
  Array.from({ length: source.length }, (_, i) => source.id(i));

/** Bytes are all there is to a text here: lone surrogates, which JSON may hold, are U+FFFD in them. */
export function expectSame(found: readonly string[], right: readonly string[]): void {
  const wellFormed = new TextDecoder("utf-8", { ignoreBOM: true });
  const expected = right.map((text) => wellFormed.decode(new TextEncoder().encode(text)));
  expectThat(
    JSON.stringify(found) === JSON.stringify(expected),
    `texts ${JSON.stringify(found).slice(0, 300)} where there are ${JSON.stringify(expected).slice(0, 300)}`,
  );
}

/** The whole file at once. */
export function decoded(input: Uint8Array, fatal: boolean): string {
  const [first, second] = input;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  const text = new TextDecoder(encoding, { fatal, ignoreBOM: true }).decode(input);
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

function textsIn(text: string, per: "line" | "paragraph" | "file"): string[] {
  const plain = text.replace(/\r\n?/g, "\n");
  if (per === "file") return [plain].filter((all) => all.trim() !== "");
  const lines = plain.split("\n");
  if (per === "line") return lines.filter((line) => line.trim() !== "");
  const found: string[] = [];
  let goesOn = false;
  for (const line of lines) {
    if (line.trim() === "") goesOn = false;
    else if (goesOn) found.push(`${found.pop()}\n${line}`);
    else [goesOn] = [true, found.push(line)];
  }
  return found;
}
