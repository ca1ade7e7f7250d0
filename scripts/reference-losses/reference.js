// What the scripts of reference values share: inputs without a pattern, slopes by central differences, the file's form.
// It shares no code with src/.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const sum = (values) => values.reduce((total, value) => total + value, 0);
export const mean = (values) => sum(values) / values.length;
export const dot = (a, b) => sum(a.map((value, i) => value * b[i]));
export const cosine = (a, b) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
export const minusSquares = (a, b) => -sum(a.map((value, i) => (value - b[i]) ** 2));
/** log of the sum of powers of e, as it stands. */
export const logSum = (values) => Math.log(sum(values.map(Math.exp)));
/** log(1 + e^x) */
export const softplus = (x) => Math.log(1 + Math.exp(x));

/** Nested lists of the given shape, of numbers in about -scale..scale that look like nothing in particular. */
export function wave(shape, phase, scale = 1) {
  let k = 0;
  const fill = ([side, ...rest]) =>
    Array.from({ length: side }, () =>
      rest.length > 0 ? fill(rest) : scale * Math.sin(phase + 0.7 * k + 0.37 * k * k++),
    );
  return fill(shape);
}

/** Rows that sum to 1. */
export const distributions = (shape, phase) =>
  wave(shape, phase, 1.5).map((row) => row.map((x) => Math.exp(x) / sum(row.map(Math.exp))));

/** Numbers weighed by sin(0.9 + 0.21 k) and added up: every element of a loss that has many gets a slope of its own. */
export const weighed = (values) =>
  sum(values.flat(Number.POSITIVE_INFINITY).map((value, k) => value * Math.sin(0.9 + 0.21 * k)));

const rounded = (x) => Number(x.toPrecision(12));
const shapeOf = (nested) => (Array.isArray(nested) ? [nested.length, ...shapeOf(nested[0])] : []);

/** The same lists with one number of them moved. */
function moved(nested, place, by) {
  const flat = nested.flat(Number.POSITIVE_INFINITY);
  flat[place] += by;
  let k = 0;
  const copy = (one) => (Array.isArray(one) ? one.map(copy) : flat[k++]);
  return copy(nested);
}

/**
 * A case: `loss(inputs, params)` with its slopes in the inputs called `free`. Others are data, such as labels.
 */
export function reference({ name, source, note = "", inputs, params = {}, free, loss }) {
  const slopes = (key) =>
    inputs[key].flat(Number.POSITIVE_INFINITY).map((_, place) => {
      const at = (by) => loss({ ...inputs, [key]: moved(inputs[key], place, by) }, params);
      return rounded((at(1e-5) - at(-1e-5)) / 2e-5);
    });
  return {
    name,
    source,
    params,
    note,
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([key, nested]) => [
        key,
        { shape: shapeOf(nested), data: nested.flat(Number.POSITIVE_INFINITY).map(rounded) },
      ]),
    ),
    expected: {
      loss: rounded(loss(inputs, params)),
      grads: Object.fromEntries(
        Object.keys(inputs).map((key) => [key, free.includes(key) ? slopes(key) : null]),
      ),
    },
  };
}

/** Writes cases to test/fixtures/conformance/NAME-losses.json. */
export function write(name, cases) {
  const about = `Reference losses in float64 by scripts/reference-losses/${name}.js: plain loops, gradients by central differences (step 1e-5). Row-major data. Tolerance for float32: 2e-4 relative, 2e-5 absolute.`;
  const path = new URL(`../../test/fixtures/conformance/${name}-losses.json`, import.meta.url);
  writeFileSync(fileURLToPath(path), `${JSON.stringify({ about, cases })}\n`);
}
