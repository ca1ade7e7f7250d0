import { nearestName } from "../../data/index.js";
import { ConfigError } from "../../errors.js";
import type { StudyPictures } from "../arms/open-pictures.js";
import { boundaryLab } from "./boundary-lab.js";
import { conflictLab } from "./conflict-lab.js";
import type { Lab } from "./lab.js";
import { lensLab } from "./lens-lab.js";
import { markLab } from "./mark-lab.js";

/** Every lab, in the order of the specification. */
export const labs: readonly Lab[] = [lensLab, boundaryLab, conflictLab, markLab];

/**
 * The labs that were asked for, all when none was.
 * @throws ConfigError naming the first that there is not, or when no name is given
 */
export function chooseLabs(asked: readonly string[] | undefined): readonly Lab[] {
  if (asked === undefined) return labs;
  const names = labs.map(({ name }) => name);
  if (asked.length === 0)
    throw new ConfigError(`\`labs\` names nothing: give some of ${names.join(", ")}, or leave it out.`);
  for (const name of asked) {
    if (names.includes(name)) continue;
    const near = nearestName(name, names);
    throw new ConfigError(
      `There is no lab called ${name} in the study of shortcuts; there are ${names.join(", ")}.${near === null ? "" : ` Did you mean ${near}?`}`,
      { lab: name },
    );
  }
  return labs.filter(({ name }) => asked.includes(name));
}

/** A lab that pictures cannot carry, and why. */
export interface LeftOut {
  readonly lab: Lab;
  readonly reason: string;
}

/**
 * Which labs pictures can carry.
 * @throws ConfigError where they can carry none
 */
export function carried(
  asked: readonly Lab[],
  pictures: StudyPictures,
): { readonly chosen: readonly Lab[]; readonly leftOut: readonly LeftOut[] } {
  const leftOut = asked.flatMap((lab) => {
    const reason = lab.leftOut(pictures);
    return reason === null ? [] : [{ lab, reason }];
  });
  const chosen = asked.filter((lab) => leftOut.every((out) => out.lab !== lab));
  if (chosen.length > 0) return { chosen, leftOut };
  throw new ConfigError(
    `${pictures.name} can carry none of the labs that were asked for: ${leftOut.map(leftOutLine).join("; ")}. Give other pictures, or other labs with \`labs\`.`,
  );
}

/** `the lab lens is left out: the pictures are grey, ...`. */
export const leftOutLine = ({ lab, reason }: LeftOut): string => `the lab ${lab.name} is left out: ${reason}`;
