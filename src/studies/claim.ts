/** One statement of the lecture or of a paper, and what was measured of it. */
export interface Claim {
  /** Row of the specification. */
  readonly row: string;
  readonly says: string;
  readonly holds: boolean;
  /** The numbers. */
  readonly measured: string;
}

/** `Holds: ... (SPEC row 43). Numbers.` */
export function claimLine({ row, says, holds, measured }: Claim): string {
  return `${holds ? "Holds" : "Does not hold"}: ${says} (SPEC row ${row}). ${measured}`;
}

/** A number for a sentence: three significant digits, small ones with an exponent. */
export function digits(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || !Number.isFinite(value)) return String(value);
  return size < 1e-3 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
}

/** `1.2 %` of a share. */
export function percent(share: number): string {
  return `${digits(100 * share)} %`;
}
