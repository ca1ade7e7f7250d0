import type { CompareEvent } from "../studies/index.js";
import { duration, liveLine, note, warn } from "./terminal.js";

/**
 * Shows the events of a comparison: a line a result, and a live line while something trains.
 * @param wayOn the command that goes on when this one is stopped
 */
export function showCompare(wayOn: string): (event: CompareEvent) => void {
  let steps = 0;
  return (event) => {
    switch (event.type) {
      case "started":
        for (const message of event.notes) note(message);
        note(`${event.encoder}: ${event.total} results, ${event.done} of them there already -> ${event.out}`);
        break;
      case "measured": {
        const { name, stepSeconds, phaseSeconds, steps: count } = event;
        const phase = phaseSeconds > 0 ? ` and ${phaseSeconds.toFixed(1)} s of work between steps` : "";
        note(
          `${name}: ${(1000 * stepSeconds).toFixed(1)} ms a step${phase}, so ${count} ${count === 1 ? "step" : "steps"} a run`,
        );
        break;
      }
      case "estimate": {
        const { total, toCome, trainingSeconds } = event;
        const training = trainingSeconds > 0 ? `about ${duration(trainingSeconds)} of training, and ` : "";
        note(`${total} results, ${toCome} to come: ${training}judging`);
        break;
      }
      case "run":
        liveLine(`${event.name}, seed ${event.seed}`);
        break;
      case "training": {
        const { name, seed, event: inner } = event;
        if (inner.type === "started") {
          steps = inner.config.steps;
          if (inner.step > 0) note(`${name}, seed ${seed}: continuing after step ${inner.step}.`);
        }
        if (inner.type === "step")
          liveLine(
            `${name}, seed ${seed}: step ${inner.step}/${steps}  loss ${inner.loss.toFixed(4)}  ${duration(inner.secondsLeft)} left`,
          );
        break;
      }
      case "record":
        showRecord(event);
        break;
      case "interrupted":
        note(
          `Stopped with ${event.done} of ${event.total} results; all is saved. Continue with:\n  ${wayOn}`,
        );
        break;
      case "finished":
        if (event.failures > 0)
          warn(`${event.failures} of the runs failed; the same command tries them again.`);
        note(`Written: ${event.files.join(", ")}`);
        break;
    }
  };
}

function showRecord({ record, done, total }: Extract<CompareEvent, { type: "record" }>): void {
  const what = `${done}/${total}  ${record.name}, seed ${record.seed}`;
  if (record.type === "failure") {
    warn(`${what} failed: ${record.message}`);
    return;
  }
  const percent = (value: number | null) => (value === null ? "–" : `${(100 * value).toFixed(1)} %`);
  const { knn, probe, fewProbe, effectiveRank, training, judgeSeconds } = record;
  const trained = training === null ? "" : `trained ${duration(training.seconds)}, `;
  note(
    `${what}: kNN ${percent(knn)}, probe ${percent(probe)}, few labels ${percent(fewProbe)}, rank ${effectiveRank.toFixed(1)} (${trained}judged in ${judgeSeconds.toFixed(1)} s)`,
  );
}
