import { type PartKind, partKinds } from "./run-options.js";
import { show } from "./spelling.js";

/** One value and where it was said. */
export interface Setting {
  readonly value: unknown;
  /** As the person wrote it: `--batch-size`, `UNLABEL_BATCH_SIZE`, `batchSize in unlabel.config.yaml`. */
  readonly origin: string;
  /** The value is a text that has to be read by its field. */
  readonly isText?: boolean;
}

/** Settings by dotted key: `batchSize`, `method`, `method.temperature`. */
export type Layer = ReadonlyMap<string, Setting>;

/** Anything with a name: a method, an encoder, or what makes them. */
interface Named {
  readonly name?: unknown;
  readonly definition?: { readonly name?: unknown };
}

/** The name that a `method`, `encoder` or `optimizer` setting stands for. */
export function partName(value: unknown): string {
  if (typeof value === "string") return value;
  const named = value as Named | null | undefined;
  const name = named?.definition?.name ?? named?.name;
  return typeof name === "string" ? name : show(value);
}

/**
 * Later layers win, key by key. Options of a method that a later layer replaces by another do not
 * carry over; the same for encoder and optimizer.
 */
export function mergeLayers(...layers: readonly Layer[]): Layer {
  const merged = new Map<string, Setting>();
  for (const layer of layers) {
    for (const kind of partKinds) dropReplaced(kind, merged, layer);
    for (const [key, setting] of layer) merged.set(key, setting);
  }
  return merged;
}

function dropReplaced(kind: PartKind, merged: Map<string, Setting>, layer: Layer): void {
  const [before, now] = [merged.get(kind), layer.get(kind)];
  if (before === undefined || now === undefined || partName(before.value) === partName(now.value)) return;
  for (const key of [...merged.keys()]) if (key.startsWith(`${kind}.`)) merged.delete(key);
}
