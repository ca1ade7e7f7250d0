/** How long a configuration file may take to settle; loading a library within takes seconds on a busy machine. */
export const settlingSeconds = 60;

/**
 * What running a module gives, unless it never ends: where it waits for what cannot come, the program would end without
 * a word, and where it waits too long, nothing would begin.
 * @throws Error that says so, and whatever the module throws
 */
export async function runModule<Value>(
  run: () => Promise<Value>,
  seconds: number = settlingSeconds,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  let giveUp: (() => void) | undefined;
  const ended = new Promise<never>((_, reject) => {
    // Nothing is left that could wake the module.
    giveUp = () => reject(new Error("it waits for something that never comes"));
    process.once("beforeExit", giveUp);
    timer = setTimeout(() => reject(new Error(`it has not ended after ${seconds} s`)), 1000 * seconds);
    timer.unref();
  });
  try {
    return await Promise.race([run(), ended]);
  } finally {
    clearTimeout(timer);
    if (giveUp !== undefined) process.off("beforeExit", giveUp);
  }
}
