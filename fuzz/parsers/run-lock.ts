import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { UnlabelError } from "unlabel";
import { ownProcess, takeLock } from "#rooms/formats";
import { expectThat, type Parser } from "../parser.js";

export const runLock: Parser = {
  name: "run-lock",
  reads: "run.lock: who writes in a folder (refused: somebody does)",
  ending: "lock",
  cost: 100,
  words: ["host", "pid", "started", "since", "token", "null", hostname()],
  async prepare(folder) {
    const path = join(folder, "run.lock");
    const since = "2020-01-01T00:00:00.000Z";
    const sample = (name: string, owner: object) => ({
      name,
      form: "json" as const,
      bytes: new TextEncoder().encode(`${JSON.stringify({ ...owner, since, token: "t" })}\n`),
    });
    return {
      samples: [
        { ...sample("this process", { host: hostname(), ...ownProcess() }), refused: true },
        sample("one that has ended", { host: hostname(), pid: 2 ** 22 + 1, started: null }),
        { ...sample("another machine", { host: "elsewhere", pid: 1, started: "1" }), refused: true },
      ],
      async read(input) {
        await writeFile(path, input);
        const taken = await takeLock(path);
        expectThat(!existsSync(`${path}.takeover`), "the guard of a takeover was left");
        if ("heldBy" in taken) {
          expectThat(typeof taken.heldBy.host === "string", "it is held by nobody");
          throw new UnlabelError(`It is held by process ${taken.heldBy.pid}.`);
        }
        await taken.lock.release();
        expectThat(!existsSync(path), "the lock was not given back");
      },
    };
  },
};
