import { nearestName } from "../data/index.js";
import type { Encoder } from "../encoders/index.js";
import { shorten } from "../errors.js";
import type { Method } from "../methods/index.js";
import { fieldFacts } from "./field-facts.js";
import { fromText } from "./from-text.js";
import type { Layer, Setting } from "./layer.js";
import { ownField } from "./own-field.js";
import { defaultParts, isMadePart, type PartFactory, partFactories, partFactory } from "./part-schema.js";
import type { PartKind } from "./run-options.js";
import { show, spellingLike } from "./spelling.js";

/** What was wrong, by dotted key. */
type Problems = Map<string, string>;

export function settleMethod(layer: Layer, problems: Problems): Method | undefined {
  return settlePart("method", defaultParts.method, layer, problems) as Method | undefined;
}

export function settleEncoder(layer: Layer, problems: Problems): Encoder | undefined {
  return settlePart("encoder", defaultParts.encoder, layer, problems) as Encoder | undefined;
}

/**
 * Name and the options that were said: a run resolves the rest.
 * @param preset the method's own choice.
 */
export function settleOptimizer(layer: Layer, preset: string | undefined, problems: Problems) {
  const made = settlePart("optimizer", preset ?? defaultParts.optimizer, layer, problems);
  const factory = partFactory("optimizer", made);
  if (made === undefined || factory === undefined) return {};
  return {
    optimizer: factory.definition.name,
    optimizerOptions: givenOptions("optimizer", layer, factory, problems),
  };
}

/** Undefined when nothing was said, or what was said is wrong and noted. */
function settlePart(kind: PartKind, preset: string, layer: Layer, problems: Problems): unknown {
  const setting = layer.get(kind);
  const options = optionsOf(kind, layer);
  const [first] = options;
  if (setting === undefined && first === undefined) return undefined;
  const value = setting?.value ?? preset;
  const factory = partFactory(kind, value);
  const isMade = isMadePart(value);
  if (isMade && first === undefined) return value;
  if (factory === undefined) {
    if (!isMade || first === undefined) problems.set(kind, unknownPart(kind, value, setting));
    else
      problems.set(
        first[0],
        `${first[1].origin} cannot reach into your own ${kind} ${value.name}: set it where that is made.`,
      );
    return undefined;
  }
  const whole = { ...(isMade ? value.options : {}), ...givenOptions(kind, layer, factory, problems) };
  if (options.some(([key]) => problems.has(key))) return undefined;
  const fits = factory.definition.options.safeParse(whole);
  if (fits.success) return factory(whole as never);
  const reasons = fits.error.issues.map(({ path, message }) =>
    [...(path.length === 0 ? [] : [[kind, ...path].join(".")]), message].join(": ").replace(/\.$/, ""),
  );
  problems.set(kind, `${setting?.origin ?? first?.[1].origin ?? kind}: ${reasons.join("; ")}.`);
  return undefined;
}

/** The options that were said, each checked alone. */
function givenOptions(
  kind: PartKind,
  layer: Layer,
  factory: PartFactory,
  problems: Problems,
): Record<string, unknown> {
  const { name, options: schema } = factory.definition;
  const given: Record<string, unknown> = {};
  for (const [key, { value, origin, isText }] of optionsOf(kind, layer)) {
    const option = key.slice(kind.length + 1);
    const field = ownField(schema.shape, option);
    if (field === undefined) {
      problems.set(key, unknownOption(kind, name, option, origin, Object.keys(schema.shape)));
      continue;
    }
    const read = isText ? fromText(String(value), field) : value;
    const result = field.safeParse(read);
    if (result.success) given[option] = read;
    else {
      // What only a rule of the option's own refuses, that rule says.
      const own = result.error.issues.find(({ code }) => code === "custom");
      const wanted = own === undefined ? ` takes ${fieldFacts(field).takes}` : `: ${own.message}`;
      problems.set(key, `${origin}${wanted}, but got ${show(read)}.`);
    }
  }
  return given;
}

function optionsOf(kind: PartKind, layer: Layer): [string, Setting][] {
  return [...layer].filter(([key]) => key.startsWith(`${kind}.`));
}

function unknownPart(kind: PartKind, value: unknown, setting: Setting | undefined): string {
  const origin = setting?.origin ?? kind;
  if (typeof value !== "string")
    return `${origin} takes a name or what makes a part, but got ${show(value)}.`;
  const names = [...partFactories[kind].keys()];
  const near = nearestName(value, names);
  const hint = near === null ? "" : ` Did you mean ${near}?`;
  return `${origin}: there is no ${kind} called ${shorten(value)}; there are ${names.join(", ")}.${hint}`;
}

function unknownOption(
  kind: PartKind,
  name: string,
  option: string,
  origin: string,
  names: string[],
): string {
  const near = nearestName(option, names);
  const hint = near === null ? "" : ` Did you mean ${spellingLike(origin)(`${kind}.${near}`)}?`;
  return `${origin}: ${name} has no option ${shorten(option)}; it has ${names.join(", ") || "none"}.${hint}`;
}
