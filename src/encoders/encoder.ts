import type * as z from "zod";
import { convolutionalDecoder, type PictureShape } from "../decoders/index.js";
import type { KeysAndValues, Scope } from "../nn/index.js";
import type { Tensor } from "../tensor/index.js";
import type { InputFacts, Reads } from "./input-facts.js";

/** What an encoder makes of a batch. */
export interface Encoding {
  /** The representation, `[N, D]`. */
  readonly embedding: Tensor;
  /** Inner layers by name, for probes: feature maps `[N, C, H, W]` and tokens `[N, T, D]` as they are. */
  readonly layers: ReadonlyMap<string, Tensor>;
  /** Last feature map `[N, C, H, W]`, where the encoder has one. */
  readonly map?: Tensor;
  /** A vector a token `[N, T, D]`, where the encoder has them: of patches, without the class token, or of a text. */
  readonly tokens?: Tensor;
  /** Of texts: the table of embeddings `[V, D]`, for outputs that share it. */
  readonly table?: Tensor;
  /** Of causal encoders: keys and values of each layer, which a call with what follows takes as `past`. */
  readonly past?: readonly KeysAndValues[];
}

/** How an encoder is to look at its input; a run always gives the facts of what it reads. */
export interface EncodeOptions extends InputFacts {
  /** For encoders of tokens: which patches to keep, int32 `[N, K]` (masked image models). */
  readonly keep?: Tensor;
  /** For encoders of tokens: 1 (or true) where a learned mask token stands for the patch, `[N, T]`. */
  readonly mask?: Tensor;
  /**
   * For encoders that tell unknown values from known ones: 1 where a value of x is unknown (x is 0 there), else 0,
   * float32 `[N, 1 or C, H, W]`. Others do not read it, and see the 0s only. None given: every value is known.
   */
  readonly missing?: Tensor;
  /** For encoders of texts that are pairs: 1 where a token belongs to the second part, else 0, int32 `[N, T]`. None given: all 0. */
  readonly segments?: Tensor;
  /** For encoders of texts: every token sees itself and those before it. */
  readonly causal?: boolean;
  /** For causal encoders: what the call with the tokens before gave. */
  readonly past?: readonly KeysAndValues[];
  /** With `past` that has slots: 1 where one holds a token, `[N, P]`. */
  readonly real?: Tensor;
}

/** Where a decoder's parameters live, and the encoder's, for weights that both share. */
export interface DecoderScopes {
  readonly scope: Scope;
  readonly encoder: Scope;
  /**
   * Whether the codes are the encoder's embeddings as they are, which alone may be decoded by weights of the encoder's
   * own: what a head made of them, or a prior, are other numbers, even where they are as many. Default true.
   */
  readonly ofEmbeddings?: boolean;
}

/** An encoder with its options settled. */
export interface Encoder {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly reads: Reads;
  /** What a method's suggested learning rate is multiplied by. */
  readonly learningRateScale: number;
  /** Whether it cuts pictures into patches, gives a token of each, and can be given some of them only. */
  readonly tokens: boolean;
  /** Whether it reads `missing` and makes up for unknown values itself. */
  readonly readsMissing?: boolean;
  /** Whether it normalises over the batch while it trains, so that what it makes of a sample depends on the others. */
  readonly normalisesBatch: boolean;
  /** x as it `reads`: pictures float32 `[N, C, H, W]`, roughly standardised, or tokens int32 `[N, T]`, -1 for none. */
  apply(scope: Scope, x: Tensor, options?: EncodeOptions): Encoding;
  /** Its other half, where it reads pictures: such `[N, C, H, W]` of codes `[N, L]`, such as embeddings, of any length. */
  decode(scopes: DecoderScopes, code: Tensor, picture: PictureShape): Tensor;
}

export interface EncoderDefinition<Schema extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly paper?: string;
  readonly options: Schema;
  /** Default: pictures. */
  readonly reads?: Reads;
  /** Below 1 where training needs smaller steps than a convolutional net's, as transformers do. Default 1. */
  readonly learningRateScale?: number;
  /** Whether it cuts pictures into patches, and gives a token of each. Default false. */
  readonly tokens?: boolean;
  /** Whether it reads `missing` and makes up for unknown values itself. Default false. */
  readonly readsMissing?: boolean;
  /** Whether it normalises over the batch while it trains; one that does not say is taken to. Default true. */
  readonly normalisesBatch?: boolean | ((options: z.output<Schema>) => boolean);
  apply(scope: Scope, x: Tensor, options: z.output<Schema>, encode?: EncodeOptions): Encoding;
  /** The decoder that mirrors it. Default: a small convolutional one. */
  decode?(scopes: DecoderScopes, code: Tensor, picture: PictureShape, options: z.output<Schema>): Tensor;
}

/** A definition that makes encoders: call it with options to settle. */
export interface EncoderFactory<Schema extends z.ZodObject = z.ZodObject> {
  (options?: z.input<Schema>): Encoder;
  readonly definition: EncoderDefinition<Schema>;
}

/** Declares an encoder. Wrong options throw a ZodError, which the command line words. */
export function defineEncoder<Schema extends z.ZodObject>(
  definition: EncoderDefinition<Schema>,
): EncoderFactory<Schema> {
  const factory = (options?: z.input<Schema>): Encoder => {
    const settled = definition.options.parse(options ?? {}) as z.output<Schema>;
    const { normalisesBatch = true } = definition;
    return {
      name: definition.name,
      options: settled as Readonly<Record<string, unknown>>,
      reads: definition.reads ?? "pictures",
      learningRateScale: definition.learningRateScale ?? 1,
      tokens: definition.tokens ?? false,
      readsMissing: definition.readsMissing ?? false,
      normalisesBatch: typeof normalisesBatch === "function" ? normalisesBatch(settled) : normalisesBatch,
      apply: (scope, x, encode) => definition.apply(scope, x, settled, encode),
      decode: (scopes, code, picture) =>
        definition.decode?.(scopes, code, picture, settled) ??
        convolutionalDecoder(scopes.scope, code, picture),
    };
  };
  return Object.assign(factory, { definition });
}
