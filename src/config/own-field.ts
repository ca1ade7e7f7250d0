import type * as z from "zod";

/** The field of a schema that a key names; keys that every object has, such as `constructor`, name none. */
export function ownField(shape: Readonly<Record<string, z.ZodType>>, key: string): z.ZodType | undefined {
  return Object.hasOwn(shape, key) ? shape[key] : undefined;
}
