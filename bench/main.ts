/** `npm run bench`: how fast training is on this machine. See docs/benchmarks.md. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BenchOptions, benchOptions, usage } from "./bench-options.js";
import { busyWarning, showMachine, thisMachine } from "./machine.js";
import { matmulPeak, type Peak } from "./matmul-peak.js";
import { measure, type WorkloadResult } from "./measure.js";
import { type OperatorTimes, operatorTimes } from "./operator-times.js";
import { ourWorkload } from "./our-workload.js";
import { type PeakMemory, peakMemory } from "./peak-memory.js";
import { findPython, type Peer, startPeer } from "./peer.js";
import { pictureFolder } from "./pictures.js";
import { type BenchResult, benchReport, best } from "./report.js";
import { type WorkloadName, workloads } from "./workloads.js";
import { writeDocs } from "./write-docs.js";

/** Progress goes to the error stream, so that the report can be piped. */
const say = (text: string): void => console.error(text);

async function bench(options: BenchOptions): Promise<BenchResult> {
  const { threads, quick } = options;
  const machine = await thisMachine(threads);
  say(showMachine(machine));
  const busy = busyWarning(machine);
  const notes = busy === null ? [] : [busy];
  if (quick)
    notes.push("Measured with --quick: it shows that the benchmark works, not how fast training is.");
  const peer = options.peer ? await openPeer(threads, notes) : null;
  let [peaks, theirs]: [Peak[], Peak[]] = [[], []];
  say("Making pictures (once) ...");
  const pictures = await pictureFolder(quick ? 1000 : 10_000);
  const measured: WorkloadResult[] = [];
  const profiles: Record<string, OperatorTimes> = {};
  const memory: { own: PeakMemory; reference: PeakMemory | null }[] = [];
  try {
    for (const name of options.only) {
      // Again before each workload, the best counts: a machine is not equally fast all the time.
      peaks = bestOf(peaks, await peaksOf((size) => matmulPeak(size, threads, quick ? 2 : 5)));
      if (peer !== null) theirs = bestOf(theirs, await peaksOf((size) => peer.peak(size, quick ? 1 : 5)));
      memory.push(await memoryOf(name, pictures, options));
      measured.push(await benchWorkload(name, pictures, peer, options));
      if (options.profile) profiles[workloads[name].title] = await profileOf(name, pictures, options);
    }
  } finally {
    // Its process would otherwise keep this one alive after an error.
    await peer?.dispose();
  }
  if (peer !== null && best(theirs) < best(peaks) / 2) {
    notes.push(
      `PyTorch's matrix products reach ${best(theirs).toFixed(0)} GFLOP/s where the engine's reach ${best(peaks).toFixed(0)}: its BLAS is a slow one, so its ratios say more about that library than about PyTorch. On Debian, install libopenblas0-openmp.`,
    );
  }
  notes.push(...measured.flatMap((result) => result.notes));
  return {
    machine,
    peaks,
    peer: peer === null ? null : { facts: peer.facts, peaks: theirs },
    workloads: measured,
    profiles,
    memory,
    notes,
  };
}

async function memoryOf(name: WorkloadName, pictures: string, { threads, reference }: BenchOptions) {
  say(`Memory of ${workloads[name].title} ...`);
  const own = await peakMemory(name, { pictures, threads });
  const other = reference === null ? null : await peakMemory(name, { pictures, threads, reference });
  return { own, reference: other };
}

/** At the two sizes that are measured. */
async function peaksOf(measurePeak: (size: number) => Promise<number>): Promise<Peak[]> {
  const peaks: Peak[] = [];
  for (const size of [1024, 2048]) peaks.push({ size, gigaflops: await measurePeak(size) });
  return peaks;
}

function bestOf(before: readonly Peak[], now: readonly Peak[]): Peak[] {
  return now.map(({ size, gigaflops }, i) => ({
    size,
    gigaflops: Math.max(gigaflops, before[i]?.gigaflops ?? 0),
  }));
}

async function openPeer(threads: number, notes: string[]): Promise<Peer | null> {
  const { python, tried } = await findPython();
  for (const line of tried) say(`No torch: ${line}`);
  if (python === null) {
    notes.push(
      "No Python with torch and torchvision was found: there is no peer. Name one in $UNLABEL_PYTHON.",
    );
    return null;
  }
  say(`The peer is ${python}.`);
  return startPeer(python, threads);
}

async function benchWorkload(
  name: WorkloadName,
  pictures: string,
  peer: Peer | null,
  options: BenchOptions,
): Promise<WorkloadResult> {
  const workload = workloads[name];
  say(`${workload.title} ...`);
  const ours = await ourWorkload(workload, { pictures, threads: options.threads });
  try {
    return await measure(workload, ours, (await peer?.load(name, pictures)) ?? null, options, say);
  } finally {
    await ours.dispose();
  }
}

/** A run of its own: recording slows the step. */
async function profileOf(
  name: WorkloadName,
  pictures: string,
  { threads, steps }: BenchOptions,
): Promise<OperatorTimes> {
  const folder = await mkdtemp(join(tmpdir(), "unlabel-bench-profile-"));
  try {
    const profile = join(folder, name);
    const ours = await ourWorkload(workloads[name], { pictures, threads, profile });
    await ours.wholeSteps(1 + Math.min(steps ?? 5, 20));
    await ours.endProfiling();
    await ours.dispose();
    return await operatorTimes(profile);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

try {
  const options = benchOptions(process.argv.slice(2));
  if (options === null) console.log(usage);
  else {
    const result = await bench(options);
    const report = benchReport(result);
    console.log(report);
    if (options.json !== null) await writeFile(options.json, `${JSON.stringify(result, null, 2)}\n`);
    if (options.writeDocs) say(`Written to ${await writeDocs(report)}.`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
