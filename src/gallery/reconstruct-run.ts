import { join } from "node:path";
import { evenlySpread, type ImageSource } from "../data/index.js";
import { ConfigError } from "../errors.js";
import { openEnergyData } from "../evaluate/index.js";
import { openForRun } from "../export/index.js";
import { writeFileAtomically } from "../formats/index.js";
import { auroc } from "../metrics/index.js";
import { contactSheet } from "../report/index.js";
import { reconstructProgram } from "../train/index.js";
import { type Drawing, type OpenDrawingOptions, openDrawing } from "./open-drawing.js";
import { type Panels, readPanels } from "./read-panels.js";

export interface ReconstructOptions extends OpenDrawingOptions {
  /** Run folder, or one checkpoint inside it. */
  readonly run: string;
  /** Pictures to draw; by default the test split of the run's data. */
  readonly data?: string | undefined;
  readonly split?: "train" | "test" | "all" | undefined;
  /** Rows of the sheet. Default 8. */
  readonly rows?: number | undefined;
  /** Pictures whose error is measured, at most. Default 1,000. */
  readonly samples?: number | undefined;
  /** Pictures that should be made worse: the error is judged as an anomaly score. */
  readonly anomalies?: string | undefined;
  /** Path of the PNG. Default: `reconstructions.png` in the run folder. */
  readonly out?: string | undefined;
  readonly cacheFolder?: string | undefined;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
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
  const { run, rows = 8, samples: most = 1000, cacheFolder, onProgress } = options;
  const drawing = await openDrawing(run, options);
  try {
    const { config, encoder, method } = drawing;
    const traced = reconstructProgram(config, encoder, method, batchSize);
    if (traced === null) throw drawsNothing(drawing);
    const program = await drawing.load(traced);
    const judge = async (source: ImageSource) => {
      for (const message of source.warnings ?? []) options.onWarning?.(message);
      return readPanels(program, traced.program, source, evenlySpread(source.length, most), {
        batchSize,
        rows,
      });
    };
    const { samples, name } = await openEnergyData(config, { ...options, onDecode: onProgress });
    const judged = await judge(samples).finally(() => samples.close());
    const { anomalies: other } = options;
    const odd =
      other === undefined
        ? null
        : await openForRun(config, other, { cacheFolder, ...(onProgress && { onProgress }) });
    const anomalies = odd === null ? null : await judge(odd).finally(() => odd.close());
    const sheet = options.out ?? join(drawing.folder, "reconstructions.png");
    await writeFileAtomically(sheet, await reconstructionSheet(judged, anomalies));
    return {
      run,
      method: method.name,
      step: drawing.step,
      data: name,
      panels: judged.captions,
      samples: judged.count,
      error: judged.errors === null ? null : mean(judged.errors),
      anomalies:
        anomalies === null || anomalies.errors === null || judged.errors === null
          ? null
          : {
              data: odd?.name ?? "",
              samples: anomalies.count,
              error: mean(anomalies.errors),
              auroc: auroc(judged.errors, anomalies.errors),
            },
      sheet,
    };
  } finally {
    await drawing.dispose();
  }
}

function drawsNothing({ method, folder }: Drawing): ConfigError {
  if (method.generator !== undefined)
    return new ConfigError(
      `The method ${method.name} makes new pictures, but none of given ones: it has no latents of them. \`unlabel sample ${folder}\` draws new ones.`,
      { method: method.name },
    );
  return new ConfigError(
    `The method ${method.name} makes no pictures, so there is nothing to draw. \`unlabel list methods\` names those that do; \`unlabel evaluate ${folder}\` measures what it learned.`,
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
    setFirstApart: true,
  });
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
