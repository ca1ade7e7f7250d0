import { type DType, type Shape, tracingAt } from "../graph/index.js";
import { type Key, randomKey } from "../random/index.js";
import type { Tensor } from "../tensor/index.js";
import { DrawStreams } from "./draw-streams.js";
import { type Initialiser, zeros } from "./initialiser.js";
import { TEACHER } from "./teacher-name.js";
import { type ParameterRole, type Variable, Variables } from "./variables.js";

interface Context {
  readonly variables: Variables;
  readonly draws: DrawStreams;
  /** Training uses batch statistics, dropout and moving averages; inference does not. */
  readonly training: boolean;
  /** Batch normalisation normalises each sample by itself instead. */
  readonly perSample: boolean;
  /** Set inside a teacher: its parameters are averages of the parameters at the same path without this prefix. */
  readonly teacherOf?: { readonly prefix: string };
  readonly group: string;
}

/**
 * A named place in a model. Layers are functions of a scope: what they ask for is recorded under the scope's
 * path while tracing, and the paths become the names in checkpoints and exported models.
 */
export class Scope {
  readonly path: string;
  readonly #context: Context;

  private constructor(path: string, context: Context) {
    this.path = path;
    this.#context = context;
  }

  /**
   * The root of a model, and of one trace of it: a root of its own draws as if nothing had been traced before, also with
   * the `variables` of another.
   */
  static root({
    variables = new Variables(),
    draws = new DrawStreams(),
    training = true,
  }: {
    variables?: Variables;
    draws?: DrawStreams;
    training?: boolean;
  } = {}): Scope {
    return new Scope("", { variables, draws, training, perSample: false, group: "main" });
  }

  get training(): boolean {
    return this.#context.training;
  }

  get normalisesPerSample(): boolean {
    return this.#context.perSample;
  }

  get variables(): Variables {
    return this.#context.variables;
  }

  /** A scope below this one. */
  child(name: string): Scope {
    return new Scope(this.path === "" ? name : `${this.path}/${name}`, this.#context);
  }

  /** The same place, whose parameters belong to an optimiser group of their own. */
  inGroup(group: string): Scope {
    return new Scope(this.path, { ...this.#context, group });
  }

  /** The same place in inference mode: running statistics, no dropout. */
  frozen(): Scope {
    return new Scope(this.path, { ...this.#context, training: false });
  }

  /**
   * The same place, whose batch normalisation takes each sample by itself (layer normalisation over channels and
   * space): for what must not mix samples, such as a critic under a gradient penalty.
   */
  perSample(): Scope {
    return new Scope(this.path, { ...this.#context, perSample: true });
  }

  /**
   * The same place on averaged weights (a mean teacher): parameters live under `teacher/` and follow the
   * student's by an exponential moving average that the trainer adds to the step. No gradient flows into them.
   */
  teacher(prefix = TEACHER): Scope {
    return new Scope(this.path, { ...this.#context, teacherOf: { prefix } });
  }

  /** Runs a layer's body with this path in error messages and profiles. */
  run<Result>(body: () => Result): Result {
    return tracingAt(this.path, body);
  }

  /** A trained parameter (or the teacher's average of it). */
  parameter(name: string, shape: Shape, initialise: Initialiser, role: ParameterRole = "weight"): Tensor {
    const { variables, teacherOf, group } = this.#context;
    const path = this.#name(name);
    if (teacherOf === undefined) {
      return variables.declare({
        name: path,
        kind: "parameter",
        dtype: "float32",
        shape,
        role,
        group,
        initialise,
      }).tensor;
    }
    return variables.declare({
      name: `${teacherOf.prefix}/${path}`,
      kind: "teacher",
      dtype: "float32",
      shape,
      role,
      group,
      initialise,
      source: path,
    }).tensor;
  }

  /** State that is not trained: running statistics, queues, centres. Returns its latest value in this step. */
  state(name: string, shape: Shape, initialise: Initialiser = zeros, dtype: DType = "float32"): Tensor {
    return this.variables.current(this.#stateVariable(name, shape, initialise, dtype));
  }

  /** Sets the value that the state has from here on, and in the next step. */
  assign(name: string, value: Tensor): void {
    this.variables.assign(this.#stateName(name), value);
  }

  /**
   * The key of a stream of random numbers that belongs to this place and to this call: asked again in the same trace,
   * it is another stream (`DrawStreams` names them). Keep the key where two things shall see the same draws.
   */
  key(name: string): Key {
    return randomKey(this.#context.draws.next(this.#stateName(name)));
  }

  #stateVariable(name: string, shape: Shape, initialise: Initialiser, dtype: DType): Variable {
    const path = this.#stateName(name);
    return this.variables.declare({
      name: path,
      kind: "state",
      dtype,
      shape,
      role: "norm",
      group: "none",
      initialise,
    });
  }

  #name(name: string): string {
    return this.path === "" ? name : `${this.path}/${name}`;
  }

  #stateName(name: string): string {
    const { teacherOf } = this.#context;
    return teacherOf === undefined ? this.#name(name) : `${teacherOf.prefix}/${this.#name(name)}`;
  }
}
