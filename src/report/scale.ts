import { DataError } from "../errors.js";

/** How values are laid along an axis. */
export interface Axis {
  /** What is shown, without its unit. */
  readonly label?: string;
  /** Unit in brackets after the label, for example `%` or `images/s`. */
  readonly unit?: string;
  /** `log` for label budgets and learning rates. Default `linear`. */
  readonly scale?: "linear" | "log";
  /** Smallest and largest value shown. Default: from the data, widened to ticks. */
  readonly domain?: readonly [number, number];
  /** Values with a tick. Default: round numbers. */
  readonly ticks?: readonly number[];
}

export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** From values to 0..1 along an axis. */
export interface Scale {
  readonly domain: readonly [number, number];
  readonly ticks: readonly Tick[];
  at(value: number): number;
}

/**
 * The scale that shows `values` (those that are not finite are ignored).
 *
 * @param count about how many ticks
 * @param widen whether the domain ends at ticks (y axes) or where the data ends (x axes)
 * @throws DataError when a logarithmic axis has values of 0 or less
 */
export function makeScale(axis: Axis, values: Iterable<number>, count: number, widen: boolean): Scale {
  const log = axis.scale === "log";
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of axis.domain ?? values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) [low, high] = log ? [1, 10] : [0, 1];
  if (log && low <= 0) {
    throw new DataError(
      `The logarithmic axis ${axis.label ?? ""} has the value ${low}; leave out values of 0 and less or use a linear axis.`,
      { low },
    );
  }
  // Ranges finer than numbers resolve count as one value.
  const same = high - low <= Math.max(Math.abs(low), Math.abs(high), 1e-60) * 1e-12;
  if (same) [low, high] = log ? [low / 2, high * 2] : apart(low);
  else if (log && widen && axis.domain === undefined) {
    const room = (high / low) ** 0.05;
    [low, high] = [low / room, high * room];
  }
  let ticks = axis.ticks ?? (log ? logTicks(low, high, count) : linearTicks(low, high, count));
  if (widen && !log && axis.domain === undefined && axis.ticks === undefined) {
    const step = ticks.length > 1 ? ticks[1]! - ticks[0]! : high - low;
    low = Math.floor(low / step + 1e-9) * step;
    high = Math.ceil(high / step - 1e-9) * step;
    ticks = linearTicks(low, high, count);
  }
  const position = log ? Math.log : (value: number) => value;
  const slack = (position(high) - position(low)) * 1e-9;
  const shown = ticks.filter(
    (value) => position(value) >= position(low) - slack && position(value) <= position(high) + slack,
  );
  return {
    domain: [low, high],
    ticks: shown.map((value) => ({ value, label: formatTick(value) })),
    at: (value) => (position(value) - position(low)) / (position(high) - position(low)),
  };
}

/** One value needs some room on both sides. */
function apart(value: number): [number, number] {
  const room = Math.abs(value) < 1e-60 ? 1 : Math.abs(value) * 0.1;
  return [value - room, value + room];
}

/** Multiples of 1, 2 or 5 times a power of ten inside the range, about `count` of them. */
export function linearTicks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough * 0.9999) ?? 10);
  const ticks: number[] = [];
  const last = Math.floor(high / step + 1e-9);
  // Multiplying, and rounding to the step's digits, so that 0.30000000000000004 does not appear.
  const digits = Math.max(0, Math.min(100, 1 - Math.floor(Math.log10(step))));
  for (let i = Math.ceil(low / step - 1e-9); i <= last; i++)
    ticks.push(Number((i * step).toFixed(digits)) + 0);
  return ticks;
}

/** Powers of ten inside the range; also their 2nd and 5th multiples when there is room. */
export function logTicks(low: number, high: number, count: number): number[] {
  const decades = Math.log10(high / low);
  const factors = decades * 3 <= count ? [1, 2, 5] : decades * 2 <= count ? [1, 3] : [1];
  const every = Math.max(1, Math.ceil(decades / Math.max(1, count)));
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    if (power % every !== 0) continue;
    for (const factor of factors) {
      const value = Number(`${factor}e${power}`);
      if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) ticks.push(value);
    }
  }
  return ticks.length >= 2 ? ticks : linearTicks(low, high, count).filter((value) => value > 0);
}

/** 60000 → `60,000`, 1000000 → `1M`, 0.00001 → `1e-5`; a true minus sign. */
export function formatTick(value: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : "";
  if (size === 0) return "0";
  if (size >= 1e15 || size < 1e-3)
    return `${sign}${Number(size.toPrecision(3)).toExponential().replace("e+", "e")}`;
  if (size >= 1e9) return `${sign}${Number((size / 1e9).toPrecision(4))}G`;
  if (size >= 1e6) return `${sign}${Number((size / 1e6).toPrecision(4))}M`;
  if (size >= 1e3) return `${sign}${size.toLocaleString("en-US", { maximumFractionDigits: 1 })}`;
  return `${sign}${Number(size.toPrecision(6))}`;
}
