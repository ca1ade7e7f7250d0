/** A list of ids that grows. */
export class IdList {
  ids = new Int32Array(256);
  length = 0;

  push(id: number): void {
    if (this.length === this.ids.length) this.grow(this.length + 1);
    this.ids[this.length++] = id;
  }

  /** Adds a part of another list. */
  pushPart(from: Int32Array, start: number, end: number): void {
    const needed = this.length + end - start;
    if (needed > this.ids.length) this.grow(needed);
    // Parts are words of a few ids: a loop is quicker than a view and `set`.
    for (let i = start; i < end; i++) this.ids[this.length++] = from[i]!;
  }

  /** A copy of what is there. */
  toArray(): Int32Array {
    return this.ids.slice(0, this.length);
  }

  /** A copy of what is there, after which the list may begin anew; what a large one took is given back. */
  take(): Int32Array {
    const taken = this.toArray();
    if (this.ids.length > mostKept) this.ids = new Int32Array(256);
    this.length = 0;
    return taken;
  }

  private grow(needed: number): void {
    const ids = new Int32Array(Math.max(needed, this.ids.length * 2));
    ids.set(this.ids);
    this.ids = ids;
  }
}

const mostKept = 1 << 20;
