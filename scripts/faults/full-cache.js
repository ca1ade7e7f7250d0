import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { leftIn } from "./folder-state.js";
import { mountSmall, whyNoSmallDisk } from "./small-disk.js";
import { operationsOf, unlabel } from "./unlabel.js";

const program = fileURLToPath(new URL("./decode.js", import.meta.url));

/** Pictures that cannot be kept are decoded all the same, and nothing of them is left in the cache. */
export async function fullCache({ folder, times, random }) {
  const pictures = join(folder, "pictures");
  mkdirSync(pictures);
  for (let i = 0; i < 40; i++) {
    const pixels = Uint8Array.from({ length: 3 * 48 * 48 }, (_, at) => (at * at * (i + 3)) >> 4);
    const raw = { width: 48, height: 48, channels: 3 };
    await sharp(pixels, { raw })
      .png()
      .toFile(join(pictures, `${i}.png`));
  }
  const words = (cache) => [pictures, cache];
  const cache = join(folder, "cache");
  const operations = await operationsOf(words(cache), join(folder, "count"), { program, room: true });
  const right = (await unlabel(words(cache), { program })).stdout;
  const made = { refused: 0, written: 0, problems: [] };
  for (let time = 0; time < times; time++) {
    rmSync(cache, { recursive: true });
    const at = 1 + Math.floor(random() * operations);
    const ended = await unlabel(words(cache), { program, fault: { kind: "full", at } });
    judge(`full from operation ${at} of ${operations} on`, ended, right, cache, made);
    mkdirSync(cache, { recursive: true });
  }
  const rows = [["full disk, made up", "cache", times, made]];
  const noDisk = whyNoSmallDisk();
  if (noDisk !== null) return [...rows, ["full disk, real", "cache", 0, { skipped: noDisk }]];
  const real = { refused: 0, written: 0, problems: [] };
  for (let time = 0; time < times; time++) {
    const disk = mountSmall(1024);
    const left = Math.floor(random() * 300);
    disk.fill(left);
    const own = join(disk.folder, "cache");
    judge(`a disk with ${left} KiB of room`, await unlabel(words(own), { program }), right, own, real);
    disk.remove();
  }
  return [...rows, ["full disk, real", "cache", times, real]];
}

/** "Refused" is what could not be kept, which a note says. */
function judge(what, { code, signal, stdout, stderr }, right, cache, told) {
  const wrong = [];
  if (code !== 0) wrong.push(`ended with ${code ?? signal}: ${stderr.trim()}`);
  else if (stdout !== right) wrong.push("other pictures");
  const isKept = list(cache).some((name) => name.endsWith(".json"));
  if (!isKept && code === 0 && !/decoded anew|in memory|the next/.test(stderr))
    wrong.push("nothing was said");
  if (!isKept) wrong.push(...list(cache).map((name) => `${name} is left`));
  else wrong.push(...leftIn(cache).map((name) => `${name} is left`));
  told[isKept ? "written" : "refused"]++;
  for (const problem of wrong) told.problems.push(`${what}: ${problem}`);
}

function list(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
