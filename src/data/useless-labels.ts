import { DataError } from "../errors.js";
import type { Labels } from "./source.js";

type Told = Pick<Labels, "values" | "classNames">;

/** From this share of samples alone in their class on, labels name samples rather than classes. */
const mostlyAlone = 0.9;
/** Numbers with a fraction are amounts where there are more of them, or fewer samples of each. */
const mostRealClasses = 20;
const fewestOfEach = 5;

/**
 * Why no accuracy can be measured with labels, in a clause with counts; null where it can. So it is with one class, where
 * (nearly) every sample is of its own class, and where labels are real numbers.
 */
export function uselessLabels(labels: Told, name: string): string | null {
  const { present, samples, alone } = countClasses(labels);
  const shown = present.slice(0, 3).join(", ");
  if (samples === 0) return `${name} has no labelled sample`;
  if (present.length === 1)
    return `${samples === 1 ? "the one label" : `all ${samples} labels`} of ${name} ${samples === 1 ? "is" : "are"} ${shown}`;
  if (areAmounts(present, samples))
    return `the labels of ${name} are real numbers, ${present.length} different ones of ${samples} samples (such as ${shown})`;
  if (alone >= mostlyAlone * samples) {
    const few = alone === samples ? `each of the ${samples}` : `${alone} of the ${samples}`;
    return `${few} labelled samples of ${name} ${alone === samples ? "is" : "are"} alone in ${alone === samples ? "its" : "their"} class (such as ${shown})`;
  }
  return null;
}

/**
 * @param purpose what needs them, such as `An evaluation`
 * @param way what else could be done, a sentence
 * @throws DataError where no accuracy can be measured with the labels
 */
export function refuseUselessLabels(labels: Told, name: string, purpose: string, way = ""): void {
  const reason = uselessLabels(labels, name);
  if (reason === null) return;
  throw new DataError(
    `${purpose} needs two classes or more with several samples of each, but ${reason}: give labels that name classes.${way === "" ? "" : ` ${way}`}`,
    { name },
  );
}

/**
 * What a person should know of labels that can be used, a sentence each.
 * @param use `judge`: samples that only judge, of which one of a class is enough
 */
export function labelWarnings(labels: Labels, name: string, use: "learn" | "judge" = "learn"): string[] {
  const { present, samples, alone } = countClasses(labels);
  const warnings: string[] = [];
  if (labels.missing > 0)
    warnings.push(
      `${labels.missing} of the ${labels.values.length} samples of ${name} ${labels.missing === 1 ? "has no label and takes" : "have no label and take"} no part.`,
    );
  if (present.length > mostRealClasses && samples < fewestOfEach * present.length && present.every(isWhole))
    warnings.push(
      `The labels of ${name} are ${present.length} different whole numbers of ${samples} samples (such as ${present.slice(0, 3).join(", ")}), each taken as a class: if they are amounts, accuracies say little.`,
    );
  else if (use === "learn" && alone > present.length / 2)
    warnings.push(
      `${alone} of the ${present.length} classes of ${name} ${alone === 1 ? "has" : "have"} one labelled sample, which can be learned from or judge, not both.`,
    );
  return warnings;
}

/** Classes that samples have, how many samples have one, and how many of these have it alone. */
function countClasses({ values, classNames }: Told) {
  const counts = new Int32Array(classNames.length);
  let samples = 0;
  for (const value of values) {
    if (value < 0) continue;
    counts[value]!++;
    samples++;
  }
  return {
    present: classNames.filter((_, value) => counts[value]! > 0),
    samples,
    alone: counts.filter((count) => count === 1).length,
  };
}

const number = /^[-+]?(\d+[.,]?\d*|[.,]\d+)(e[-+]?\d+)?$/i;
const isWhole = (text: string) => /^[-+]?\d+$/.test(text);

/** Numbers, apart from a few words for none, some with a fraction, and too many or too rare to be classes. */
function areAmounts(present: readonly string[], samples: number): boolean {
  const numbers = present.filter((text) => number.test(text));
  if (numbers.length < 2 || numbers.length < present.length - 3) return false;
  if (!numbers.some((text) => !Number.isInteger(Number(text.replace(",", "."))))) return false;
  return present.length > mostRealClasses || samples < fewestOfEach * present.length;
}
