import type { DataSource, ImageSource } from "../../data/index.js";
import { ConfigError } from "../../errors.js";

/**
 * Samples as pictures, for what pictures alone have.
 * @param what needs them, as the subject of a sentence
 * @throws ConfigError where they are something else
 */
export function asPictures(source: DataSource, what: string): ImageSource {
  if (source.kind === "pictures") return source as ImageSource;
  throw new ConfigError(`${what} needs pictures, and ${source.name} is read as ${source.kind}.`, {
    kind: source.kind,
  });
}

/** What a run keeps of its pictures. @throws ConfigError where its samples are something else */
export function picturesDataOf<Data extends { readonly kind: string }>(
  data: Data,
  what: string,
): Extract<Data, { readonly kind: "pictures" }> {
  if (data.kind === "pictures") return data as Extract<Data, { readonly kind: "pictures" }>;
  throw new ConfigError(`${what} needs pictures, and this run is of ${data.kind}.`, { kind: data.kind });
}
