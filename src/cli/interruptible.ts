import { note } from "./terminal.js";

/** npm and npx pass one Ctrl-C on a second time; a person takes longer. */
const sameKeyPress = 250;

/** What asks for an orderly end: Ctrl-C, SIGTERM, and SIGHUP, which comes when the terminal is closed. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

interface Interruptible {
  readonly stop: () => void;
  readonly release: () => void;
}

let running: Interruptible | undefined;
let hasBegun = false;
let stoppedWith = 130;
let failedWith: number | undefined;

/** A signal that the system's ones abort: the first asks for an orderly end, the second leaves at once. */
export function interruptible(whenStopping: string): AbortSignal {
  const controller = new AbortController();
  let stoppedAt = Number.NEGATIVE_INFINITY;
  const stop = () => {
    note(whenStopping);
    stoppedAt = performance.now();
    controller.abort();
  };
  const onSignal = (name: NodeJS.Signals) => {
    if (performance.now() - stoppedAt < sameKeyPress) return;
    if (controller.signal.aborted) {
      // Dies of the signal, as if nobody had listened: an orderly exit would tear the engine down in a step.
      process.removeAllListeners(name);
      process.kill(process.pid, name);
      return;
    }
    if (name === "SIGHUP") stoppedWith = 129;
    stop();
  };
  for (const name of signals) process.on(name, onSignal);
  running = {
    stop: () => controller.signal.aborted || stop(),
    release: () => {
      for (const name of signals) process.off(name, onSignal);
    },
  };
  return controller.signal;
}

/** From now on there is something that is lost where the program ends without order. */
export function workBegins(): void {
  hasBegun = true;
}

/** Nothing is left to be saved: from now on a signal ends the program as usual. */
export function releaseSignals(): void {
  running?.release();
  running = undefined;
}

/** Whether a command runs that saves when it is stopped. */
export const isInterruptible = (): boolean => running !== undefined;

/** What a command that was stopped ends with: 130, or 129 where the terminal went away. */
export const interruptedCode = (): number => failedWith ?? stoppedWith;

/** What the program ends with because something beside the command failed, such as writing its results. */
export const failureCode = (): number | undefined => failedWith;

/** Ends the program with a code: at once, or where a command saves when it is stopped, when that is done. */
export function stopInOrder(code: number): void {
  if (code !== 130) failedWith ??= code;
  if (running === undefined || !hasBegun) process.exit(code);
  running.stop();
}
