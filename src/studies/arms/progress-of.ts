import type { StudyEvent } from "../study.js";

/**
 * What an arm says while it runs, as the study's progress under the arm's title.
 * @returns what the arm returns
 */
export async function* progressOf<Result>(
  arm: AsyncGenerator<string, Result>,
  title: string,
): AsyncGenerator<StudyEvent, Result> {
  let next = await arm.next();
  while (next.done !== true) {
    yield { type: "progress", message: `${title}: ${next.value}` };
    next = await arm.next();
  }
  return next.value;
}
