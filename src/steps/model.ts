import type { EncodeOptions, Encoder, Encoding } from "../encoders/index.js";
import { ConfigError, ShapeError } from "../errors.js";
import { type DataConfig, kindOf } from "../kinds/index.js";
import type { Branch, ModelContext, PictureBranch, PictureModel } from "../methods/index.js";
import type { Scope } from "../nn/index.js";
import { full, type Tensor } from "../tensor/index.js";

/** Path of the encoder's parameters in every checkpoint and export. */
export const ENCODER = "encoder";
/** Path of the decoder's parameters, for methods that have one. */
const DECODER = "decoder";
/** Path of the method's own parameters and state. */
export const HEAD = "head";

/** What a run's samples are like. */
export interface ModelConfig {
  readonly data: DataConfig;
}

/** An encoder with the method's own parameters under one root scope, student or teacher. */
export function branch(root: Scope, encoder: Encoder, config: ModelConfig): Branch {
  return standing(root, encoder, config).branch;
}

/** The same with the decoder that mirrors the encoder, for pictures. */
function pictureBranch(root: Scope, encoder: Encoder, { data }: ModelConfig): PictureBranch {
  const { branch: own, embeddings } = standing(root, encoder, { data });
  return {
    ...own,
    decode(code, group) {
      const { picture } = kindOf(data).facts(data);
      if (picture === undefined)
        throw new ConfigError(`A decoder makes pictures, and these are ${data.kind}.`);
      const scope = root.child(DECODER);
      const scopes = {
        scope: group === undefined ? scope : scope.inGroup(group),
        encoder: root.child(ENCODER),
        // A group's weights learn from its own loss, so they are not the encoder's either.
        ofEmbeddings: group === undefined && embeddings.has(code),
      };
      return encoder.decode(scopes, code, picture);
    },
  };
}

/** A branch, and the embeddings that it gave. */
function standing(root: Scope, encoder: Encoder, { data }: ModelConfig) {
  const kind = kindOf(data);
  const [facts, shape] = [kind.facts(data), kind.shape(data)];
  const embeddings = new Set<Tensor>();
  const apply = (scope: Scope, x: Tensor, options?: EncodeOptions): Encoding => {
    const encoding = encoder.apply(scope.child(ENCODER), x, { ...facts, ...options });
    embeddings.add(encoding.embedding);
    return encoding;
  };
  let known = shape === null;
  const encodeAll = (x: Tensor, options?: EncodeOptions): Encoding => {
    if (shape === null || shape.every((side, i) => side === x.shape[i + 1])) {
      known = true;
      return apply(root, x, options);
    }
    // A method may show parts of samples only: what depends on size, such as positions, is made for full ones, which
    // every later use of the encoder sees.
    if (!known) apply(root.frozen(), full([1, ...shape], 0));
    known = true;
    try {
      return apply(root, x, options);
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      const [, , height, width] = x.shape;
      const sides = (whole: readonly number[]) => whole.slice(1).join(" x ");
      throw new ConfigError(
        `The encoder ${encoder.name}, with these options, cannot see ${kind.called.many} of ${sides(x.shape.slice(1))} beside the full ones of ${sides(shape)}, as this method needs: choose another, such as convnet. (${error.message})`,
        { height, width },
        error,
      );
    }
  };
  const own: Branch = { scope: root.child(HEAD), encodeAll, encode: (x) => encodeAll(x).embedding };
  return { branch: own, embeddings };
}

/** Student, teacher and what is known of the samples, under one root scope. */
export function modelContext(root: Scope, encoder: Encoder, { data }: ModelConfig): ModelContext {
  // A method that reads one thing alone finds its facts here, and so those of pictures their decoder.
  const part = encoder.reads === "pictures" ? pictureBranch : branch;
  return {
    ...part(root, encoder, { data }),
    ...kindOf(data).facts(data),
    teacher: part(root.teacher(), encoder, { data }),
  };
}

/**
 * The same for what pictures alone have: drawing, decoding.
 * @throws ConfigError where the samples are no pictures
 */
export function pictureModel(root: Scope, encoder: Encoder, { data }: ModelConfig): PictureModel {
  const { reads, called } = kindOf(data);
  if (reads !== "pictures")
    throw new ConfigError(`Only pictures can be drawn, and this run is of ${called.many}.`, {
      kind: data.kind,
    });
  return modelContext(root, encoder, { data }) as PictureModel;
}
