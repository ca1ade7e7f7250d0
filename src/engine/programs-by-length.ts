import { EngineError } from "../errors.js";
import type { Program } from "../graph/index.js";
import type { DrawState } from "../random/index.js";
import type { Engine, Feeds, Handing, LoadedProgram, Outputs, Store } from "./engine.js";
import { inTurn } from "./in-turn.js";

export interface ProgramsByLengthOptions {
  readonly engine: Engine;
  /** State that all lengths share, so that it goes on whatever length comes next. */
  readonly store: Store;
  /** The program for inputs of a length, from a scope of its own: what state has in one trace is none of another's. */
  readonly trace: (length: number) => Program;
  /** Lengths that there are programs for; shorter inputs are padded to the next by the caller. None given: any. */
  readonly lengths?: readonly number[];
  /** Programs that are kept at once. Default 8. */
  readonly most?: number;
  /** For messages and profiles; the length is added. */
  readonly name?: string;
}

/**
 * One program a length over one store: shapes are part of a program, so texts of several lengths take several. Each is
 * traced and compiled when its length is first met, and the one that was used least recently is given up for it once there
 * are as many as are kept.
 */
export class ProgramsByLength {
  readonly #options: ProgramsByLengthOptions;
  readonly #lengths: readonly number[] | undefined;
  /** In order of their last use. */
  readonly #loaded = new Map<number, LoadedProgram>();
  readonly #turn = inTurn();

  /** @throws EngineError when a length, or the number that are kept, is no whole number from 1 */
  constructor(options: ProgramsByLengthOptions) {
    const { lengths, most = 8 } = options;
    for (const number of [...(lengths ?? []), most]) {
      if (!(Number.isInteger(number) && number >= 1))
        throw new EngineError(`Lengths, and how many are kept, are whole numbers from 1; got ${number}.`, {});
    }
    this.#options = options;
    this.#lengths = lengths && [...lengths].sort((a, b) => a - b);
  }

  /** The lengths that are compiled now, the one used last at the end. */
  get compiled(): readonly number[] {
    return [...this.#loaded.keys()];
  }

  /**
   * The length that an input of some length is padded to.
   * @throws EngineError when it is longer than the longest
   */
  lengthFor(length: number): number {
    if (this.#lengths === undefined) return length;
    const found = this.#lengths.find((one) => one >= length);
    if (found === undefined)
      throw new EngineError(
        `There are programs for lengths up to ${this.#lengths.at(-1)}; got ${length}. Cut the input, or add a length.`,
        { length },
      );
    return found;
  }

  /**
   * Runs the program of a length, one that `lengthFor` gave. Runs begin in the order in which they are asked for.
   * @throws EngineError when there is no program for it, or it cannot be built or run
   */
  async run(length: number, feeds: Feeds, draws?: DrawState, handing?: Handing): Promise<Outputs> {
    if (this.lengthFor(length) !== length)
      throw new EngineError(`There is no program for length ${length}: pad to ${this.lengthFor(length)}.`, {
        length,
      });
    // Only until it has begun: the engine takes runs one after the other itself.
    const begun = await this.#turn(async () => {
      const program = await this.#program(length);
      return { outputs: program.run(feeds, draws, handing) };
    });
    return begun.outputs;
  }

  async dispose(): Promise<void> {
    await this.#turn(async () => {
      for (const program of this.#loaded.values()) await program.dispose();
      this.#loaded.clear();
    });
  }

  async #program(length: number): Promise<LoadedProgram> {
    const { engine, store, trace, most = 8, name = "program" } = this.#options;
    const known = this.#loaded.get(length);
    this.#loaded.delete(length);
    for (const [other, program] of known === undefined ? [...this.#loaded] : []) {
      if (this.#loaded.size < most) break;
      this.#loaded.delete(other);
      await program.dispose();
    }
    const program = known ?? (await engine.load(trace(length), { store, name: `${name} of ${length}` }));
    this.#loaded.set(length, program);
    return program;
  }
}
