import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { recipeSchema } from "../../augment/index.js";
import { ConfigError, DataError } from "../../errors.js";
import { isAbandonedName, writeFileAtomically } from "../../formats/index.js";
import { isLock } from "../../runs/index.js";
import { namedSchema, settingsSchema } from "./comparison-settings.js";
import { firstDifference, show } from "./first-difference.js";
import { machineSchema } from "./machine.js";

const measuredSchema = z.strictObject({
  stepSeconds: z.number(),
  firstPhaseSeconds: z.number(),
  phaseSeconds: z.number(),
  phaseEvery: z.int().nullable(),
  stepsPerEpoch: z.int(),
  batchSize: z.int(),
  views: z.number(),
  compileSeconds: z.number(),
});

const armSchema = z.strictObject({
  name: z.string(),
  method: namedSchema,
  /** What the method suggests for its optimiser. */
  recipe: z.record(z.string(), z.unknown()),
  /** Null: the augmentations of all. */
  augment: recipeSchema.nullable(),
  /** Whether pretraining reads labels. */
  labels: z.boolean(),
  /** Settled before the first run. */
  measured: measuredSchema.nullable(),
  steps: z.int().nullable(),
});

const planSchema = z.strictObject({
  format: z.literal("unlabel-comparison-1"),
  settings: settingsSchema,
  /** A step of SimCLR there: what costs are relative to. */
  reference: measuredSchema,
  arms: z.array(armSchema),
  machine: machineSchema,
  started: z.string(),
});

export type Measured = z.output<typeof measuredSchema>;
export type PlannedArm = z.output<typeof armSchema>;
export type Plan = z.output<typeof planSchema>;

const planPath = (folder: string) => join(folder, "plan.json");

/** Null where nothing was planned yet. @throws DataError when the file is damaged */
export async function readPlan(folder: string): Promise<Plan | null> {
  const path = planPath(folder);
  if (!existsSync(path)) return null;
  const text = await readFile(path, "utf8");
  const parsed = planSchema.safeParse(parse(text));
  if (parsed.success) return parsed.data;
  throw new DataError(
    `${path} is damaged or of another version of unlabel: put back the one that the comparison was made with, or choose another \`out\`.`,
    { path },
    parsed.error,
  );
}

export async function writePlan(folder: string, plan: Plan): Promise<void> {
  await writeFileAtomically(planPath(folder), `${JSON.stringify(plan, null, 2)}\n`);
}

/** Refuses a folder that holds other things, such as a run. @throws ConfigError, DataError when it cannot be read */
export async function refuseOtherFolder(folder: string): Promise<void> {
  const held = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === "ENOENT") return [];
    throw new DataError(
      `The folder ${folder} cannot be read (${error.code}): choose another \`out\`.`,
      { folder },
      error,
    );
  });
  // What a write that was cut off left there counts for nothing.
  const [first] = held.filter((name) => !isAbandonedName(name) && !isLock(name)).sort();
  if (first === undefined) return;
  throw new ConfigError(
    `The folder ${folder} holds other things than a comparison, such as ${first}; choose a new or an empty one with \`out\`.`,
    { folder },
  );
}

/** @throws ConfigError when an arm of the same name was planned otherwise */
export function refuseOtherArm(folder: string, before: PlannedArm, now: PlannedArm): void {
  const facts = ({ method, recipe, augment }: PlannedArm) => ({ method, recipe, augment });
  const difference = firstDifference(facts(before), facts(now));
  if (difference === null) return;
  const [key, was, is] = difference;
  throw new ConfigError(
    `The comparison in ${folder} has ${before.name} with \`${key.replace(".options.", ".")}\` ${show(was)}, and now it is ${show(is)}. Give the same again, forget its results with \`again\`, or choose another \`out\`.`,
    { arm: before.name, key, was, is },
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
