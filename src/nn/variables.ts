import { ShapeError } from "../errors.js";
import { type DType, type HostArray, type Shape, sameShape, showShape } from "../graph/index.js";
import { input, type Tensor } from "../tensor/index.js";
import type { Initialiser } from "./initialiser.js";

/** What a parameter is, for the optimiser's usual exclusions (no weight decay, no LARS on biases and norms). */
export type ParameterRole = "weight" | "bias" | "norm";

/** One named tensor that outlives a step. */
export interface Variable {
  readonly name: string;
  readonly kind: "parameter" | "state" | "teacher";
  readonly dtype: DType;
  readonly shape: Shape;
  readonly tensor: Tensor;
  readonly role: ParameterRole;
  /** Parameters of one group share an optimiser: "main" unless a method says otherwise. */
  readonly group: string;
  readonly initialise: Initialiser;
  /** For a teacher's variable: the student's variable that it averages. */
  readonly source?: string;
}

/** Records the variables of a model while it is traced, and the next values of its state. */
export class Variables {
  readonly #variables = new Map<string, Variable>();
  readonly #next = new Map<string, Tensor>();

  /** The variable of that name, made at its first use. */
  declare(variable: Omit<Variable, "tensor">): Variable {
    const known = this.#variables.get(variable.name);
    if (known === undefined) {
      const tensor = input(variable.name, variable.shape, variable.dtype, "state");
      const made = { ...variable, tensor };
      this.#variables.set(variable.name, made);
      return made;
    }
    if (!sameShape(known.shape, variable.shape)) {
      const [a, b] = [showShape(known.shape), showShape(variable.shape)];
      throw new ShapeError(
        `Parameter ${variable.name} is used with two shapes: ${a} and ${b}. Give the second use its own scope.`,
        {
          name: variable.name,
        },
      );
    }
    return known;
  }

  /** A state's latest value in this step: what was last assigned, or what the step began with. */
  current(variable: Variable): Tensor {
    return this.#next.get(variable.name) ?? variable.tensor;
  }

  assign(name: string, value: Tensor): void {
    const variable = this.#variables.get(name);
    if (variable === undefined || !sameShape(variable.shape, value.shape)) {
      const expected = variable === undefined ? "no such state" : showShape(variable.shape);
      throw new ShapeError(`State ${name} expects ${expected}; got ${showShape(value.shape)}.`, { name });
    }
    this.#next.set(name, value);
  }

  /**
   * Traces something by itself: what it assigns is handed back, for whoever makes updates of it, and is not the state's
   * value for what is traced later. What it reads of state is what was assigned before it, then what it assigned.
   */
  assigning<Result>(body: () => Result): {
    readonly result: Result;
    readonly assigned: ReadonlyMap<string, Tensor>;
  } {
    const before = new Map(this.#next);
    const result = body();
    const assigned = new Map([...this.#next].filter(([name, value]) => before.get(name) !== value));
    this.#next.clear();
    for (const [name, value] of before) this.#next.set(name, value);
    return { result, assigned };
  }

  /**
   * Traces something whose assignments do not count: a pass over generated samples, say, whose statistics no running
   * average shall follow.
   */
  withoutAssigning<Result>(body: () => Result): Result {
    return this.assigning(body).result;
  }

  get(name: string): Variable | undefined {
    return this.#variables.get(name);
  }

  all(): Variable[] {
    return [...this.#variables.values()];
  }

  parameters(group?: string): Variable[] {
    return this.all().filter(
      ({ kind, group: own }) => kind === "parameter" && (group === undefined || own === group),
    );
  }

  /** State assigned during the trace, by name. */
  assigned(): ReadonlyMap<string, Tensor> {
    return this.#next;
  }

  /** First values of every variable. A teacher starts as a copy of its student. */
  initialValues(seed: number): { name: string; dtype: DType; shape: Shape; data: HostArray }[] {
    return this.all().map(({ name, dtype, shape, initialise, source }) => {
      const data = initialise(shape, source ?? name, seed);
      return { name, dtype, shape, data: dtype === "int32" ? Int32Array.from(data) : data };
    });
  }
}
