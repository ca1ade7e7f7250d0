import type * as z from "zod";

/** A field with its text and what stands for its value in a flag: `--out <folder>`. */
export function option<Field extends z.ZodType>(field: Field, argument: string, description: string): Field {
  return field.meta({ description, argument }) as Field;
}
