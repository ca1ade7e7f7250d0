/**
 * Loaded before a program (`node --import`), breaks it at one of its operations on files: the FAULT_AT-th one is not done,
 * but kills the process (FAULT_KIND=kill; a write is done by half first), or fails as on a full disk, and so does every
 * write after it (FAULT_KIND=full). Without FAULT_AT operations are counted; what came of it goes to the file FAULT_COUNT.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { fileURLToPath } from "node:url";
import { isMainThread } from "node:worker_threads";

const { FAULT_AT, FAULT_KIND, FAULT_COUNT } = process.env;
const at = Number(FAULT_AT ?? Number.POSITIVE_INFINITY);
let count = 0;
/** The last operation that could fail for want of room. */
let lastRoom = 0;

const isWriting = (flags) => typeof flags === "string" && !/^rs?$/.test(flags);
const full = () =>
  Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC", errno: -28 });
const die = () => process.kill(process.pid, "SIGKILL");

/**
 * @param takesRoom whether it fails where there is no room
 * @param counts whether a call with these arguments changes anything
 * @param half does a part of it
 */
function broken(holder, name, { takesRoom = false, counts = () => true, half = () => undefined }) {
  const original = holder[name];
  const isAsync = holder === fs.promises || holder !== fs;
  holder[name] = function (...words) {
    if (!counts(...words)) return original.apply(this, words);
    count++;
    if (takesRoom) lastRoom = count;
    if (FAULT_KIND === "kill" && count === at) {
      const done = half(original, this, words);
      if (!isAsync || !(done instanceof Promise)) return die();
      return done.then(die);
    }
    if (FAULT_KIND === "full" && count >= at && takesRoom) {
      if (isAsync) return Promise.reject(full());
      throw full();
    }
    return original.apply(this, words);
  };
}

/** Of a buffer, the first half of what should be written. */
const halfBuffer = (original, self, [first, ...rest]) => {
  const [buffer, ...more] = Buffer.isBuffer(first) || ArrayBuffer.isView(first) ? [first] : [rest[0], first];
  if (!ArrayBuffer.isView(buffer)) return undefined;
  const part = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength >> 1);
  return original.apply(self, more.length > 0 ? [more[0], part] : [part]);
};

if (isMainThread) {
  const handle = await fs.promises.open(fileURLToPath(import.meta.url), "r");
  const handles = Object.getPrototypeOf(handle);
  await handle.close();
  for (const name of ["rename", "rm", "rmdir", "utimes"]) broken(fs.promises, name, {});
  for (const name of ["mkdir", "writeFile"]) broken(fs.promises, name, { takesRoom: true });
  broken(fs.promises, "open", { takesRoom: true, counts: (_, flags) => isWriting(flags) });
  for (const name of ["write", "writeFile"]) broken(handles, name, { takesRoom: true, half: halfBuffer });
  for (const name of ["sync", "truncate"]) broken(handles, name, {});
  broken(fs, "openSync", { takesRoom: true, counts: (_, flags) => isWriting(flags) });
  // Below 3 are results and messages, not files of the program's own.
  broken(fs, "writeSync", { takesRoom: true, counts: (file) => file > 2, half: halfBuffer });
  broken(fs, "ftruncateSync", {});
  const { writeFileSync } = fs;
  if (FAULT_COUNT !== undefined)
    process.on("exit", () => writeFileSync(FAULT_COUNT, JSON.stringify({ count, lastRoom })));
  syncBuiltinESMExports();
}
