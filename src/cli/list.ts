import { Argument } from "commander";
import { textTable } from "../report/index.js";
import { defineCommand } from "./command.js";
import { type Entry, entryNamed, listable } from "./list-entries.js";
import { costNote, withMethodFacts } from "./method-facts.js";
import { colors, print, printJson } from "./terminal.js";

export const listCommand = defineCommand({
  name: "list",
  summary: "List methods, encoders, augmentations, optimizers, studies or data, with their options.",
  examples: [
    "unlabel list methods",
    "unlabel list methods byol",
    "unlabel list encoders --json",
    "unlabel list",
  ],
  register(command) {
    command
      .addArgument(
        new Argument("[what]", "one kind (default: the names of all)").choices(Object.keys(listable)),
      )
      .argument("[name]", "one of that kind, such as byol")
      .option("--json", "everything as JSON on stdout")
      .action((what: string | undefined, name: string | undefined, { json }: { readonly json?: boolean }) =>
        list(what, name, json === true),
      );
  },
});

function list(what: string | undefined, name: string | undefined, json: boolean): void {
  const chosen = Object.entries(listable).filter(([kind]) => what === undefined || kind === what);
  // Costs take a moment, so they are counted only where they are shown.
  const entriesOf = (kind: string, entries: () => readonly Entry[]) => {
    const asked = name === undefined ? entries() : [entryNamed(kind, name, entries())];
    return kind === "methods" && what === kind ? withMethodFacts(asked) : asked;
  };
  const all = chosen.map(([kind, entries]) => [kind, entriesOf(kind, entries)] as const);
  if (json) {
    printJson(what === undefined ? Object.fromEntries(all) : all[0]?.[1]);
  } else if (what !== undefined) {
    for (const [, entries] of all) showEntries(entries);
    if (what === "methods") print(`\n${costNote}`);
  } else {
    for (const [kind, entries] of all)
      print(`${kind.padEnd(14)} ${entries.map(({ name }) => name).join(", ")}`);
  }
}

function showEntries(entries: readonly Entry[]): void {
  const facts = (["family", "taxonomy", "title", "paper"] as const).filter((fact) =>
    entries.some((entry) => entry[fact]),
  );
  const priced = entries.some(({ cost }) => cost !== undefined);
  print(
    textTable({
      columns: ["name", ...facts, ...(priced ? ["needs", "commands", "cost"] : [])],
      rows: entries.map((entry) => [
        entry.name,
        ...facts.map((fact) => entry[fact]),
        ...(priced
          ? [
              entry.needs?.join(", ") || null,
              entry.commands?.join(", ") || null,
              entry.cost == null ? null : `${entry.cost.toFixed(1)}x`,
            ]
          : []),
      ]),
    }),
  );
  for (const { name, options } of entries) {
    if (options.length === 0) continue;
    print(`\n${colors.bold(name)}`);
    print(
      textTable({
        columns: ["option", "default", "takes", "what"],
        rows: options.map(({ option, preset, takes, description }) => [
          option,
          preset === undefined ? null : JSON.stringify(preset),
          takes,
          description,
        ]),
      }),
    );
  }
}
