import type { CutStep } from "./cut-step.js";
import type { StepProgram } from "./step-program.js";

/** A step as one program, or as the two that it is where gradients of several batches are added up. */
export type TracedStep = StepProgram | CutStep;
