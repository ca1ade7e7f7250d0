import type { HostArray } from "../graph/index.js";
import type { StateEntry } from "./engine.js";

/** Arrays that a message holds at its first level: outputs by name, or the data of entries. */
export function arraysIn(value: unknown): HostArray[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((part: unknown) => {
    const data = isArray(part) ? part : (part as Partial<StateEntry> | null)?.data;
    return isArray(data) ? [data] : [];
  });
}

/** The memory of arrays that have it to themselves, each once: what a message may move instead of copying. */
export function ownBuffers(arrays: readonly HostArray[]): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const { buffer, byteLength } of arrays)
    if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffers.add(buffer);
  return [...buffers];
}

/** Parts of larger arrays, copied: a message would hold all of the memory that they are a part of. */
export function apart<Data extends HostArray>(data: Data): Data {
  return data.buffer.byteLength === data.byteLength ? data : (data.slice() as Data);
}

function isArray(value: unknown): value is HostArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}
