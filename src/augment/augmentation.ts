import type * as z from "zod";
import type { Key } from "../random/index.js";
import type { Tensor } from "../tensor/index.js";
import type { Affine } from "./affine.js";
import type { ColourMap } from "./colour-map.js";
import type { PerSample } from "./per-sample.js";
import type { TokenFacts } from "./token-facts.js";

/** Sides of a picture in pixels. */
export interface Size {
  readonly height: number;
  readonly width: number;
}

/** What a geometric map is about: the picture, or the view once an augmentation has reframed. */
export interface Frame {
  /** Width over height, in pixels of the picture as it was; one a sample where pictures differ. */
  readonly aspect: PerSample;
}

/** Uniform draws of [0, 1) by the names an augmentation declares: `[N]` each, or `[tries, N]` of what is tried. */
export type Draws<Name extends string> = Readonly<Record<Name, Tensor>>;

interface Declared<Schema extends z.ZodObject, Name extends string> {
  readonly name: string;
  readonly title: string;
  readonly options: Schema;
  /** Names of the uniform numbers drawn for each sample. */
  readonly draws: readonly Name[];
  /** How many numbers a sample are drawn of a name, where it is more than one. */
  readonly tries?: Readonly<Partial<Record<Name, number>>>;
}

/**
 * What an augmentation does, by kind. A view is made in this order, whatever the order of the recipe:
 *
 * - geometric: where each pixel of the view lies in the picture; all maps of a recipe become one, sampled once
 * - filter: blur with a deviation in pixels of the view
 * - colour: an affine map of colours; all maps of a recipe become one matrix a sample
 * - pixel: anything else, on the view `[N, C, h, w]`, one after another
 *
 * Those read pictures. Of tokens there is one kind:
 *
 * - token: int32 `[N, T]` to the same, -1 where there is no token; one after another, in the recipe's order
 */
export type AugmentationDefinition<Schema extends z.ZodObject, Name extends string> = Declared<Schema, Name> &
  (
    | {
        readonly kind: "geometric";
        /** Whether it chooses what the view shows, so that later maps turn and shift the view, not the picture. */
        readonly reframes?: boolean;
        map(draws: Draws<Name>, options: z.output<Schema>, frame: Frame): Affine;
      }
    | {
        readonly kind: "filter";
        deviation(draws: Draws<Name>, options: z.output<Schema>, view: Size): PerSample;
      }
    | {
        readonly kind: "colour";
        map(draws: Draws<Name>, options: z.output<Schema>): ColourMap;
      }
    | {
        readonly kind: "pixel";
        apply(x: Tensor, draws: Draws<Name>, options: z.output<Schema>, key: Key): Tensor;
      }
    | {
        readonly kind: "token";
        /** Whether it chooses what of a text the view shows, and changes nothing in that. */
        readonly reframes?: boolean;
        apply(
          tokens: Tensor,
          draws: Draws<Name>,
          options: z.output<Schema>,
          key: Key,
          facts: TokenFacts,
        ): Tensor;
      }
  );

/** What augmentations change: pictures `[N, C, H, W]`, or tokens `[N, T]`. */
export type Readable = "pictures" | "tokens";

export type Kind = AugmentationDefinition<z.ZodObject, string>["kind"];

interface Settled<Of extends Kind> {
  readonly name: string;
  readonly kind: Of;
  /** What it changes. */
  readonly reads: Readable;
  readonly options: Readonly<Record<string, unknown>>;
  readonly draws: readonly string[];
  readonly tries: Readonly<Partial<Record<string, number>>>;
}

/** An augmentation with its options settled. */
export type Augmentation =
  | (Settled<"geometric"> & { readonly reframes: boolean; map(draws: Draws<string>, frame: Frame): Affine })
  | (Settled<"filter"> & { deviation(draws: Draws<string>, view: Size): PerSample })
  | (Settled<"colour"> & { map(draws: Draws<string>): ColourMap })
  | (Settled<"pixel"> & { apply(x: Tensor, draws: Draws<string>, key: Key): Tensor })
  | (Settled<"token"> & {
      readonly reframes: boolean;
      apply(tokens: Tensor, draws: Draws<string>, key: Key, facts: TokenFacts): Tensor;
    });

/** A definition that makes augmentations: call it with options to settle. */
export interface AugmentationFactory<Schema extends z.ZodObject = z.ZodObject, Name extends string = string> {
  (options?: z.input<Schema>): Augmentation;
  readonly definition: AugmentationDefinition<Schema, Name>;
}

/** What an augmentation of some kind changes. */
export const readsOf = (kind: Kind): Readable => (kind === "token" ? "tokens" : "pictures");

/** Declares an augmentation. Wrong options throw a ZodError. Augmentations are not differentiated. */
export function defineAugmentation<Schema extends z.ZodObject, const Name extends string = never>(
  definition: AugmentationDefinition<Schema, Name>,
): AugmentationFactory<Schema, Name> {
  const factory = (options?: z.input<Schema>): Augmentation => {
    const settled = definition.options.parse(options ?? {}) as z.output<Schema>;
    const { name, draws, tries = {} } = definition;
    const facts = {
      ...{ name, draws, tries, reads: readsOf(definition.kind) },
      options: settled as Readonly<Record<string, unknown>>,
    };
    switch (definition.kind) {
      case "geometric":
        return {
          ...facts,
          kind: "geometric",
          reframes: definition.reframes ?? false,
          map: (drawn, frame) => definition.map(drawn, settled, frame),
        };
      case "filter":
        return {
          ...facts,
          kind: "filter",
          deviation: (drawn, size) => definition.deviation(drawn, settled, size),
        };
      case "colour":
        return { ...facts, kind: "colour", map: (drawn) => definition.map(drawn, settled) };
      case "pixel":
        return {
          ...facts,
          kind: "pixel",
          apply: (x, drawn, key) => definition.apply(x, drawn, settled, key),
        };
      case "token":
        return {
          ...facts,
          kind: "token",
          reframes: definition.reframes ?? false,
          apply: (tokens, drawn, key, known) => definition.apply(tokens, drawn, settled, key, known),
        };
    }
  };
  return Object.assign(factory, { definition });
}
