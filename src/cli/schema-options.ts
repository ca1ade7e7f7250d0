import { type Command, InvalidArgumentError, Option } from "commander";
import type * as z from "zod";
import { fieldFacts, flagOf } from "../config/index.js";

/** Adds one flag for each field of a schema: `--method.temperature <value>`. Values stay texts. */
export function addSchemaOptions(command: Command, prefix: string, schema: z.ZodObject): void {
  for (const [key, field] of Object.entries(schema.shape)) {
    const { takes, description, preset } = fieldFacts(field as z.ZodType);
    const facts = preset === undefined ? takes : `${takes}; default: ${JSON.stringify(preset)}`;
    command.addOption(new Option(`${flagOf(`${prefix}.${key}`)} <value>`, `${description} (${facts})`));
  }
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
  max = Number.POSITIVE_INFINITY,
  exclusive = false,
}: {
  integer?: boolean;
  min?: number;
  max?: number;
  exclusive?: boolean;
} = {}) {
  return (text: string): number => {
    const value = Number(text);
    const low = exclusive ? value <= min : value < min;
    const isOut = low || value > max;
    if (text.trim() === "" || !Number.isFinite(value) || (integer && !Number.isInteger(value)) || isOut) {
      const bound = min === Number.NEGATIVE_INFINITY ? "" : exclusive ? ` above ${min}` : ` from ${min}`;
      const end = max === Number.POSITIVE_INFINITY ? "" : ` to ${max}`;
      throw new InvalidArgumentError(`Expected a ${integer ? "whole " : ""}number${bound}${end}.`);
    }
    return value;
  };
}
