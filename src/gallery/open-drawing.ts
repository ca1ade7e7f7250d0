import { availableParallelism } from "node:os";
import type { Encoder } from "../encoders/index.js";
import { type Engine, type LoadedProgram, nodeEngine } from "../engine/index.js";
import type { OpenSamples } from "../kinds/index.js";
import type { Method } from "../methods/index.js";
import { fitState, openRun } from "../runs/index.js";
import { encoderOf, methodOf, type OwnParts, type RunConfig } from "../setup/index.js";
import type { PictureProgram } from "../steps/index.js";

/** A run that is ready to draw. */
export interface Drawing {
  readonly folder: string;
  readonly config: RunConfig;
  readonly encoder: Encoder;
  readonly method: Method;
  /** Steps of training behind the weights. */
  readonly step: number;
  readonly engine: Engine;
  /** A drawing program on the run's weights. */
  load(traced: PictureProgram): Promise<LoadedProgram>;
  /** Frees the engine. */
  dispose(): Promise<void>;
}

export interface OpenDrawingOptions extends OwnParts {
  readonly onWarning?: (message: string) => void;
}

/** Where pictures that are read are kept, and who is told how far reading is. */
export type ReadOptions = Pick<OpenSamples, "cacheFolder" | "onProgress" | "onNote">;

/** What everything that draws takes. */
export interface DrawOptions extends OpenDrawingOptions, ReadOptions {
  /** Run folder, or one checkpoint inside it. */
  readonly run: string;
}

/**
 * Opens a run folder, or one checkpoint inside it, to draw with its method.
 * @throws CheckpointError when the run cannot be read
 */
export async function openDrawing(run: string, options: OpenDrawingOptions = {}): Promise<Drawing> {
  const { folder, config, checkpoint } = await openRun(run, options.onWarning);
  const [encoder, method] = [encoderOf(config, options), methodOf(config, options)];
  const engine = nodeEngine({ threads: availableParallelism() });
  return {
    folder,
    config,
    encoder,
    method,
    step: checkpoint.step,
    engine,
    async load({ program, scope }) {
      const fresh = scope.variables.initialValues(config.seed);
      const store = await engine.createStore(fitState(fresh, checkpoint.state, "the run"));
      return engine.load(program, { store, name: "draw" });
    },
    dispose: () => engine.dispose(),
  };
}
