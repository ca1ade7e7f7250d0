/**
 * ONNX Runtime's arena for the processor, replayed: best fit among free chunks, regions that double. Without memory
 * patterns each tensor is asked for by itself, so how much a step takes can be told before it runs. The rules are those
 * of onnxruntime 1.30; a test holds the replay against what the runtime reports.
 */

/** A piece of a region, free or taken. */
interface Chunk {
  readonly region: number;
  start: number;
  size: number;
  free: boolean;
  before: Chunk | undefined;
  after: Chunk | undefined;
}

const unit = 256;
/** A free chunk that exceeds what is asked by less than this, and is not twice as large, is given whole. */
const largestWaste = 2 ** 27;
const largestDoubling = 2 ** 30;
/** Memory counts once it was written; this many bytes at a time. */
const page = 2 ** 16;

export class Arena {
  readonly #free = new Set<Chunk>();
  readonly #touched: Uint8Array[] = [];
  #next = 2 ** 20;
  #pages = 0;

  /** Bytes that were ever in use: what the system gives for them. */
  get touchedBytes(): number {
    return this.#pages * page;
  }

  take(bytes: number): Chunk {
    const size = Math.max(unit, Math.ceil(bytes / unit) * unit);
    const chunk = this.#bestFit(size) ?? this.#extend(size);
    this.#free.delete(chunk);
    if (chunk.size >= 2 * size || chunk.size - size >= largestWaste) this.#split(chunk, size);
    chunk.free = false;
    const touched = this.#touched[chunk.region]!;
    for (let at = Math.floor(chunk.start / page); at * page < chunk.start + size; at++) {
      if (touched[at] === 0) this.#pages++;
      touched[at] = 1;
    }
    return chunk;
  }

  give(chunk: Chunk): void {
    chunk.free = true;
    const { before, after } = chunk;
    if (after?.free) this.#join(chunk, after);
    if (before?.free) {
      this.#join(before, chunk);
      return;
    }
    this.#free.add(chunk);
  }

  #bestFit(size: number): Chunk | undefined {
    let best: Chunk | undefined;
    for (const chunk of this.#free) {
      if (chunk.size < size) continue;
      const better =
        best === undefined ||
        chunk.size < best.size ||
        (chunk.size === best.size &&
          (chunk.region < best.region || (chunk.region === best.region && chunk.start < best.start)));
      if (better) best = chunk;
    }
    return best;
  }

  #extend(size: number): Chunk {
    const grows = size > this.#next;
    while (size > this.#next) this.#next *= 2;
    const bytes = this.#next;
    if (!grows) this.#next = Math.min(2 * this.#next, largestDoubling);
    const region = this.#touched.push(new Uint8Array(Math.ceil(bytes / page))) - 1;
    const chunk = { region, start: 0, size: bytes, free: true, before: undefined, after: undefined };
    this.#free.add(chunk);
    return chunk;
  }

  #split(chunk: Chunk, size: number): void {
    const rest: Chunk = {
      region: chunk.region,
      start: chunk.start + size,
      size: chunk.size - size,
      free: true,
      before: chunk,
      after: chunk.after,
    };
    if (chunk.after !== undefined) chunk.after.before = rest;
    chunk.after = rest;
    chunk.size = size;
    this.#free.add(rest);
  }

  /** Makes two neighbours one; the second is gone. */
  #join(first: Chunk, second: Chunk): void {
    this.#free.delete(second);
    first.size += second.size;
    first.after = second.after;
    if (second.after !== undefined) second.after.before = first;
  }
}
