import type { Coverage } from "../gallery/index.js";

/** Ten classes each get about one sample in a hundred from the mistakes of a judge that is right no more often. */
const trusted = 0.9;

/** Which classes samples cover, and how far that is to be believed; nothing where it was not asked. */
export function coverageLines(coverage: Coverage | null): string[] {
  if (coverage === null) return [];
  const { classNames, shares, covered, entropy, samples, data, judge } = coverage;
  const told = `judged by the nearest labelled pictures as pixels, which were right about ${percent(judge.accuracy)} of ${judge.heldOut} held-out pictures`;
  return [
    `${covered} of ${classNames.length} classes of ${data} covered by ${samples} samples; entropy ${entropy.toFixed(2)} of ${Math.log(classNames.length).toFixed(2)} nats`,
    classNames.map((name, i) => `${name} ${percent(shares[i] ?? 0)}`).join(", "),
    judge.accuracy < trusted
      ? `${told}: below ${100 * trusted} %, mistakes alone can cover classes that no sample belongs to`
      : told,
  ];
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
