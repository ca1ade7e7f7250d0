import { nearestName } from "../data/index.js";
import { ConfigError } from "../errors.js";
import { type Method, methods } from "../methods/index.js";
import { namesIn } from "../studies/index.js";

/**
 * Reads `--methods`: names, of which `all` is every joint-embedding method.
 * @throws ConfigError for a name that no method has, or when there is none
 */
export function chosenMethods(text: string | undefined): { methods?: Method[]; all?: boolean } {
  if (text === undefined) return {};
  const said = namesIn(text);
  if (said.length === 0)
    throw new ConfigError(
      "--methods names nothing: give names with commas, or leave it out to compare all methods.",
    );
  const own = said.filter((name) => name !== "all");
  return {
    all: own.length < said.length,
    methods: own.map((name) => {
      const factory = methods.get(name);
      if (factory !== undefined) return factory();
      const near = nearestName(name, [...methods.keys()]);
      throw new ConfigError(
        `--methods: there is no method called ${name}; there are ${[...methods.keys()].join(", ")}.${near === null ? "" : ` Did you mean ${near}?`}`,
        { name },
      );
    }),
  };
}
