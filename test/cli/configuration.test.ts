import { describe, it } from "vitest";
import { program, put, refuses, workplace } from "./command-line.suite.js";

const folder = workplace();

describe("a configuration file that is a module ends with 2 and one sentence", () => {
  it.each([
    ["never", "await new Promise(() => {}); export default {};", /it waits for something that never comes/],
    ["exit", "process.exit(0);", /exit\.mjs ended the program before it had settings\. Correct the file\./],
    [
      "late",
      "setTimeout(() => { throw new Error('mine'); }, 1); await 0; export default { data: 'nowhere' };",
      /late\.mjs failed after it was read: mine\. Correct the file\.|nowhere does not exist/,
    ],
    [
      "waits",
      "setTimeout(() => Promise.reject(null), 1); await new Promise((go) => setTimeout(go, 500));",
      /waits\.mjs failed after it was read: it throws null\. Correct the file\./,
    ],
  ])("where it is %s", async (name, text, message) => {
    put(folder, `${name}.mjs`, text);
    await refuses(folder, `pretrain --config ${name}.mjs`, message, 2, program);
  });
});
