import type * as z from "zod";

/**
 * The value that a text stands for, in a flag or a variable. The text itself where the field takes it, else the
 * number, truth value, list (`1,2`, JSON, or one entry alone) or object that it spells. A text that fits in no way is
 * returned as what it spells, so that checking it says what is wrong.
 */
export function fromText(text: string, field: z.ZodType): unknown {
  if (field.safeParse(text).success) return text;
  const value = spelled(text);
  return !field.safeParse(value).success && field.safeParse([value]).success ? [value] : value;
}

function spelled(text: string): unknown {
  if (text === "true" || text === "false") return text === "true";
  if (isNumber(text)) return Number(text);
  if (/^\s*[[{]/.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }
  if (!text.includes(",")) return text;
  return text.split(",").map((part) => (isNumber(part) ? Number(part) : part.trim()));
}

function isNumber(text: string): boolean {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text);
}
