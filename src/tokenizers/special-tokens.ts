import { ConfigError } from "../errors.js";

/** What a token that stands for no text is there for. */
export type SpecialRole =
  | "padding"
  | "unknown"
  | "classification"
  | "separator"
  | "mask"
  | "beginning"
  | "end";

/** How each is written: one name a role, so that files need no list of roles. Ids follow this order. */
export const specialNames: Readonly<Record<SpecialRole, string>> = {
  padding: "[PAD]",
  unknown: "[UNK]",
  classification: "[CLS]",
  separator: "[SEP]",
  mask: "[MASK]",
  beginning: "<bos>",
  end: "<eos>",
};

export const specialRoles = Object.keys(specialNames) as readonly SpecialRole[];

/** Special tokens of a tokenizer: the id of each role that it has. They come before all other ids. */
export type SpecialTokens = Readonly<Partial<Record<SpecialRole, number>>>;

/** What stands before and after a text that goes to a model. */
export interface Frame {
  readonly opening: readonly SpecialRole[];
  readonly closing: readonly SpecialRole[];
}

/**
 * Ids of roles, in the order of `specialNames`, from 0 on.
 * @throws ConfigError for a role that does not exist
 */
export function specialTokens(roles: readonly SpecialRole[]): SpecialTokens {
  for (const role of roles)
    if (!specialRoles.includes(role))
      throw new ConfigError(
        `A special token is there for ${specialRoles.join(", ")}, not for ${String(role)}; name some of those (\`specials\`).`,
      );
  const ordered = specialRoles.filter((role) => roles.includes(role));
  return Object.fromEntries(ordered.map((role, id) => [role, id]));
}

/** Names of special tokens by id. */
export function namesOf(specials: SpecialTokens): readonly string[] {
  return (Object.keys(specials) as SpecialRole[]).map((role) => specialNames[role]);
}

/** Finds the names of special tokens in texts; undefined where there are none to find. */
export function specialPattern(specials: SpecialTokens): RegExp | undefined {
  const names = namesOf(specials);
  if (names.length === 0) return undefined;
  return new RegExp(names.map((name) => name.replace(/[[\]]/g, "\\$&")).join("|"), "g");
}
