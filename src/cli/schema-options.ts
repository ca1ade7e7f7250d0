import { type Command, InvalidArgumentError, Option } from "commander";
import * as z from "zod";
import { ConfigError } from "../errors.js";

/** Adds one flag for each field of a schema: `--method.temperature <number>`. */
export function addSchemaOptions(command: Command, prefix: string, schema: z.ZodObject): void {
  for (const [key, field] of Object.entries(schema.shape)) {
    const { description, preset, kind } = describeField(field as z.ZodType);
    const flag = `--${prefix}.${kebab(key)}`;
    const text = `${description ?? key}${preset === undefined ? "" : ` (default: ${JSON.stringify(preset)})`}`;
    command.addOption(new Option(`${flag} <${kind}>`, text));
  }
}

/** Collects what `addSchemaOptions` added and checks it against the schema. */
export function readSchemaOptions(
  options: Readonly<Record<string, unknown>>,
  prefix: string,
  schema: z.ZodObject,
): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const key of Object.keys(schema.shape)) {
    const value = options[camelPath(`${prefix}.${kebab(key)}`)];
    if (value !== undefined) given[key] = parseValue(String(value));
  }
  const checked = schema.safeParse(given);
  if (checked.success) return given;
  const reasons = checked.error.issues.map(
    ({ path, message }) => `--${prefix}.${kebab(String(path[0]))}: ${message}`,
  );
  throw new ConfigError(`${reasons.join("; ")}. See the options with --help.`, {
    issues: checked.error.issues,
  });
}

/** The value of a flag that is read before the command is built, such as `--method`. */
export function peekOption(argv: readonly string[], flag: string): string | undefined {
  const at = argv.findIndex((word) => word === flag || word.startsWith(`${flag}=`));
  if (at < 0) return undefined;
  return argv[at]?.includes("=") ? argv[at]?.slice(flag.length + 1) : argv[at + 1];
}

/** Parser of a number option, for commander. */
export function number({
  integer = false,
  min = Number.NEGATIVE_INFINITY,
  exclusive = false,
}: {
  integer?: boolean;
  min?: number;
  exclusive?: boolean;
} = {}) {
  return (text: string): number => {
    const value = Number(text);
    const low = exclusive ? value <= min : value < min;
    if (text.trim() === "" || !Number.isFinite(value) || (integer && !Number.isInteger(value)) || low) {
      const bound = min === Number.NEGATIVE_INFINITY ? "" : exclusive ? ` above ${min}` : ` from ${min}`;
      throw new InvalidArgumentError(`Expected a ${integer ? "whole " : ""}number${bound}.`);
    }
    return value;
  };
}

function describeField(field: z.ZodType): { description: string | undefined; preset: unknown; kind: string } {
  const json = z.toJSONSchema(field, { io: "input", unrepresentable: "any" }) as {
    type?: string;
    default?: unknown;
    enum?: unknown[];
    description?: string;
  };
  const kind = json.enum === undefined ? (json.type ?? "value") : json.enum.join("|");
  return { description: json.description ?? field.description, preset: json.default, kind };
}

function parseValue(text: string): unknown {
  if (/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  if (text === "true" || text === "false") return text === "true";
  if (/^[[{]/.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }
  return /^\d+(,\d+)+$/.test(text) ? text.split(",").map(Number) : text;
}

const kebab = (key: string): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
/** How commander names the value of a dotted flag. */
const camelPath = (flag: string): string =>
  flag.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
