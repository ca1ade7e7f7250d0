import type { Encoder } from "../../encoders/index.js";
import type { Method } from "../../methods/index.js";
import type { Arm } from "./arms.js";
import { UNTRAINED, untrainedOf } from "./baselines.js";

/** One result to come. */
export interface Job {
  readonly name: string;
  readonly seed: number;
  /** Null for what is not trained. */
  readonly arm: Arm | null;
  /** Of what is not trained: whose encoder it is, where a method makes its own. */
  readonly method?: Method;
}

/** What is compared with what, and how often. */
export interface Compared {
  readonly encoder: Encoder;
  /** What plain features of the samples are called. */
  readonly plain: string;
  readonly arms: readonly Arm[];
  readonly seeds: number;
  readonly baselineSeeds: number;
}

/** All results of a comparison, in the order in which they are found. */
export function jobsOf({ encoder, plain, arms, seeds, baselineSeeds }: Compared): Job[] {
  const wrapping = new Map(
    arms
      .filter(({ method }) => method.encoder(encoder) !== encoder)
      .map(({ method }) => [method.name, method]),
  );
  return [
    // Plain features are the same for every seed, apart from the few labels drawn.
    ...times(Math.min(seeds, baselineSeeds)).map((seed) => ({ name: plain, seed, arm: null })),
    ...times(baselineSeeds).flatMap((seed) => [
      { name: UNTRAINED, seed, arm: null },
      ...[...wrapping.values()].map((method) => ({ name: untrainedOf(method), seed, arm: null, method })),
    ]),
    // Seed after seed, so that a comparison that was stopped has all methods.
    ...times(seeds).flatMap((seed) => arms.map((arm) => ({ name: arm.name, seed, arm }))),
  ];
}

const times = (count: number) => Array.from({ length: count }, (_, i) => i);
