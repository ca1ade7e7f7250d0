import type { DataSource } from "../data/index.js";
import { ConfigError } from "../errors.js";
import type { DataConfig } from "./data-config.js";
import type { Kind } from "./kind.js";
import { allKinds, type OwnOptions } from "./registry.js";

/** A kind as shared code sees it, which never asks which one it is. */
export type AnyKind = Kind<DataConfig, DataSource, object, object, OwnOptions>;

/** Every kind of data by its name. */
export const kinds: ReadonlyMap<string, AnyKind> = new Map(
  // What a kind declares is of its own samples; these, their configuration and the kind go together by name.
  allKinds.map((kind) => [kind.name, kind as unknown as AnyKind]),
);

/**
 * The kind that a configuration, or a source, names.
 * @throws ConfigError where there is none of that name
 */
export function kindOf({ kind }: { readonly kind: string }): AnyKind {
  const found = kinds.get(kind);
  if (found !== undefined) return found;
  throw new ConfigError(
    `There is no kind of data called ${kind}; there ${kinds.size === 1 ? "is" : "are"} ${[...kinds.keys()].join(", ")}.`,
    { kind },
  );
}
