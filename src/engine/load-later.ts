import type { Program } from "../graph/index.js";
import type { Engine, LoadedProgram, LoadOptions } from "./engine.js";

/** A program of which nothing is known before it runs. */
export type LaterProgram = Pick<LoadedProgram, "run">;

/**
 * A program that is compiled when it is first run: what short work never comes to costs it nothing.
 * @throws EngineError from the first run, and every later one, when it cannot be built
 */
export function loadLater(engine: Engine, program: Program, options: LoadOptions): LaterProgram {
  let loaded: Promise<LoadedProgram> | undefined;
  return {
    async run(...given) {
      loaded ??= engine.load(program, options);
      return (await loaded).run(...given);
    },
  };
}
