import { viewSize } from "../augment/index.js";
import { ConfigError } from "../errors.js";
import { kindOf } from "../kinds/index.js";
import type { RunParts } from "../setup/index.js";

/**
 * An encoder that refuses a picture's size cannot know that it is a small crop of the method's: says so, and how to do
 * without. Other errors are given back as they are.
 */
export function nameSmallCrop(
  error: unknown,
  { config, method }: Pick<RunParts, "config" | "method">,
): unknown {
  if (!(error instanceof ConfigError)) return error;
  const { height, width } = error.context;
  const [, fullHeight = 0, fullWidth = 0] = kindOf(config.data).facts(config.data).picture ?? [];
  const isOf = (size: { readonly height: number; readonly width: number }) =>
    size.height === height && size.width === width;
  if (isOf({ height: fullHeight, width: fullWidth })) return error;
  const group = method.views.find(({ countedBy, scale }) =>
    countedBy === undefined ? false : isOf(viewSize({ height: fullHeight, width: fullWidth }, scale)),
  );
  if (group === undefined) return error;
  const option = `method.${group.countedBy}`;
  return new ConfigError(
    `${error.message} The pictures are ${fullHeight} x ${fullWidth}; ${height} x ${width} is the size of the small crops that ${method.name} adds: leave them out with \`${option}: 0\`.`,
    error.context,
    error,
  );
}
