import { join } from "node:path";
import { evenlySpread, type ImageSource, openTestPart, subset } from "../data/index.js";
import { ConfigError, callOf } from "../errors.js";
import { openEnergyData, tellSeen } from "../evaluate/index.js";
import { type DataOptions, openForRun } from "../export/index.js";
import { writeFileAtomically } from "../formats/index.js";
import { asPictures } from "../kinds/index.js";
import { auroc } from "../metrics/index.js";
import { contactSheet } from "../report/index.js";
import type { RunConfig } from "../setup/index.js";
import { reconstructProgram } from "../steps/index.js";
import { reconstructingMethods } from "./drawing-methods.js";
import { type Drawing, type DrawOptions, openDrawing } from "./open-drawing.js";
import { meanError, type Panels, readPanels } from "./read-panels.js";

export interface ReconstructOptions extends DrawOptions {
  /** Pictures to draw; by default the test split of the run's data, else what the run held out, else all of them. */
  readonly data?: string | undefined;
  readonly split?: "train" | "test" | "all" | undefined;
  /** Pictures on the sheet, and as many anomalies. Default 8. */
  readonly rows?: number | undefined;
  /** Pictures whose error is measured, at most. Default 1,000. */
  readonly samples?: number | undefined;
  /** Pictures that should be made worse: the error is judged as an anomaly score. */
  readonly anomalies?: string | undefined;
  /** Path of the PNG. Default: `reconstructions.png` in the run folder. */
  readonly out?: string | undefined;
}

/** What was drawn, and how well. */
export interface Reconstructed {
  readonly run: string;
  readonly method: string;
  readonly step: number;
  readonly data: string;
  readonly panels: readonly string[];
  readonly samples: number;
  /** Mean error a picture, in the method's own units; null for a method without one. */
  readonly error: number | null;
  readonly anomalies: {
    readonly data: string;
    readonly samples: number;
    readonly error: number;
    /** Probability that an anomaly has the greater error. */
    readonly auroc: number;
  } | null;
  readonly sheet: string;
}

/** Pictures a run of the program takes; what it gives does not depend on it. */
const batchSize = 64;

/**
 * Draws pictures beside what a run's method makes of them, and measures the error: a contact sheet, a row a picture.
 * With `anomalies`, the error is also judged as an anomaly score: the reconstruction error is an energy, low for what
 * is like the training data.
 * @throws CheckpointError when the run cannot be read; ConfigError for a method that draws nothing; DataError for data
 * that cannot be used
 */
export async function reconstructRun(options: ReconstructOptions): Promise<Reconstructed> {
  const { run, rows = 8, samples: most = 1000, cacheFolder, onProgress, onNote, onWarning } = options;
  const drawing = await openDrawing(run, options);
  try {
    const { config, encoder, method } = drawing;
    const traced = reconstructProgram(config, encoder, method, batchSize);
    if (traced === null) throw drawsNothing(drawing);
    if (options.anomalies !== undefined && !traced.program.outputs.has("error"))
      onWarning?.(`The method ${method.name} measures no error, so anomalies are drawn but not judged.`);
    const program = await drawing.load(traced);
    const judge = async (source: ImageSource, name = source.name): Promise<Judged> => {
      for (const message of source.warnings ?? []) onWarning?.(message);
      const indices = evenlySpread(source.length, most);
      return { name, ...(await readPanels(program, traced.program, source, indices, { batchSize, rows })) };
    };
    const { samples: opened, name } = await openEnergyData(config, { ...options, onDecode: onProgress });
    const samples = asPictures(opened, "Drawing");
    const judged = await (async () => {
      const drawn = subset(samples, evenlySpread(samples.length, most));
      await tellSeen(drawing.folder, config.from, drawn, (message) => onWarning?.(message));
      return judge(samples, name);
    })().finally(() => samples.close());
    const odd =
      options.anomalies === undefined
        ? null
        : await openAnomalies(config, options.anomalies, {
            cacheFolder,
            onProgress,
            onNote,
            split: options.split,
          });
    const anomalies = odd && (await judge(odd).finally(() => odd.close()));
    const sheet = options.out ?? join(drawing.folder, "reconstructions.png");
    await writeFileAtomically(sheet, await reconstructionSheet(judged, anomalies));
    return {
      run,
      method: method.name,
      step: drawing.step,
      data: judged.name,
      panels: judged.captions,
      samples: judged.count,
      error: judged.errors && meanError(judged.errors),
      anomalies: anomalies && scoreOf(judged, anomalies),
      sheet,
    };
  } finally {
    await drawing.dispose();
  }
}

/** The part that was asked for, else the test part where there is one: as pictures are chosen that they stand beside. */
async function openAnomalies(config: RunConfig, path: string, options: DataOptions): Promise<ImageSource> {
  const open = async (split = options.split) =>
    asPictures(await openForRun(config, path, { ...options, split }), "Drawing");
  if (options.split !== undefined) return open();
  return (await openTestPart(() => open("test"))) ?? open();
}

/** What was made of one source's pictures. */
interface Judged extends Panels {
  readonly name: string;
}

/** The error as an anomaly score; null for a method without one. */
function scoreOf({ errors }: Judged, odd: Judged): Reconstructed["anomalies"] {
  if (errors === null || odd.errors === null) return null;
  return {
    data: odd.name,
    samples: odd.count,
    error: meanError(odd.errors),
    auroc: auroc(errors, odd.errors),
  };
}

function drawsNothing({ method, folder }: Drawing): ConfigError {
  if (method.generator !== undefined)
    return new ConfigError(
      `The method ${method.name} makes new pictures, but none of given ones: it has no latents of them. ${callOf("sampleRun", { run: folder })} draws new ones.`,
      { method: method.name },
    );
  return new ConfigError(
    `The method ${method.name} makes no pictures, so there is nothing to draw. Those that do are ${reconstructingMethods()}; ${callOf("evaluateRun", { run: folder })} measures what it learned.`,
    { method: method.name },
  );
}

function reconstructionSheet(judged: Panels, anomalies: Panels | null): Promise<Uint8Array> {
  const rowsOf = ({ originals, panels }: Panels) =>
    originals.map((original, i) => [
      { picture: original },
      ...panels.map((panel) => ({ picture: panel[i] ?? original })),
    ]);
  return contactSheet({
    rows: [...rowsOf(judged), ...(anomalies === null ? [] : rowsOf(anomalies))],
    columnCaptions: ["picture", ...judged.captions],
    ...(anomalies === null
      ? {}
      : {
          rowCaptions: [...judged.originals.map(() => ""), ...anomalies.originals.map(() => "anomaly")],
        }),
    setFirstApart: true,
  });
}
