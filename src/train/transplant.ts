import type { StateEntry } from "../engine/index.js";
import { CheckpointError } from "../errors.js";
import { kindOf } from "../kinds/index.js";
import { methods } from "../methods/index.js";
import { studentName, type Variables } from "../nn/index.js";
import { latestCheckpoint, readCheckpoint, readRunConfig, runFolder } from "../runs/index.js";
import type { RunConfig } from "../setup/index.js";
import { standingFor } from "../setup/index.js";
import { ENCODER } from "../steps/index.js";

/**
 * The encoder's weights of another run, for a run that starts `from` it.
 * @throws CheckpointError when that encoder is not this one.
 */
export async function transplant(
  from: string,
  config: RunConfig,
  variables: Variables,
): Promise<StateEntry[]> {
  const isFile = from.endsWith(".safetensors");
  const other = isFile ? null : await readRunConfig(from);
  const checkpoint = isFile
    ? await readCheckpoint(from)
    : await latestCheckpoint(runFolder(from).checkpoints);
  const stands = methods.get(checkpoint.method)?.definition.evaluated ?? "student";
  const taken = standingFor(stands, checkpoint.state).filter(({ name }) => name.startsWith(`${ENCODER}/`));
  const misfit = taken.find(({ name, shape }) => variables.get(name)?.shape.join() !== shape.join());
  const count = variables.all().filter(({ name }) => name.startsWith(`${ENCODER}/`)).length;
  if (misfit !== undefined || taken.length !== count) {
    const has = other === null ? "another encoder" : nameOf(other);
    throw new CheckpointError(
      `${from} has ${has}, but this run has ${nameOf(config)}. Use the same \`encoder\` with its options, \`channels\` and, for some encoders, \`size\`.`,
      { from },
    );
  }
  // A teacher starts as its student, running statistics included.
  const byName = new Map(taken.map((entry) => [entry.name, entry]));
  const taught = variables.all().flatMap(({ name }) => {
    const entry = byName.get(studentName(name) ?? "");
    return entry === undefined ? [] : [{ ...entry, name }];
  });
  return [...taken, ...taught];
}

/** An encoder as a person would tell it from another. */
function nameOf({ encoder, data }: Pick<RunConfig, "encoder" | "data">): string {
  return `${encoder.name} ${JSON.stringify(encoder.options)} for ${kindOf(data).described(data)}`;
}
