import { readdir, readFile, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

export interface OperatorTime {
  readonly label: string;
  /** Calls a step. */
  readonly calls: number;
  readonly milliseconds: number;
  /** Of the time of all operators. */
  readonly share: number;
}

export interface OperatorTimes {
  readonly steps: number;
  readonly milliseconds: number;
  readonly operators: readonly OperatorTime[];
  /** Operators apart by the shapes of their inputs, the longest first. */
  readonly shapes: readonly OperatorTime[];
}

interface TraceEvent {
  readonly cat: string;
  readonly name: string;
  readonly dur: number;
  readonly ts: number;
  readonly args?: {
    readonly op_name?: string;
    readonly input_type_shape?: readonly Readonly<Record<string, readonly number[]>>[];
  };
}

/** Reads the profile that ONNX Runtime wrote under a path prefix, and removes it. The first run is left out. */
export async function operatorTimes(prefix: string): Promise<OperatorTimes> {
  const names = await readdir(dirname(prefix));
  const name = names.find((each) => each.startsWith(basename(prefix)) && each.endsWith(".json"));
  if (name === undefined) throw new Error(`ONNX Runtime wrote no profile ${prefix}*.json.`);
  const path = join(dirname(prefix), name);
  const events = JSON.parse(await readFile(path, "utf8")) as TraceEvent[];
  await rm(path);
  const runs = events.filter(({ cat, name }) => cat === "Session" && name === "model_run");
  const steady = runs.toSorted((a, b) => a.ts - b.ts).slice(1);
  const from = steady[0]?.ts ?? Number.POSITIVE_INFINITY;
  const kernels = events.filter(
    ({ cat, name, ts }) => cat === "Node" && name.endsWith("_kernel_time") && ts >= from,
  );
  const table = (label: (event: TraceEvent) => string) => grouped(kernels, label, steady.length);
  const operators = table(({ args }) => args?.op_name ?? "?");
  return {
    steps: steady.length,
    milliseconds: operators.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
    operators,
    shapes: table(({ args }) => `${args?.op_name ?? "?"} ${shapesOf(args)}`).slice(0, 20),
  };
}

function shapesOf(args: TraceEvent["args"]): string {
  return (args?.input_type_shape ?? [])
    .flatMap((typed) => Object.values(typed))
    .map((shape) => (shape.length === 0 ? "scalar" : shape.join("x")))
    .join(", ");
}

function grouped(
  events: readonly TraceEvent[],
  label: (event: TraceEvent) => string,
  steps: number,
): OperatorTime[] {
  const sums = new Map<string, { calls: number; microseconds: number }>();
  for (const event of events) {
    const key = label(event);
    const sum = sums.get(key) ?? { calls: 0, microseconds: 0 };
    sums.set(key, { calls: sum.calls + 1, microseconds: sum.microseconds + event.dur });
  }
  const total = events.reduce((sum, { dur }) => sum + dur, 0);
  return [...sums]
    .map(([key, { calls, microseconds }]) => ({
      label: key,
      calls: calls / steps,
      milliseconds: microseconds / 1000 / steps,
      share: microseconds / total,
    }))
    .sort((a, b) => b.milliseconds - a.milliseconds);
}
