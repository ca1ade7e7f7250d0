import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const breaker = new URL("./break-at.js", import.meta.url).href;

/**
 * Runs `unlabel`.
 * @param words as a person types them
 * @param fault `{ kind, at }`: broken at that operation on files; `{ count: file }`: they are counted
 * @param during gets the process while it runs
 * @param program another one than the command line
 * @returns code (null where a signal ended it), signal, stdout and stderr
 */
export function unlabel(
  words,
  { fault = null, program = cli, cwd, stdout = "pipe", during = () => undefined, uid, env = {} } = {},
) {
  const settings = { NO_COLOR: "1", UNLABEL_CACHE: "none", ORT_DISABLE_TELEMETRY: "1", ...env };
  if (fault !== null) {
    settings.NODE_OPTIONS = `--import=${breaker}`;
    if (fault.count !== undefined) settings.FAULT_COUNT = fault.count;
    else Object.assign(settings, { FAULT_AT: String(fault.at), FAULT_KIND: fault.kind });
  }
  const child = spawn(process.execPath, [program, ...words], {
    cwd,
    env: { ...process.env, ...settings },
    stdio: ["ignore", stdout, "pipe"],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"])
    child[name]?.on("data", (text) => {
      said[name] += text;
    });
  during(child);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, ...said }));
  });
}

/** Runs it to its end. @throws Error when it does not end well */
export async function unlabelWell(words, options) {
  const ended = await unlabel(words, options);
  if (ended.code !== 0)
    throw new Error(`unlabel ${words.join(" ")} ended with ${ended.code ?? ended.signal}: ${ended.stderr}`);
  return ended;
}

/** How many operations on files a life takes; `room`: up to the last one that could fail for want of room. */
export async function operationsOf(words, countFile, { room = false, ...options } = {}) {
  await unlabelWell(words, { ...options, fault: { count: countFile } });
  if (!existsSync(countFile)) throw new Error(`unlabel ${words.join(" ")} could not be counted`);
  const { count, lastRoom } = JSON.parse(readFileSync(countFile, "utf8"));
  return room ? lastRoom : count;
}

/** What a person sees of a refusal: one line, no stack. Null when it is that, else what is wrong with it. */
export function wrongWithRefusal({ code, signal, stderr }, codes = [1, 2]) {
  if (!codes.includes(code)) return `ended with ${code ?? signal}`;
  const errors = stderr.match(/^Error: .*/gm) ?? [];
  if (errors.length !== 1) return `said ${errors.length} errors: ${stderr.trim().slice(-300)}`;
  const raw = /undefined|\[object|node:|^ {4}at |fault of unlabel|dist\//m.exec(stderr);
  return raw === null ? null : `said "${raw[0]}" in: ${errors[0].slice(0, 300)}`;
}
