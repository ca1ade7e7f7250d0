import type { BenchOptions } from "./bench-options.js";
import { type Contender, secondsPerStep, type Turn } from "./contender.js";
import type { OurWorkload } from "./our-workload.js";
import { type Spread, spread } from "./spread.js";
import { shared } from "./workloads.js";

/** One side's numbers, in seconds a step. */
export interface SideResult {
  readonly name: string;
  readonly gigaflops: number;
  readonly parameters: number;
  readonly firstLoss: number;
  readonly step: Spread;
  readonly endToEnd: Spread;
}

export interface WorkloadResult {
  readonly name: string;
  readonly title: string;
  readonly ours: SideResult & {
    readonly wholeStep: Spread;
    readonly views: Spread;
    readonly facts: OurWorkload["facts"];
  };
  readonly peer: SideResult | null;
  /** The peer's time over ours, turn by turn: above 1 we are faster. */
  readonly ratios: { readonly step: Spread; readonly endToEnd: Spread } | null;
  readonly notes: readonly string[];
}

/** Loss of SimCLR when all embeddings are the same. */
const startingLoss = Math.log(2 * shared.batchSize - 1);

/** Both sides in alternation: ours, theirs, ours, theirs; first the steps alone, then end to end, round after round. */
export async function measure(
  { name, title }: { readonly name: string; readonly title: string },
  ours: OurWorkload,
  peer: Contender | null,
  { rounds, steps }: BenchOptions,
  say: (text: string) => void,
): Promise<WorkloadResult> {
  const sides = peer === null ? [ours] : [ours, peer];
  const taken = sides.map(() => ({ step: [] as Turn[], endToEnd: [] as Turn[] }));
  const [whole, views]: [Turn[], Turn[]] = [[], []];
  // The first step of a session is slow: buffers are allocated and pages touched.
  const first: Turn[] = [];
  for (const side of sides) first.push(await side.trainingSteps(1));
  await ours.wholeSteps(1);
  await ours.views(1);
  const count = steps ?? stepsIn(3, secondsPerStep(await ours.trainingSteps(1)));
  const warmUp = Math.max(1, Math.min(8, count >> 2));
  for (let round = 0; round < rounds; round++) {
    for (const [i, side] of sides.entries()) taken[i]?.step.push(await side.trainingSteps(count));
    for (const [i, side] of sides.entries()) taken[i]?.endToEnd.push(await side.endToEnd(count, warmUp));
    whole.push(await ours.wholeSteps(count));
    views.push(await ours.views(count));
    say(
      `  round ${round + 1} of ${rounds}: ${sides.map(({ name }, i) => lastTurns(name, taken[i])).join("; ")}`,
    );
  }
  const results = sides.map((side, i): SideResult => {
    const { step = [], endToEnd = [] } = taken[i] ?? {};
    return {
      name: side.name,
      gigaflops: side.gigaflops,
      parameters: side.parameters,
      firstLoss: first[i]?.firstLoss ?? Number.NaN,
      step: spread(step.map(secondsPerStep)),
      endToEnd: spread(endToEnd.map(secondsPerStep)),
    };
  });
  const [a, b = null] = results as [SideResult, SideResult?];
  const ratio = (part: "step" | "endToEnd") =>
    spread(
      (taken[1]?.[part] ?? []).map((theirs, round) => {
        const own = taken[0]?.[part][round];
        return own === undefined ? Number.NaN : secondsPerStep(theirs) / secondsPerStep(own);
      }),
    );
  return {
    name,
    title,
    ours: {
      ...a,
      wholeStep: spread(whole.map(secondsPerStep)),
      views: spread(views.map(secondsPerStep)),
      facts: ours.facts,
    },
    peer: b,
    ratios: b === null ? null : { step: ratio("step"), endToEnd: ratio("endToEnd") },
    notes: doubts(title, a, b),
  };
}

/** Whole steps that fill about so many seconds. */
function stepsIn(seconds: number, perStep: number): number {
  return Math.max(2, Math.min(50, Math.round(seconds / perStep)));
}

/** The newest turns of a side, for the progress line. */
function lastTurns(
  name: string,
  turns: { readonly step: Turn[]; readonly endToEnd: Turn[] } | undefined,
): string {
  const milliseconds = (all: readonly Turn[] = []) =>
    ((all.at(-1) === undefined ? Number.NaN : secondsPerStep(all.at(-1) as Turn)) * 1000).toFixed(0);
  return `${name} ${milliseconds(turns?.step)} ms a step alone, ${milliseconds(turns?.endToEnd)} ms end to end`;
}

/** What would make a comparison unfair, as sentences. */
function doubts(title: string, ours: SideResult, peer: SideResult | null): string[] {
  const notes: string[] = [];
  for (const { name, firstLoss } of peer === null ? [ours] : [ours, peer]) {
    if (!(Math.abs(firstLoss - startingLoss) < 1))
      notes.push(
        `${title}: ${name} starts with loss ${firstLoss.toFixed(3)}, not near ln(2N - 1) = ${startingLoss.toFixed(3)}.`,
      );
  }
  if (peer !== null && Math.abs(peer.gigaflops / ours.gigaflops - 1) > 0.01)
    notes.push(
      `${title}: ours does ${ours.gigaflops.toFixed(1)} GFLOP a step and the peer ${peer.gigaflops.toFixed(1)}: not the same work.`,
    );
  if (peer !== null && peer.parameters !== ours.parameters)
    notes.push(`${title}: ours has ${ours.parameters} parameters and the peer ${peer.parameters}.`);
  return notes;
}
