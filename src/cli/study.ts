import { type Command, InvalidArgumentError, Option } from "commander";
import type * as z from "zod";
import { fieldFacts, flagOf, fromText } from "../config/index.js";
import { nearestName } from "../data/index.js";
import { ConfigError } from "../errors.js";
import { textTable } from "../report/index.js";
import { type Study, studies } from "../studies/index.js";
import { defineCommand } from "./command.js";
import { interruptedCode, interruptible, releaseSignals, workBegins } from "./interruptible.js";
import { showStudyPlan } from "./plan-view.js";
import {
  colors,
  duration,
  interactive,
  inWords,
  liveLine,
  note,
  noteOnce,
  print,
  printJson,
  warn,
} from "./terminal.js";

/** Two of each study; a study's own help shows its two. */
const examples = [
  "unlabel study codes --out runs/codes",
  "unlabel study codes photos --labels labels.csv --kinds numbers,labels --seeds 1 --out runs/codes-photos",
  "unlabel study collapse --out runs/collapse",
  "unlabel study collapse mnist --arms simsiam,simclr --steps 60 --out runs/simsiam-collapse",
  "unlabel study decoding --out runs/decoding",
  "unlabel study decoding speeches.txt --prompts 200 --out runs/decoding-speeches",
  "unlabel study linear-autoencoders --out runs/linear",
  "unlabel study linear-autoencoders people.csv --steps 300 --out runs/linear-people",
  "unlabel study shortcuts photos --labels labels.csv --out runs/shortcuts",
  "unlabel study shortcuts mnist --labs boundary,mark --seeds 1 --out runs/shortcuts-mnist",
];

export const studyCommand = defineCommand({
  name: "study",
  summary: "Run a study: an experiment that tests a claim, with a report.",
  examples(argv) {
    const asked = nameIn(argv);
    return asked === undefined ? examples : examples.filter((line) => line.split(" ")[2] === asked);
  },
  register(command, argv) {
    const study = studies.get(nameIn(argv) ?? "");
    command.argument("<name>", `one of ${[...studies.keys()].join(", ")} (unlabel list studies)`);
    command.argument("[data]", "what to train on, the same as --data");
    for (const [key, field] of Object.entries(study?.definition.options.shape ?? {}))
      command.addOption(studyOption(key, field as z.ZodType));
    command
      .option("--out <folder>", "folder of the report; what is finished there is not done again")
      .option("--cache <folder>", "where decoded pictures are kept when they exceed the memory")
      .option("--dry-run", "say which arms would be trained and what that takes, then stop")
      .option("--json", "events as JSON lines on stdout")
      .action((name: string, data: string | undefined, flags: Flags) => run(name, data, flags, command));
    if (study === undefined) {
      command.addHelpText("after", `\nStudies (their options: unlabel study NAME --help):\n${titles()}`);
      return;
    }
    command.addHelpText("before", `${study.definition.title}. ${study.definition.claim}\n`);
  },
});

const titles = () =>
  [...studies].map(([name, { definition }]) => `  ${name.padEnd(20)}  ${definition.title}`).join("\n");

interface Flags extends Readonly<Record<string, unknown>> {
  readonly out?: string;
  readonly cache?: string;
  readonly json?: boolean;
  readonly dryRun?: boolean;
}

/** The first word after the command that is a study's name, and not the value of an option that all studies have. */
function nameIn(argv: readonly string[]): string | undefined {
  const words = argv.slice(argv.indexOf("study") + 1);
  return words.find((word, at) => studies.has(word) && !["--out", "--cache"].includes(words[at - 1] ?? ""));
}

/** One field of a study's options as a flag whose value arrives read and checked. */
function studyOption(key: string, field: z.ZodType): Option {
  const { takes, description, preset } = fieldFacts(field);
  const facts = preset === undefined ? takes : `${takes}; default: ${JSON.stringify(preset)}`;
  return new Option(`${flagOf(key)} <value>`, `${description} (${facts})`).argParser((text) => {
    const spelled = fromText(text, field);
    const value = field.safeParse(spelled).success ? spelled : [spelled];
    if (field.safeParse(value).success) return value;
    throw new InvalidArgumentError(`It takes ${takes}.`);
  });
}

async function run(name: string, data: string | undefined, flags: Flags, command: Command): Promise<void> {
  const study = studies.get(name);
  if (study === undefined) throw new ConfigError(unknownStudy(name), { study: name });
  const { out = `runs/study-${name}`, json = false, dryRun = false, cache } = flags;
  const keys = Object.keys(study.definition.options.shape);
  const given = Object.fromEntries(
    keys.flatMap((key) =>
      command.getOptionValue(key) === undefined ? [] : [[key, command.getOptionValue(key)]],
    ),
  );
  if (data !== undefined) {
    if (!keys.includes("data"))
      throw new ConfigError(`The study ${name} takes no data, but got ${data}.`, { data });
    if (given.data !== undefined)
      throw new ConfigError(`Give the data once: ${data}, or --data ${String(given.data)}.`, { data });
    given.data = data;
  }
  await watch(study, given, { out, json, dryRun, cache });
}

/** Runs to the end, or until Ctrl-C or SIGTERM: what is finished is kept. */
async function watch(
  study: Study,
  options: Readonly<Record<string, unknown>>,
  {
    out,
    json,
    dryRun,
    cache,
  }: {
    readonly out: string;
    readonly json: boolean;
    readonly dryRun: boolean;
    readonly cache: string | undefined;
  },
): Promise<void> {
  const signal = interruptible("Stopping after this step, and saving; press Ctrl-C again to leave at once.");
  const started = performance.now();
  const context = {
    out,
    cacheFolder: cache,
    signal,
    onNote: noteOnce,
    onDecode: ({ done, total }: { readonly done: number; readonly total: number }) =>
      liveLine(`reading pictures ${done}/${total}`),
  };
  if (dryRun) {
    note("Tracing a step of each arm; nothing is trained or written.");
    return showStudyPlan(await study.plan(options, context), json);
  }
  try {
    for await (const event of study.run(options, context)) {
      workBegins();
      if (event.type === "finished") releaseSignals();
      if (json) {
        if (event.type !== "progress") printJson(event);
      } else if (event.type === "part") note(`${event.done + 1}/${event.total}  ${event.message}`);
      else if (event.type === "progress") liveLine(event.message);
      else if (event.type === "warning") warn(event.message);
      else {
        print(textTable(event.table));
        print();
        for (const finding of event.findings) print(inWords(finding));
        const time = duration((performance.now() - started) / 1000);
        note(
          `Written in ${time}: ${interactive ? colors.bold(event.files.join(", ")) : event.files.join(", ")}`,
        );
      }
    }
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    note(`Stopped; what is finished is kept in ${out}. The same command goes on from there.`);
    process.exitCode = interruptedCode();
  }
}

function unknownStudy(name: string): string {
  const names = [...studies.keys()];
  const near = nearestName(name, names);
  return `There is no study called ${name}; there are ${names.join(", ")}.${near === null ? "" : ` Did you mean ${near}?`}`;
}
