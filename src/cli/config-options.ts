import { basename } from "node:path";
import type { Command } from "commander";
import {
  defaultParts,
  environmentLayer,
  fileLayer,
  findConfig,
  flagOf,
  isMadePart,
  type Layer,
  mergeLayers,
  partFactories,
  partFactory,
  partKinds,
  partName,
  type RunOption,
  runOptionNames,
  type Setting,
  type SettledOptions,
  settle,
} from "../config/index.js";
import type { OwnParts } from "../setup/index.js";
import { readConfigFile } from "./config-file.js";
import { runFlag } from "./data-options.js";
import { addSchemaOptions, peekOption } from "./schema-options.js";
import { speakIn, spokenWords } from "./terminal.js";
import { originWord } from "./vocabulary.js";

/** Short spellings of flags. */
const aliases: Partial<Record<RunOption, string>> = { learningRate: "--lr" };

/**
 * Adds a flag for every option of a run, and for the options of the method, encoder and optimiser that are asked
 * for on the command line, in the environment or in the configuration file. Values stay texts: `readSettings`
 * reads and checks them together with the other places.
 */
export async function addRunOptions(command: Command, argv: readonly string[]): Promise<void> {
  for (const name of runOptionNames) {
    if (name === "data") continue;
    command.addOption(runFlag(name, aliases[name]));
  }
  command.option("--config <file>", "configuration file (default: unlabel.config.{ts,js,mjs,json,yaml})");
  const said = await peekLayer(argv);
  for (const kind of partKinds) {
    const factory = partFactory(kind, said.get(kind)?.value ?? preset(kind, said));
    if (factory !== undefined) addSchemaOptions(command, kind, factory.definition.options);
  }
}

/**
 * What all places together say: flags, then environment, then file.
 * @throws ConfigError with everything that is wrong.
 */
export async function readSettings(command: Command, data: string | undefined): Promise<SettledOptions> {
  const flags = new Map(flagLayer(command));
  if (data !== undefined) flags.set("data", { value: data, origin: "DATA", isText: true });
  const below = await layersBelow(command.getOptionValue("config") as string | undefined);
  const merged = mergeLayers(...below, flags);
  speakOfOrigins(merged);
  return settle(merged);
}

/** What a file or a variable settled is called by its name there, for a flag that nobody typed says nothing. */
function speakOfOrigins(settings: Layer): void {
  const { words, ...spoken } = spokenWords();
  const said = [...settings].filter(([, { origin }]) => !origin.startsWith("--") && origin !== "DATA");
  const origins = said.flatMap(([key, { origin }]) => {
    const word = originWord(origin);
    return key === "cache"
      ? ([
          [key, word],
          ["cacheFolder", word],
        ] as const)
      : ([[key, word]] as const);
  });
  speakIn({ ...spoken, words: new Map([...words, ...origins]) });
}

/** A method or encoder of one's own in the configuration file: a run that is opened again needs it. */
export async function ownParts(command: Command): Promise<OwnParts> {
  const [file] = await layersBelow(command.getOptionValue("config") as string | undefined);
  const own = (["method", "encoder"] as const).flatMap((kind) => {
    const part = file.get(kind)?.value;
    const isOwn =
      (typeof part === "function" || isMadePart(part)) && !partFactories[kind].has(partName(part));
    return isOwn ? [[kind, part]] : [];
  });
  return Object.fromEntries(own) as OwnParts;
}

/**
 * Where decoded pictures are kept, for commands that take nothing else of a run's options: as the flag says, else the
 * environment, else the configuration file. Undefined where none says anything.
 * @throws ConfigError for what is no folder's name
 */
export async function cacheFolderOf(command: Command): Promise<string | undefined> {
  const typed = command.getOptionValue("cache") as string | undefined;
  if (typed !== undefined) return typed;
  const setting = mergeLayers(...(await layersBelow(command.getOptionValue("config")))).get("cache");
  if (setting === undefined) return undefined;
  const said = new Map([["cache", setting]]);
  speakOfOrigins(said);
  return settle(said).cacheFolder;
}

/** What the flags alone say, for a run that brings its own configuration. */
export function settledFlags(command: Command): SettledOptions {
  return settle(flagLayer(command));
}

/** The flags of a run that were given, for what a resumed run does not take. */
export function givenFlags(command: Command): readonly string[] {
  return [...flagLayer(command).values()].map(({ origin }) => origin);
}

/** Only what was typed: a flag's own default never hides the file. */
function flagLayer(command: Command): Layer {
  const layer = new Map<string, Setting>();
  for (const option of command.options) {
    const key = option.attributeName();
    const isPart = partKinds.some((kind) => key.startsWith(`${kind}.`));
    if (!isPart && !runOptionNames.includes(key as RunOption)) continue;
    if (command.getOptionValueSource(key) !== "cli") continue;
    layer.set(key, { value: command.getOptionValue(key), origin: option.long ?? flagOf(key), isText: true });
  }
  return layer;
}

/** The file's settings, then the environment's. */
async function layersBelow(asked: string | undefined): Promise<[file: Layer, environment: Layer]> {
  const variable = process.env.UNLABEL_CONFIG || undefined;
  if (asked === undefined && variable !== undefined) {
    const { words, ...spoken } = spokenWords();
    speakIn({ ...spoken, words: new Map([...words, ["config", originWord("UNLABEL_CONFIG")]]) });
  }
  const path = await findConfig(process.cwd(), asked ?? variable);
  const file = path === null ? new Map() : fileLayer(await readConfigFile(path), basename(path));
  return [file, environmentLayer(process.env)];
}

/** What names the parts, before flags are parsed. A broken file shows when it is read in earnest. */
async function peekLayer(argv: readonly string[]): Promise<Layer> {
  const flags = new Map<string, Setting>();
  for (const kind of partKinds) {
    const value = peekOption(argv, flagOf(kind));
    if (value !== undefined) flags.set(kind, { value, origin: flagOf(kind) });
  }
  const below = await layersBelow(peekOption(argv, "--config")).catch((): Layer[] => [
    environmentLayer(process.env),
  ]);
  return mergeLayers(...below, flags);
}

/** The default part; a method's own optimiser. */
function preset(kind: (typeof partKinds)[number], said: Layer): unknown {
  if (kind !== "optimizer") return defaultParts[kind];
  const method = said.get("method")?.value ?? defaultParts.method;
  const { recipe } = (partFactory("method", method)?.definition ?? {}) as { recipe?: { optimizer: string } };
  return recipe?.optimizer ?? defaultParts.optimizer;
}
