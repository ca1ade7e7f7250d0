import type { Evaluation, EvaluationGain, EvaluationRow, EvaluationSummary } from "./evaluation.js";
import { grouped } from "./grouped.js";
import { budgetNames, isOfWhole, kindName } from "./summary.js";

/** `all labels`, `10/class labels`. */
const labelsOf = (budget: string) => (budget === "all" ? "all labels" : `${budget} labels`);

/**
 * A sentence or two a budget, each about one use of the pretrained encoder that was settled beforehand: fine-tuned
 * against training from scratch, and its linear probe (else its kNN) against whatever scores best of plain features and the
 * untrained encoder, by probe or kNN, so that choosing by test samples can only make it harder for the pretrained encoder. It counts as help when the
 * mean gain exceeds its deviation over draws of labels and twice the standard error that the size of the test set leaves.
 */
export function verdicts(evaluation: Pick<Evaluation, "summary" | "gains" | "testSamples">): string[] {
  const { summary, gains } = evaluation;
  return budgetNames(summary).flatMap((budget) => {
    const here = gains.filter((gain) => gain.budget === budget);
    const of = (probe: EvaluationGain["probe"]) => here.filter((gain) => gain.probe === probe);
    const frozen = of("linear").length > 0 ? of("linear") : of("knn");
    return [of("fine-tune"), frozen].flatMap((found) => {
      const hardest = found.toSorted((a, b) => a.mean - b.mean)[0];
      return hardest === undefined ? [] : [verdict(hardest, evaluation)];
    });
  });
}

function verdict(gain: EvaluationGain, { summary, testSamples }: Parameters<typeof verdicts>[0]): string {
  const { budget, probe, baseline, baselineProbe, mean, spread, seeds } = gain;
  const kind = (arm: EvaluationRow["arm"], read: EvaluationRow["probe"]) =>
    summary.find((one) => one.budget === budget && one.probe === read && one.arm === arm && isOfWhole(one))!;
  const [own, other] = [kind("pretrained", probe), kind(baseline, baselineProbe)];
  const variance = [own, other].reduce((sum, { mean: p }) => sum + p * (1 - p), 0) / testSamples;
  const noise = spread + 2 * Math.sqrt(variance);
  const found =
    mean > noise ? "pretraining helped" : mean < -noise ? "pretraining did harm" : "no clear difference";
  const show = (one: EvaluationSummary) =>
    `${(100 * one.mean).toFixed(1)}${one.seeds > 1 ? ` ± ${(100 * one.spread).toFixed(1)}` : ""} %`;
  const difference = `${mean < 0 ? "−" : "+"}${Math.abs(100 * mean).toFixed(1)}${seeds > 1 ? ` ± ${(100 * spread).toFixed(1)}` : ""} points`;
  const against = probe === "fine-tune" ? "training from scratch" : `${kindName(other)}, the best baseline`;
  return `With ${labelsOf(budget)}, ${kindName(own)}: ${found}, ${show(own)} against ${show(other)} (${against}): ${difference}.`;
}

/** What ± stands for, a sentence for beside every table and chart. */
export function spreadNote({ rows }: Pick<Evaluation, "rows">): string {
  const draws = new Set(rows.map(({ seed }) => seed)).size;
  const once =
    "The encoder was pretrained once: nothing here says how much another pretraining seed would change.";
  if (draws < 2) return `Labels were drawn once, so there is no ±. ${once}`;
  return `± is the standard deviation over ${draws} draws of labels, each of which also starts the untrained encoder and training from other weights; where all labels are used and nothing is drawn, there is none. ${once}`;
}

/** How fine-tuning and training from scratch were done; null where neither was. */
export function protocolNote({ rows }: Pick<Evaluation, "rows">): string | null {
  const trained = rows.filter(({ protocol }) => protocol !== undefined);
  if (trained.length === 0) return null;
  const each = [...grouped(trained, ({ budget }) => budget)].map(([budget, [row]]) => {
    const { steps, batchSize } = row!.protocol!;
    return `${steps} steps of ${batchSize} samples with ${labelsOf(budget)}`;
  });
  const rate = Number(trained[0]!.protocol!.learningRate.toPrecision(3));
  return `Fine-tuning and training from scratch differ in the encoder's first weights alone: both train all weights, from a classifier that starts at zero, with AdamW at a peak rate of ${rate}, the same views and the same draws, ${each.join(", ")}. The time of pretraining is not charged.`;
}
