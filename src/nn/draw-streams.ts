/**
 * Names the streams of random numbers of one trace, a new one a use: a layer that is applied twice in a step draws
 * twice. The first use of a name is that name, `encoder/block1/dropout`, whatever else a model does, so that models
 * draw as they always did; the next are `encoder/block1/dropout~1`, `~2` and so on, in the order in which they are
 * traced. A trace of the same code therefore has the same names, and a trace of another program begins anew.
 */
export class DrawStreams {
  readonly #uses = new Map<string, number>();
  readonly #taken = new Set<string>();

  /** The name of the next use of a place's stream, which no other use in this trace has. */
  next(name: string): string {
    let uses = this.#uses.get(name) ?? 0;
    let stream = name;
    for (; this.#taken.has(stream); stream = `${name}~${uses}`) uses++;
    this.#uses.set(name, uses);
    this.#taken.add(stream);
    return stream;
  }
}
