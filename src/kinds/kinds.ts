import type { DataConfig } from "./data-config.js";
import type { Kind } from "./kind.js";
import { pictures } from "./pictures/pictures.js";

/** Every kind of data by its name. A new one is a folder and a line here and in `data-config.ts`. */
export const kinds = { pictures } as const;

/** What opening data of a configuration gives. */
export type SourceOf<Data extends Pick<DataConfig, "kind">> =
  (typeof kinds)[Data["kind"]] extends Kind<infer _Data, infer Own, infer _Arrays, infer _Seen> ? Own : never;

/** The kind that a configuration, or a source, names. */
export function kindOf<Named extends Pick<DataConfig, "kind">>({
  kind,
}: Named): (typeof kinds)[Named["kind"]] {
  return kinds[kind];
}
