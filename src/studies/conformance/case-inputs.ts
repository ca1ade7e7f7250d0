import { DataError } from "../../errors.js";
import type { Tensor } from "../../tensor/index.js";
import type { LossCase } from "./case-file.js";

/** What a reference case hands to a loss. */
export class CaseInputs {
  readonly #name: string;
  readonly #tensors: ReadonlyMap<string, Tensor>;
  readonly #params: LossCase["params"];

  constructor(name: string, tensors: ReadonlyMap<string, Tensor>, params: LossCase["params"]) {
    this.#name = name;
    this.#tensors = tensors;
    this.#params = params;
  }

  /** @throws DataError when the case has no such input. */
  tensor(name: string): Tensor {
    const tensor = this.#tensors.get(name);
    if (tensor === undefined) throw new DataError(`Case ${this.#name} has no input called ${name}.`);
    return tensor;
  }

  /** @throws DataError when the case has no such number. */
  number(name: string): number {
    const value = this.#params[name];
    if (typeof value !== "number") throw new DataError(`Case ${this.#name} has no number called ${name}.`);
    return value;
  }
}

export interface KnownLoss {
  /** Inputs that are integers. */
  readonly integers?: readonly string[];
  loss(inputs: CaseInputs): Tensor;
  /** The centre after the step, for losses that have one. */
  centre?(inputs: CaseInputs): Tensor;
}
