import * as z from "zod";

/** What a field of a schema takes, in words. */
export interface FieldFacts {
  /** Such as "a whole number from 2", "one of cosine, step, constant". */
  readonly takes: string;
  readonly description: string;
  /** The default, or undefined. */
  readonly preset: unknown;
  /** What stands for the value in a flag; absent where the schema does not say. */
  readonly argument: string | undefined;
}

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly argument?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema | false;
  readonly prefixItems?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
}

/** Reads a field's facts from its schema. */
export function fieldFacts(field: z.ZodType): FieldFacts {
  const schema = z.toJSONSchema(field, { io: "input", unrepresentable: "any" }) as JsonSchema;
  return {
    takes: takes(schema),
    description: schema.description ?? "",
    preset: schema.default,
    argument: schema.argument,
  };
}

function takes(schema: JsonSchema): string {
  if (schema.anyOf !== undefined) {
    const constants = schema.anyOf.every((choice) => choice.const !== undefined);
    const words = schema.anyOf.map((choice) => takes(choice));
    return constants ? `one of ${words.join(", ")}` : words.join(" or ");
  }
  if (schema.const !== undefined) return String(schema.const);
  if (schema.enum !== undefined) return `one of ${schema.enum.join(", ")}`;
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  return types.map((type) => ofType(type, schema)).join(" or ") || "a value";
}

function ofType(type: string, schema: JsonSchema): string {
  switch (type) {
    case "integer":
      return `a whole number${bounds(schema)}${step(schema)}`;
    case "number":
      return `a number${bounds(schema)}`;
    case "string":
      return "text";
    case "boolean":
      return "true or false";
    case "null":
      return "null";
    case "array":
      if (schema.prefixItems !== undefined)
        return `a list of ${schema.prefixItems.length}: ${schema.prefixItems.map(takes).join(", ")}`;
      return schema.items ? `a list, each ${takes(schema.items)}` : "a list";
    default:
      return "named settings";
  }
}

/** Every whole number is a multiple of 1. */
function step({ multipleOf }: JsonSchema): string {
  return typeof multipleOf === "number" && multipleOf !== 1 ? `, a multiple of ${multipleOf}` : "";
}

function bounds({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  const low = isBound(minimum)
    ? ` from ${minimum}`
    : isBound(exclusiveMinimum)
      ? ` above ${exclusiveMinimum}`
      : "";
  const high = isBound(maximum)
    ? ` to ${maximum}`
    : isBound(exclusiveMaximum)
      ? ` below ${exclusiveMaximum}`
      : "";
  if (low === "" && high.startsWith(" to")) return ` up to${high.slice(3)}`;
  return low.startsWith(" above") && high.startsWith(" to") ? `${low} and up${high}` : low + high;
}

/** Whole numbers carry the largest safe ones as bounds, which say nothing. */
function isBound(value: number | undefined): value is number {
  return value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;
}
