import type { Encoder } from "../encoders/index.js";
import type { Method } from "../methods/index.js";
import type { Maker } from "../setup/index.js";
import type { PartKind, RunOptions } from "./run-options.js";

/** A part by name, or with options: `"simclr"` or `{ name: "simclr", temperature: 0.1 }`. */
export type PartConfig = string | { readonly name?: string; readonly [option: string]: unknown };

/** What `unlabel.config.*` may say: every option of a run, all optional. */
export interface Config extends Omit<RunOptions, PartKind> {
  /** A name, a name with options, or a method of your own made with `defineMethod`. */
  readonly method?: PartConfig | Method | Maker<Method>;
  /** A name, a name with options, or an encoder of your own made with `defineEncoder`. */
  readonly encoder?: PartConfig | Encoder | Maker<Encoder>;
  readonly optimizer?: PartConfig;
}

/**
 * Gives a configuration file its types; returns what it was given.
 *
 * @example
 * ```ts
 * // unlabel.config.ts
 * import { defineConfig, simclr } from "unlabel";
 *
 * export default defineConfig({ data: "photos", method: simclr({ temperature: 0.1 }), epochs: 20 });
 * ```
 */
export function defineConfig(config: Config): Config {
  return config;
}
