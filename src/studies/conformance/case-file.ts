import { readFile } from "node:fs/promises";
import * as z from "zod";
import { DataError, shorten } from "../../errors.js";
import type { Tolerance } from "./tolerance.js";

const tensor = z
  .object({ shape: z.array(z.int().positive()), data: z.array(z.number()) })
  .refine(
    ({ shape, data }) => shape.reduce((size, side) => size * side, 1) === data.length,
    "the data has not as many numbers as the shape says",
  );

const lossCase = z.object({
  name: z.string(),
  params: z.record(z.string(), z.unknown()),
  inputs: z.record(z.string(), tensor),
  expected: z.object({
    loss: z.number(),
    grads: z.record(z.string(), z.array(z.number()).nullable()),
    /** For losses with a centre: its value after the step. */
    center: z.array(z.number()).optional(),
  }),
});

const optimizerCase = z.object({
  name: z.string(),
  hyper: z.record(z.string(), z.unknown()),
  /** The loss before each step. */
  losses: z.array(z.number()).min(1),
  /** Sum of each parameter after the last step. */
  finalParamSums: z.record(z.string(), z.number()),
});

const networkCase = z.object({
  name: z.string(),
  params: z.record(z.string(), tensor),
  inputs: z.record(z.string(), tensor),
  loss: z.number(),
  grads: z.record(z.string(), tensor),
  optimizers: z.array(optimizerCase),
});

const caseFile = z.object({ about: z.string(), cases: z.array(z.union([lossCase, networkCase])) });

export type CaseTensor = z.output<typeof tensor>;
export type LossCase = z.output<typeof lossCase>;
export type OptimizerCase = z.output<typeof optimizerCase>;
export type NetworkCase = z.output<typeof networkCase>;

export interface CaseFile {
  readonly tolerance: Tolerance;
  readonly cases: readonly (LossCase | NetworkCase)[];
}

/**
 * Reads reference cases: JSON with `about`, which names the tolerance, and `cases` of losses and whole networks.
 * @throws DataError when the file cannot be read, is not JSON or has another form.
 */
export async function readCaseFile(path: string): Promise<CaseFile> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === "ENOENT" ? "there is no such file" : error.message;
    throw new DataError(`Cannot read the conformance file ${path}: ${reason}.`, { path }, error);
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new DataError(
      `Expected JSON in the conformance file ${path}; got: ${(error as Error).message}.`,
      { path },
      error,
    );
  }
  const parsed = caseFile.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = shorten(issue?.path.join(".") || "the top level");
    // Words of a rule of this file; the schema's own are a programmer's.
    const what = issue?.code === "custom" ? `: ${issue.message}` : "";
    throw new DataError(
      `The conformance file ${path} does not have the expected form at ${place}${what}. Expected { about, cases }.`,
      { path, issues: parsed.error.issues },
    );
  }
  const { about, cases } = parsed.data;
  const [, relative, absolute] = /([\d.e-]+) relative, ([\d.e-]+) absolute/.exec(about) ?? [];
  if (relative === undefined || absolute === undefined) {
    throw new DataError(
      `The conformance file ${path} names no tolerance: expected "... 2e-4 relative, 2e-5 absolute" in its about.`,
      { path },
    );
  }
  return { tolerance: { relative: Number(relative), absolute: Number(absolute) }, cases };
}
