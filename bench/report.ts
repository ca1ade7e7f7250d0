import type { Machine } from "./machine.js";
import { showMachine } from "./machine.js";
import type { Peak } from "./matmul-peak.js";
import type { WorkloadResult } from "./measure.js";
import type { OperatorTime, OperatorTimes } from "./operator-times.js";
import type { PeakMemory } from "./peak-memory.js";
import { type PeerFacts, peerWorkers } from "./peer.js";
import type { Spread } from "./spread.js";
import { workloads as known, shared } from "./workloads.js";

/** Everything that one run of the benchmark measured. */
export interface BenchResult {
  readonly machine: Machine;
  readonly peaks: readonly Peak[];
  readonly peer: { readonly facts: PeerFacts; readonly peaks: readonly Peak[] } | null;
  readonly workloads: readonly WorkloadResult[];
  readonly profiles: Readonly<Record<string, OperatorTimes>>;
  readonly memory: readonly { readonly own: PeakMemory; readonly reference: PeakMemory | null }[];
  /** What a reader has to know before comparing. */
  readonly notes: readonly string[];
}

/** The result as Markdown, for the terminal and for docs/benchmarks.md. */
export function benchReport(result: BenchResult): string {
  const { machine, peaks, peer, workloads, notes } = result;
  const parts = [
    `Machine: ${showMachine(machine)}.`,
    `Matrix products of this machine through the engine: ${showPeaks(peaks)}. Shares are of the greater.`,
    ours(workloads, best(peaks)),
    memoryTable(result.memory),
  ];
  if (peer !== null && workloads.some(({ peer }) => peer !== null)) {
    const named = Object.entries(peer.facts.versions).map(([name, version]) => `${name} ${version}`);
    parts.push(
      `Peer: ${named.join(", ")}, BLAS ${peer.facts.blas}, ${peerWorkers} loader processes, ${peer.facts.threads} threads; its matrix products: ${showPeaks(peer.peaks)}.`,
      comparison(workloads),
    );
  }
  parts.push(...Object.entries(result.profiles).map(([name, times]) => profileReport(name, times)));
  if (notes.length > 0) parts.push(notes.map((note) => `- Note: ${note}`).join("\n"));
  return `${parts.join("\n\n")}\n`;
}

function ours(workloads: readonly WorkloadResult[], peak: number): string {
  const rows = workloads.map(({ title, ours: { gigaflops, ...own } }) => {
    const share = ({ median }: Spread) => percent(gigaflops / median / peak);
    return [
      title,
      rate(own.endToEnd),
      time(own.wholeStep),
      time(own.step),
      time(own.views),
      gigaflops.toFixed(1),
      share(own.step),
      share(own.endToEnd),
      `${own.facts.buildSeconds.toFixed(2)} s`,
      `${own.facts.prepareSeconds.toFixed(1)} s`,
      `${Math.round(own.facts.pictures / own.facts.openSeconds)}/s`,
    ];
  });
  return table(
    [
      "Workload",
      "Images/s end to end",
      "Step with views",
      "Step alone",
      "Views alone",
      "GFLOP a step",
      "Share of peak, step alone",
      "Share of peak, end to end",
      "Session build",
      "Whole preparation",
      "Decoding, once",
    ],
    rows,
  );
}

function memoryTable(memory: BenchResult["memory"]): string {
  const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  const compared = memory.some(({ reference }) => reference !== null);
  const rows = memory.map(({ own, reference }) => [
    known[own.workload].title,
    mebibytes(own.before),
    mebibytes(own.peak),
    ...(reference === null ? [] : [mebibytes(reference.peak), (own.peak / reference.peak).toFixed(2)]),
  ]);
  const head = ["Workload", "Process before its first step", "Peak of the process"];
  return table(compared ? [...head, "Peak of the reference", "Ratio"] : head, rows);
}

function comparison(workloads: readonly WorkloadResult[]): string {
  const rows = workloads.flatMap(({ title, ours: own, peer, ratios }) =>
    peer === null || ratios === null
      ? []
      : [
          [title, "step alone", time(own.step), time(peer.step), times(ratios.step)],
          [title, "end to end", rate(own.endToEnd), rate(peer.endToEnd), times(ratios.endToEnd)],
        ],
  );
  return table(["Workload", "What", "unlabel", "PyTorch", "Ratio (above 1: unlabel is faster)"], rows);
}

function profileReport(name: string, { steps, milliseconds, operators, shapes }: OperatorTimes): string {
  const rows = (times: readonly OperatorTime[]) =>
    times.map((each) => [
      each.label,
      String(Math.round(each.calls)),
      each.milliseconds.toFixed(1),
      percent(each.share),
    ]);
  const head = (what: string) => [what, "Calls a step", "ms a step", "Share"];
  return [
    `Where the step of ${name} goes: ${milliseconds.toFixed(0)} ms in operators, mean of ${steps} profiled steps, views included.`,
    table(head("Operator"), rows(operators.slice(0, 15))),
    table(head("Operator and input shapes"), rows(shapes)),
  ].join("\n\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}

export const best = (peaks: readonly Peak[]): number => Math.max(...peaks.map(({ gigaflops }) => gigaflops));
const showPeaks = (peaks: readonly Peak[]): string =>
  peaks.map(({ size, gigaflops }) => `${gigaflops.toFixed(0)} GFLOP/s at ${size}`).join(", ");
const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

/** A median with its range. */
function ranged({ median, least, most }: Spread, show: (value: number) => string, unit: string): string {
  return `${show(median)}${unit} (${show(least)} to ${show(most)})`;
}

function time(seconds: Spread): string {
  return ranged(
    seconds,
    (value) => (value < 0.1 ? (value * 1000).toPrecision(3) : (value * 1000).toFixed(0)),
    " ms",
  );
}

function rate({ median, least, most, count }: Spread): string {
  const images = (seconds: number) => shared.batchSize / seconds;
  return ranged(
    { median: images(median), least: images(most), most: images(least), count },
    (value) => value.toFixed(0),
    "",
  );
}

function times(ratio: Spread): string {
  return ranged(ratio, (value) => value.toFixed(2), "");
}
