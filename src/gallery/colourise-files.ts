import { basename } from "node:path";
import { ConfigError, callOf } from "../errors.js";
import { writeFileAtomically } from "../formats/index.js";
import { colouringMethods, GREY_PANEL } from "../methods/index.js";
import { contactSheet, type Picture } from "../report/index.js";
import { reconstructProgram } from "../steps/index.js";
import { type Drawing, type DrawOptions, openDrawing } from "./open-drawing.js";
import { openPictures } from "./open-pictures.js";
import { meanError, type Panels, readPanels } from "./read-panels.js";

export interface ColouriseOptions extends DrawOptions {
  /** A second run, whose pictures are drawn next to the first one's. */
  readonly beside?: string | undefined;
  /** Picture files, in colour or grey, and folders of them. */
  readonly files: readonly string[];
  /** Pictures of a folder, at most. Default 16. */
  readonly most?: number | undefined;
  /** Path of the PNG. */
  readonly out: string;
}

/** What one run made of the pictures. */
export interface ColouredBy {
  readonly run: string;
  readonly method: string;
  readonly step: number;
  readonly panels: readonly string[];
  /** Mean error of the pictures in colour; null where none is. */
  readonly error: number | null;
  readonly pictures: readonly {
    readonly id: string;
    /**
     * Mean distance of the colours from the true ones on Lab's ab plane; null for a grey picture, whose colours nobody
     * knows.
     */
    readonly error: number | null;
  }[];
}

export interface Coloured {
  readonly runs: readonly ColouredBy[];
  readonly sheet: string;
}

/** Pictures a run of the program takes; what it gives does not depend on it. */
const batchSize = 16;

/**
 * Colours pictures with a run: a sheet with a row a picture, which shows it, what the run sees of it, and what it makes
 * of that; with `beside`, what a second run makes of it too.
 * @throws ConfigError for a run whose method does not colour; CheckpointError when a run cannot be read; DataError for a
 * picture that cannot be read
 */
export async function colouriseFiles(options: ColouriseOptions): Promise<Coloured> {
  const { run, beside, out, method, ...rest } = options;
  const first = await colouredBy(run, { ...rest, method });
  // A method of one's own is the first run's: the second one's is another.
  const drawn = beside === undefined ? [first] : [first, await colouredBy(beside, rest)];
  const names = first.coloured.pictures.map(({ id }) => basename(id));
  await writeFileAtomically(
    out,
    await colourSheet(
      drawn.map(({ panels }) => panels),
      names,
    ),
  );
  return { runs: drawn.map(({ coloured }) => coloured), sheet: out };
}

type SharedOptions = Omit<ColouriseOptions, "run" | "beside" | "out">;

async function colouredBy(
  run: string,
  options: SharedOptions,
): Promise<{ readonly coloured: ColouredBy; readonly panels: Panels }> {
  const { files, most = 16, cacheFolder, onProgress, onNote, onWarning } = options;
  const drawing = await openDrawing(run, options);
  try {
    const { config, encoder, method, step } = drawing;
    const traced = reconstructProgram(config, encoder, method, batchSize);
    if (traced === null || !method.colours) throw coloursNothing(drawing);
    const source = await openPictures(config, files, { most, cacheFolder, onProgress, onNote, onWarning });
    const everything = Int32Array.from({ length: source.length }, (_, i) => i);
    const panels = await readPanels(await drawing.load(traced), traced.program, source, everything, {
      batchSize,
      rows: source.length,
    });
    const pictures = panels.originals.map((original, i) => ({
      id: source.id(i),
      error: isGrey(original) ? null : (panels.errors?.[i] ?? null),
    }));
    const known = pictures.flatMap(({ error }) => (error === null ? [] : [error]));
    const error = known.length === 0 ? null : meanError(known);
    return {
      coloured: { run, method: method.name, step, panels: panels.captions, error, pictures },
      panels,
    };
  } finally {
    await drawing.dispose();
  }
}

function coloursNothing({ method, folder }: Drawing): ConfigError {
  const other =
    method.reconstruct === undefined
      ? ""
      : `; for what this run makes of pictures there is ${callOf("reconstructRun", { run: folder })}`;
  return new ConfigError(
    `The method ${method.name} colours no pictures; ${colouringMethods.join(" and ")} do. Train one (\`pretrain({ data, method: ${colouringMethods[0]}() })\`)${other}.`,
    { method: method.name },
  );
}

/** Whether all channels are the same everywhere. */
function isGrey({ data, channels }: Picture): boolean {
  const plane = data.length / channels;
  for (let i = 0; i < plane; i++) {
    if (data[i] !== data[plane + i] || data[i] !== data[2 * plane + i]) return false;
  }
  return true;
}

/** The picture, what the first run sees, and what each makes of it. */
function colourSheet(runs: readonly Panels[], names: readonly string[]): Promise<Uint8Array> {
  const columns = runs.flatMap(({ captions, panels }, r) =>
    captions.flatMap((caption, c) =>
      caption === GREY_PANEL && r > 0 ? [] : [{ caption, pictures: panels[c] ?? [] }],
    ),
  );
  const captions = columns.map(({ caption }, i) => {
    const before = columns.slice(0, i).filter((other) => other.caption === caption).length;
    return before === 0 ? caption : `${caption} ${before + 1}`;
  });
  return contactSheet({
    rows: (runs[0]?.originals ?? []).map((original, i) => [
      { picture: original },
      ...columns.map(({ pictures }) => ({ picture: pictures[i] ?? original })),
    ]),
    columnCaptions: ["picture", ...captions],
    rowCaptions: names,
    setFirstApart: true,
  });
}
