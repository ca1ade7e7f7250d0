import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { removeAbandoned, writeFileSet } from "#rooms/formats";
import { expectThat, type Parser } from "../parser.js";

/** No process has this number. */
const mark = `${2 ** 22 + 1}-0123abcd`;

export const fileSet: Parser = {
  name: "file-set",
  reads: "the list of a set of files that a killed process left half in place",
  ending: "json",
  cost: 10,
  words: [
    ".",
    "./",
    "put",
    "remove",
    "one.txt",
    "two.txt",
    "../outside.txt",
    "/etc/hostname",
    "..",
    "below/three.txt",
    "",
  ],
  async prepare(folder) {
    const set = join(folder, "set");
    const outside = join(folder, "outside.txt");
    const list = { put: ["one.txt", "two.txt"], remove: ["four.txt"] };
    await writeFile(outside, "outside");
    return {
      samples: [{ name: "list", form: "json", bytes: new TextEncoder().encode(JSON.stringify(list)) }],
      async read(input) {
        await rm(set, { recursive: true, force: true });
        await mkdir(set);
        for (const name of ["one.txt", "two.txt", "four.txt", "else.txt"])
          await writeFile(join(set, name), `old ${name}`);
        for (const name of list.put) await writeFile(join(set, `.${name}.${mark}.partial`), `new ${name}`);
        await writeFile(join(set, `.files.${mark}.set`), input);
        try {
          await removeAbandoned(set);
          await writeFileSet(set, [["later.txt", "later"]]);
        } finally {
          expectThat(
            (await readFile(outside, "utf8")) === "outside",
            "a file outside the folder was changed",
          );
          expectThat((await readdir(folder)).join() === "outside.txt,set", "the folder above was changed");
        }
        const found = await Promise.all(
          list.put.map((name) => readFile(join(set, name), "utf8").catch(() => "")),
        );
        for (const [i, text] of found.entries())
          expectThat(["", `old ${list.put[i]}`, `new ${list.put[i]}`].includes(text), `it holds ${text}`);
        expectThat(
          (await readFile(join(set, "later.txt"), "utf8")) === "later",
          "what was written then is lost",
        );
      },
    };
  },
};
