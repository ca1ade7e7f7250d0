import { afterEach, expect, it, vi } from "vitest";
import type { PlannedEvaluation } from "../evaluate/index.js";
import { showPlannedEvaluation } from "./evaluation-plan-view.js";

afterEach(() => {
  vi.restoreAllMocks();
});

const plan: PlannedEvaluation = {
  ...{ run: "runs/made", steps: 1, weights: "teacher", seeds: 1, classes: 3 },
  ...{ train: "bars", trainSamples: 90, test: "bars test", testSamples: 30 },
  budgets: [{ name: "4/class", labels: 12 }],
  ...{ probes: ["knn", "fine-tune"], layers: ["embedding"], measurements: 5 },
  fineTunings: [{ labels: 12, trainings: 2, steps: 400, batchSize: 12, peakBytes: 300 * 2 ** 20 }],
  ...{ availableBytes: 2 ** 33, earlier: null, out: "runs/made/evaluation", writes: ["report.md"] },
  warnings: ["A class is missing."],
};

/** What is printed, results and messages. */
function shown(change: Partial<PlannedEvaluation> = {}, json = false): [string, string] {
  const [out, error] = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockReturnValue(true),
  );
  showPlannedEvaluation({ ...plan, ...change }, json);
  return [out!.mock.calls.join(""), error!.mock.calls.join("")];
}

it("says what is measured and trained, where it goes, and what is not known", () => {
  const [text, messages] = shown();
  expect(text).toMatch(/^run +runs\/made, after 1 step, by the teacher's weights$/m);
  expect(text).toMatch(/^budgets +4\/class \(12\); 1 draw of each$/m);
  expect(text).toMatch(
    /^end to end +2 trainings of 400 steps of 12 on 12 labels, about 300 MiB by .*; there are 8,192 MiB$/m,
  );
  expect(text).toMatch(/^time +not known: this run was not evaluated there yet/m);
  expect(text).toMatch(/^written +in runs\/made\/evaluation: report\.md$/m);
  expect(messages).toMatch(/A class is missing/);
});

it("tells what an evaluation that is there took, and that it is replaced; and all of it as JSON", () => {
  const earlier = { measurements: 12, seconds: 75 };
  expect(shown({ earlier })[0]).toMatch(/took 1m15s for 12 measurements\n.*\(what is there is replaced\)/);
  vi.restoreAllMocks();
  expect(JSON.parse(shown({ earlier }, true)[0])).toMatchObject({ earlier, measurements: 5 });
});
