import { note } from "./terminal.js";

/** npm and npx pass one Ctrl-C on a second time; a person takes longer. */
const sameKeyPress = 250;

/** A signal that Ctrl-C and SIGTERM abort: the first asks for an orderly end, the second leaves at once. */
export function interruptible(whenStopping: string): AbortSignal {
  const controller = new AbortController();
  let stoppedAt = Number.NEGATIVE_INFINITY;
  const stop = (name: NodeJS.Signals) => {
    const now = performance.now();
    if (now - stoppedAt < sameKeyPress) return;
    if (controller.signal.aborted) {
      // Dies of the signal, as if nobody had listened: an orderly exit would tear the engine down in a step.
      process.removeAllListeners(name);
      process.kill(process.pid, name);
      return;
    }
    note(whenStopping);
    stoppedAt = now;
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return controller.signal;
}
