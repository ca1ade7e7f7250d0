import { ConfigError } from "../../errors.js";
import { JUDGING } from "../../evaluate/index.js";
import { findKind } from "../../kinds/index.js";
import { type PretrainOptions, resolveRun } from "../../settle/index.js";
import type { RunConfig } from "../../setup/index.js";
import type { Arm } from "./arms.js";
import { readBudget } from "./budget.js";
import { type CompareOptions, sharedOptions } from "./compare-options.js";
import { type ComparisonData, openComparisonData } from "./comparison-data.js";
import { type Compared, jobsOf } from "./comparison-jobs.js";
import { refuseOtherSettings, type Settings } from "./comparison-settings.js";
import { refuseIdleRows } from "./forget.js";
import { type Machine, thisMachine } from "./machine.js";
import { type Plan, type PlannedArm, readPlan, refuseOtherArm, refuseOtherFolder } from "./plan.js";
import { asPlanned, settleArms } from "./settle-arms.js";
import { referenceMethod } from "./step-cost.js";

/** A comparison that is settled and joined with what its folder has planned, with its data open; nothing is measured. */
export interface Settled extends Compared {
  /** Of a run on these data with this encoder, the method apart. */
  readonly config: RunConfig;
  readonly data: ComparisonData;
  /** What a person should know before it begins. */
  readonly notes: readonly string[];
  readonly settings: Settings;
  readonly machine: Machine;
  /** The plan of the folder; null where nothing was planned yet. */
  readonly before: Plan | null;
  /** Arms by name, as they are planned; what is measured is written into them. */
  readonly planned: ReadonlyMap<string, PlannedArm>;
  runOptions(arm: Pick<Arm, "method" | "augment">, seed: number): PretrainOptions;
}

/**
 * Settles a comparison, and joins it with what its folder has planned.
 * @throws ConfigError, DataError for what cannot be done, or would not belong to what is there
 */
export async function settleComparison(options: CompareOptions): Promise<Settled> {
  const { out, seeds = 3, baselineSeeds = seeds, budget = "90s" } = options;
  readBudget(budget);
  for (const [name, value] of Object.entries({ seeds, baselineSeeds })) {
    if (!(Number.isInteger(value) && value > 0))
      throw new ConfigError(`\`${name}\` takes a whole number above 0, but got ${value}.`);
  }
  const before = await readPlan(out);
  if (before === null) await refuseOtherFolder(out);
  const kind = await findKind(options);
  const { encoder = kind.usual.encoder() } = options;
  const plain = kind.baseline.name;
  const common = { ...sharedOptions(options), encoder };
  const { config, source } = await resolveRun({ ...common, method: referenceMethod(), holdout: 0 });
  await source.close();
  const notes: string[] = [];
  const arms = settleArms(options, encoder, config, notes);
  refuseIdleRows(options.again ?? [], jobsOf({ encoder, plain, arms, seeds, baselineSeeds }), options);
  const data = await openComparisonData(config, options);
  notes.push(...data.warnings);
  try {
    const settings: Settings = JSON.parse(
      JSON.stringify({
        data: data.identity,
        test: data.test,
        ...kind.seen(config.data),
        described: kind.described(config.data),
        encoder: { name: encoder.name, options: encoder.options },
        budget,
        augment: config.augment,
        batchSize: options.batchSize ?? null,
        threads: config.threads,
        trainLimit: options.trainLimit ?? 10_000,
        testLimit: options.testLimit ?? 5_000,
        folds: options.folds ?? null,
        fewLabels: options.fewLabels ?? 10,
        judging: JUDGING,
        fineTune: options.fineTune ?? false,
      } satisfies Settings),
    );
    const runOptions = (arm: Pick<Arm, "method" | "augment">, seed: number): PretrainOptions => ({
      ...common,
      method: arm.method,
      ...(arm.augment === undefined ? {} : { augment: arm.augment }),
      holdout: data.heldOut,
      seed,
    });
    if (before !== null) refuseOtherSettings(out, before.settings, settings);
    const kept = (before?.arms ?? []).filter(({ name }) => !options.again?.includes(name));
    const planned = new Map(kept.map((arm) => [arm.name, arm]));
    for (const arm of arms.map(asPlanned)) {
      const earlier = planned.get(arm.name);
      if (earlier === undefined) planned.set(arm.name, arm);
      else refuseOtherArm(out, earlier, arm);
    }
    const machine = thisMachine();
    if (before !== null && before.machine.cpu !== machine.cpu)
      notes.push(
        `Steps were measured on ${before.machine.cpu}, and this is ${machine.cpu}: runs do as many steps as there, in another time.`,
      );
    return {
      encoder,
      plain,
      config,
      data,
      arms,
      seeds,
      baselineSeeds,
      notes,
      settings,
      machine,
      before,
      planned,
      runOptions,
    };
  } catch (error) {
    await data.close();
    throw error;
  }
}
