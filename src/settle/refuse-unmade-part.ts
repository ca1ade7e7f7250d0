import { type Encoder, encoders } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import { type Method, methods } from "../methods/index.js";

const kinds = {
  encoder: { known: encoders, example: "convnet", does: "apply" },
  method: { known: methods, example: "simclr", does: "step" },
} as const;

/**
 * Plain JavaScript can give what no type allows: a name, a factory that was not called, or a name with options.
 * @throws ConfigError naming the part, and what to call
 */
export function refuseUnmadePart(kind: keyof typeof kinds, part: Encoder | Method): void {
  const { known, example, does } = kinds[kind];
  const given: unknown = part;
  if (typeof given === "object" && given !== null && typeof (given as Facts)[does] === "function") return;
  const { name, definition } = Object(given) as Facts;
  const called = typeof given === "string" ? given : (definition?.name ?? name);
  const factory = typeof called === "string" && known.has(called) ? called : example;
  const came =
    typeof given === "function"
      ? "a function that was not called"
      : typeof given === "string"
        ? "its name"
        : "a plain object";
  throw new ConfigError(
    `The ${kind}${typeof called === "string" ? ` ${called}` : ""} was given as ${came}: expected what its factory makes. Call that, such as ${kind}: ${factory}().`,
    { kind, name: called },
  );
}

interface Facts {
  readonly apply?: unknown;
  readonly step?: unknown;
  readonly name?: unknown;
  readonly definition?: { readonly name?: unknown };
}
