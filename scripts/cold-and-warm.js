#!/usr/bin/env node
/**
 * How much sooner a command starts on photographs that an earlier one has decoded: makes JPEG photographs (textures, from a
 * seed), starts a run on them with an empty cache and with a full one, and stops it at its first step.
 *
 *   npm run build && node scripts/cold-and-warm.js [--pictures 1000] [--megapixels 12] [--rounds 3] [--folder F] [--json] [-- more flags of pretrain]
 *
 * The photographs are made once and kept (in the folder for temporary files unless `--folder` says another): about 4 MB
 * each. They are read from memory where the system keeps files there. Exits 1 when a start fails.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import sharp from "sharp";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pictures: { type: "string", default: "1000" },
    megapixels: { type: "string", default: "12" },
    rounds: { type: "string", default: "3" },
    folder: { type: "string" },
    json: { type: "boolean", default: false },
    cli: { type: "string", default: fileURLToPath(new URL("../dist/cli/main.js", import.meta.url)) },
  },
});
const [pictures, megapixels, rounds] = [values.pictures, values.megapixels, values.rounds].map(Number);
const photographs =
  values.folder ?? join(tmpdir(), `unlabel-photographs-${values.pictures}x${values.megapixels}`);
/** Of the textures. */
const side = 1024;
const say = (text) => console.error(text);

const scratch = mkdtempSync(join(tmpdir(), "unlabel-cold-and-warm-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
if (!existsSync(photographs)) await makePhotographs(photographs);

const cold = [];
const warm = [];
const cache = join(scratch, "cache");
for (let round = 0; round < rounds; round++) {
  rmSync(cache, { recursive: true, force: true });
  cold.push(await secondsToStart(`cold-${round}`, []));
  warm.push(await secondsToStart(`warm-${round}`, []));
  say(`round ${round + 1}: cold ${cold.at(-1).toFixed(1)} s, warm ${warm.at(-1).toFixed(1)} s`);
}
// What any start takes: the runtime, the step's graph.
const few = await secondsToStart("few", ["--limit", "64"]);
const [coldSeconds, warmSeconds] = [median(cold), median(warm)];
if (values.json) {
  console.log(
    JSON.stringify({
      pictures,
      megapixels,
      cold,
      warm,
      few,
      coldSeconds,
      warmSeconds,
      cpus: availableParallelism(),
    }),
  );
} else {
  const line = (name, seconds) =>
    `${name.padEnd(6)} ${seconds.toFixed(2).padStart(8)} s ${(pictures / seconds).toFixed(1).padStart(10)} images/s`;
  console.log(
    `${pictures} photographs of ${megapixels} megapixels, ${availableParallelism()} cores, median of ${rounds}`,
  );
  console.log(line("cold", coldSeconds));
  console.log(line("warm", warmSeconds));
  console.log(
    `a warm start takes ${((100 * warmSeconds) / coldSeconds).toFixed(1)} % of a cold one; with 64 pictures it takes ${few.toFixed(2)} s`,
  );
}

/** From the command line to the first step. */
function secondsToStart(name, more) {
  const out = join(scratch, name);
  const size = ["--size", "96", "--batch-size", "16", "--encoder.widths", "8,16", "--steps", "1"];
  const words = ["pretrain", photographs, ...size, "--out", out, "--json", ...more, ...positionals];
  const env = { ...process.env, UNLABEL_CACHE: cache, UNLABEL_CACHE_LIMIT: "50GB" };
  const began = performance.now();
  const child = spawn(process.execPath, [values.cli, ...words], { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (text) => {
    said += text;
  });
  return new Promise((resolve, reject) => {
    let seconds = null;
    createInterface({ input: child.stdout }).on("line", (text) => {
      if (seconds === null && JSON.parse(text).type === "started")
        seconds = (performance.now() - began) / 1000;
    });
    child.on("close", (code) => {
      if (code === 0 && seconds !== null) resolve(seconds);
      else reject(new Error(`unlabel ${words.join(" ")} ended with ${code}:\n${said}`));
    });
  });
}

/** Textures of three scales with colours of their own: they compress and decode about as photographs do. */
async function makePhotographs(folder) {
  say(`Making ${pictures} photographs in ${folder} (once) ...`);
  const part = `${folder}.${process.pid}.part`;
  mkdirSync(part, { recursive: true });
  const height = Math.round(Math.sqrt((megapixels * 1e6 * 3) / 4));
  const width = Math.round((height * 4) / 3);
  const textures = [256, 32, 2].map((scale) => texture(scale));
  const bytes = new Uint8Array(height * width * 3);
  for (let i = 0; i < pictures; i++) {
    paint(bytes, height, width, textures, numbers(i + 1));
    const jpeg = await sharp(bytes, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 90 })
      .toBuffer();
    writeFileSync(join(part, `${String(i).padStart(6, "0")}.jpg`), jpeg);
    if (i % 100 === 99) say(`${i + 1}/${pictures}`);
  }
  renameSync(part, folder);
}

/** Smooth noise of one scale, [side, side], that goes on at its borders. */
function texture(scale) {
  const next = numbers(scale);
  const cells = side / scale;
  const knots = Float32Array.from({ length: cells * cells }, () => next() - 0.5);
  const noise = new Float32Array(side * side);
  const smooth = (t) => t * t * (3 - 2 * t);
  for (let y = 0; y < side; y++) {
    const [row, v] = [Math.floor(y / scale), smooth((y % scale) / scale)];
    const [top, bottom] = [row * cells, ((row + 1) % cells) * cells];
    for (let x = 0; x < side; x++) {
      const [left, u] = [Math.floor(x / scale), smooth((x % scale) / scale)];
      const right = (left + 1) % cells;
      const above = knots[top + left] * (1 - u) + knots[top + right] * u;
      const below = knots[bottom + left] * (1 - u) + knots[bottom + right] * u;
      noise[y * side + x] = above * (1 - v) + below * v;
    }
  }
  return noise;
}

function paint(bytes, height, width, [coarse, middle, fine], next) {
  const offsets = Array.from({ length: 6 }, () => Math.floor(next() * side));
  const base = Array.from({ length: 3 }, () => 60 + 130 * next());
  const gains = Array.from({ length: 3 }, () => 80 + 120 * next());
  const mask = side - 1;
  for (let y = 0, at = 0; y < height; y++) {
    const rows = [0, 1, 2].map((i) => ((y + offsets[i]) & mask) * side);
    for (let x = 0; x < width; x++, at += 3) {
      const value =
        coarse[rows[0] + ((x + offsets[3]) & mask)] +
        0.5 * middle[rows[1] + ((x + offsets[4]) & mask)] +
        0.3 * fine[rows[2] + ((x + offsets[5]) & mask)];
      for (let c = 0; c < 3; c++) bytes[at + c] = Math.min(255, Math.max(0, base[c] + gains[c] * value));
    }
  }
}

/** Numbers in [0, 1) from a seed (Park and Miller's generator). */
function numbers(seed) {
  let state = (seed * 48271) % 2147483647;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
