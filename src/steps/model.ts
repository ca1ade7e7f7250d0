import type { EncodeOptions, Encoder, Encoding } from "../encoders/index.js";
import { ConfigError, ShapeError } from "../errors.js";
import { type PicturesData, pictureScale } from "../kinds/index.js";
import type { Branch, ModelContext } from "../methods/index.js";
import type { Scope } from "../nn/index.js";
import { full, type Tensor } from "../tensor/index.js";

/** Path of the encoder's parameters in every checkpoint and export. */
export const ENCODER = "encoder";
/** Path of the decoder's parameters, for methods that have one. */
const DECODER = "decoder";
/** Path of the method's own parameters and state. */
export const HEAD = "head";

/** What a run's pictures are like. */
export interface PictureConfig {
  readonly data: Pick<PicturesData, "channels" | "standardise"> & {
    readonly size: readonly [height: number, width: number];
  };
}

/** An encoder with the method's own parameters under one root scope, student or teacher. */
export function branch(root: Scope, encoder: Encoder, config: PictureConfig): Branch {
  const { data } = config;
  const { toPixels } = pictureScale(config.data);
  const embeddings = new Set<Tensor>();
  const apply = (scope: Scope, x: Tensor, options?: EncodeOptions): Encoding => {
    const encoding = encoder.apply(scope.child(ENCODER), x, { toPixels, ...options });
    embeddings.add(encoding.embedding);
    return encoding;
  };
  let known = false;
  const encodeAll = (x: Tensor, options?: EncodeOptions): Encoding => {
    const [, channels = 0, height, width] = x.shape;
    if (height === data.size[0] && width === data.size[1]) {
      known = true;
      return apply(root, x, options);
    }
    // A method may show parts of pictures only: what depends on size, such as positions, is made for full ones, which
    // every later use of the encoder sees.
    if (!known) apply(root.frozen(), full([1, channels, ...data.size], 0));
    known = true;
    try {
      return apply(root, x, options);
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      throw new ConfigError(
        `The encoder ${encoder.name}, with these options, cannot see pictures of ${height} x ${width} beside the full ones of ${data.size.join(" x ")}, as this method needs: choose another, such as convnet. (${error.message})`,
        { height, width },
        error,
      );
    }
  };
  return {
    scope: root.child(HEAD),
    encodeAll,
    encode: (x) => encodeAll(x).embedding,
    decode(code, group) {
      const scope = root.child(DECODER);
      const scopes = {
        scope: group === undefined ? scope : scope.inGroup(group),
        encoder: root.child(ENCODER),
        // A group's weights learn from its own loss, so they are not the encoder's either.
        ofEmbeddings: group === undefined && embeddings.has(code),
      };
      return encoder.decode(scopes, code, [data.channels, ...data.size]);
    },
  };
}

/** Student, teacher and pictures of a model under one root scope. */
export function modelContext(root: Scope, encoder: Encoder, config: PictureConfig): ModelContext {
  return {
    ...branch(root, encoder, config),
    ...pictureScale(config.data),
    teacher: branch(root.teacher(), encoder, config),
  };
}
