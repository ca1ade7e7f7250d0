#!/usr/bin/env node
/**
 * Writes test/fixtures/conformance/information-losses.json: values and gradients of the whitening, coding-rate and
 * sketching losses, in plain loops and double precision, gradients by central differences. It shares no code with
 * src/; each case names the convention it follows.
 *
 *   node scripts/reference-losses/information.js
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const sum = (values) => values.reduce((total, value) => total + value, 0);
const mean = (values) => sum(values) / values.length;
const dot = (a, b) => sum(a.map((value, i) => value * b[i]));
const unit = (a) => a.map((value) => value / Math.sqrt(dot(a, a)));
const columns = (rows) => rows[0].map((_, j) => rows.map((row) => row[j]));
const deviation = (values) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));

/** Lower triangular L with L L' = a. */
function cholesky(a) {
  const l = a.map((row) => row.map(() => 0));
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j <= i; j++) {
      const left = a[i][j] - sum(l[j].slice(0, j).map((value, k) => value * l[i][k]));
      l[i][j] = i === j ? Math.sqrt(left) : left / l[j][j];
    }
  }
  return l;
}

/** Rows v with L v = row - mean, where L L' is the covariance (1 / (N - 1)). */
function whitened(rows) {
  const means = columns(rows).map(mean);
  const centred = rows.map((row) => row.map((value, j) => value - means[j]));
  const covariance = columns(centred).map((a) => columns(centred).map((b) => dot(a, b) / (rows.length - 1)));
  const l = cholesky(covariance);
  return centred.map((row) => {
    const v = [];
    for (let i = 0; i < row.length; i++) v.push((row[i] - dot(l[i].slice(0, i), v)) / l[i][i]);
    return v;
  });
}

/** Mean over samples of 2 - 2 cos between the whitened rows of two views. */
function whiteningMse({ za, zb }, { subBatches }) {
  const size = za.length / subBatches;
  const losses = [];
  for (let part = 0; part < subBatches; part++) {
    const [a, b] = [za, zb].map((rows) => whitened(rows.slice(part * size, (part + 1) * size)));
    losses.push(...a.map((row, i) => 2 - 2 * dot(unit(row), unit(b[i]))));
  }
  return mean(losses);
}

/** ½ log det(I + d / (n eps) Z'Z). */
function codingRate(rows, epsilon) {
  const [n, d] = [rows.length, rows[0].length];
  const a = columns(rows).map((x, i) =>
    columns(rows).map((y, j) => (i === j ? 1 : 0) + (d / (n * epsilon)) * dot(x, y)),
  );
  return sum(cholesky(a).map((row, i) => Math.log(row[i])));
}

function empSsl({ za, zb }, { invarianceWeight, epsilon }) {
  const cosines = za.flatMap((a, i) => {
    const centre = a.map((value, j) => (value + zb[i][j]) / 2);
    return [a, zb[i]].map((row) => dot(unit(row), unit(centre)));
  });
  return -mean([za, zb].map((rows) => codingRate(rows, epsilon))) - invarianceWeight * mean(cosines);
}

/** The coordinates of rows along each direction: one list a direction. */
const along = (rows, directions) =>
  columns(directions).map((direction) => rows.map((row) => dot(row, unit(direction))));

/** Epps-Pulley: N times the weighted gap of characteristic functions over [-T, T], trapezoid rule on [0, T], doubled. */
function eppsPulley(values, knots, largest) {
  const step = largest / (knots - 1);
  let total = 0;
  for (let k = 0; k < knots; k++) {
    const t = k * step;
    const normal = Math.exp((-t * t) / 2);
    const real = mean(values.map((x) => Math.cos(t * x))) - normal;
    const imaginary = mean(values.map((x) => Math.sin(t * x)));
    const weight = k === 0 || k === knots - 1 ? step : 2 * step;
    total += weight * normal * (real ** 2 + imaginary ** 2);
  }
  return values.length * total;
}

const sigReg = (views, directions, { knots, largestFrequency }) =>
  mean(
    views.flatMap((rows) =>
      along(rows, directions).map((values) => eppsPulley(values, knots, largestFrequency)),
    ),
  );

/** Mean squared distance of every view to the mean of the first `globals`. */
const prediction = (views, globals) =>
  mean(
    views.flatMap((rows) =>
      rows.flatMap((row, i) =>
        row.map((value, j) => (value - mean(views.slice(0, globals).map((view) => view[i][j]))) ** 2),
      ),
    ),
  );

const leJepa = ({ za, zb, directions }, params) =>
  (1 - params.regularisation) * prediction([za, zb], params.globals) +
  params.regularisation * sigReg([za, zb], directions, params);

/** x with Φ(x) = p, by bisection on a midpoint sum of the density. */
function quantile(p) {
  const distribution = (x) => {
    const parts = 20000;
    const step = x / parts;
    let total = 0;
    for (let k = 0; k < parts; k++) total += Math.exp(-0.5 * ((k + 0.5) * step) ** 2);
    return 0.5 + (total * step) / Math.sqrt(2 * Math.PI);
  };
  let [low, high] = [-6, 6];
  while (high - low > 1e-11) {
    const middle = (low + high) / 2;
    if (distribution(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const quantiles = new Map();
function normalQuantiles(n) {
  if (!quantiles.has(n))
    quantiles.set(
      n,
      Array.from({ length: n }, (_, i) => quantile((i + 1) / (n + 1))),
    );
  return quantiles.get(n);
}

/**
 * `fixed` are the rows of which the deviation is taken where the convention stops the gradient: the unmoved ones.
 */
function visReg(inputs, params, fixed = inputs) {
  const views = [inputs.za, inputs.zb];
  const centre = mean(views.flatMap((rows) => columns(rows).map((column) => mean(column) ** 2)));
  const scale = mean(views.flatMap((rows) => columns(rows).map((column) => (1 - deviation(column)) ** 2)));
  const shape = mean(
    views.flatMap((rows, v) => {
      const deviations = columns([fixed.za, fixed.zb][v]).map(deviation);
      const means = columns(rows).map(mean);
      const scaled = rows.map((row) => row.map((value, j) => (value - means[j]) / (deviations[j] + 1e-4)));
      const target = normalQuantiles(rows.length);
      return along(scaled, inputs.directions).flatMap((values) =>
        values.sort((a, b) => a - b).map((value, i) => (value - target[i]) ** 2),
      );
    }),
  );
  const { regularisation, globals, scaleWeight, shapeWeight, centreWeight } = params;
  return (
    (1 - regularisation) * prediction(views, globals) +
    regularisation * (scaleWeight * scale + shapeWeight * shape + centreWeight * centre)
  );
}

const losses = [
  {
    name: "whitening-mse",
    source:
      "W-MSE: Cholesky whitening of each view's sub-batches in order, no ridge; 2 - 2 cos (htdt/self-supervised)",
    loss: whiteningMse,
    params: { subBatches: 1 },
    more: [{ size: [16, 4], params: { subBatches: 2 } }],
  },
  {
    name: "emp-ssl",
    source: "EMP-SSL code: minus the coding rate, epsilon not squared, rows as they are (tsb0601/EMP-SSL)",
    loss: empSsl,
    params: { invarianceWeight: 200, epsilon: 0.2 },
    more: [{ size: [4, 6], params: { invarianceWeight: 200, epsilon: 0.2 } }],
  },
  {
    name: "lejepa",
    source:
      "LeJEPA: (1 - lambda) prediction + lambda SIGReg, all views in both, za the only global view; slices given",
    loss: leJepa,
    params: { globals: 1, regularisation: 0.05, knots: 17, largestFrequency: 3 },
    directions: true,
    more: [],
  },
  {
    name: "sigreg",
    source: "SIGReg of the LeJEPA code: per view, 17 knots up to 3, trapezoid rule, factor N; slices given",
    loss: (inputs, params) => sigReg([inputs.za, inputs.zb], inputs.directions, params),
    params: { knots: 17, largestFrequency: 3 },
    directions: true,
    more: [],
  },
  {
    name: "visreg",
    source:
      "VISReg algorithm 1: biased deviation, stopped in the shape term (+ 1e-4), quantiles at i / (N + 1); slices given",
    loss: visReg,
    params: { globals: 2, regularisation: 0.6, scaleWeight: 1, shapeWeight: 1, centreWeight: 1 },
    directions: true,
    more: [],
  },
];

const rounded = (x) => Number(x.toPrecision(12));
const grid = (n, d, f) =>
  Array.from({ length: n }, (_, i) => Array.from({ length: d }, (_, j) => f(i * d + j)));
const tensor = (rows) => ({ shape: [rows.length, rows[0].length], data: rows.flat().map(rounded) });

function reference({ name, source, loss, directions }, [n, d], params) {
  const inputs = {
    za: grid(n, d, (k) => Math.sin(1 + 0.7 * k + 0.37 * k * k)),
    zb: grid(n, d, (k) => Math.cos(0.3 + 1.1 * k + 0.29 * k * k)),
  };
  if (directions) inputs.directions = grid(d, 5, (k) => Math.sin(0.6 + 0.9 * k + 0.3 * k * k));
  const stored = Object.fromEntries(Object.entries(inputs).map(([key, rows]) => [key, tensor(rows)]));
  const grads = Object.fromEntries(
    ["za", "zb"].map((key) => {
      const slope = inputs[key].flatMap((row, i) =>
        row.map((value, j) => {
          const at = (by) => {
            const rows = inputs[key].map((other) => [...other]);
            rows[i][j] = value + by;
            return loss({ ...inputs, [key]: rows }, params, inputs);
          };
          return rounded((at(1e-5) - at(-1e-5)) / 2e-5);
        }),
      );
      return [key, slope];
    }),
  );
  const expected = { loss: rounded(loss(inputs, params)), grads };
  return { name: `${name} n${n} d${d}`, source, params, note: "", inputs: stored, expected };
}

const cases = losses.flatMap((one) => [
  reference(one, [6, 3], one.params),
  reference(one, [16, 8], one.params),
  ...one.more.map(({ size, params }) => reference(one, size, params)),
]);
const about =
  "Reference losses in float64 by scripts/reference-losses/information.js: plain loops, gradients by central differences (step 1e-5). Row-major data. Tolerance for float32: 2e-4 relative, 2e-5 absolute.";
const path = fileURLToPath(
  new URL("../../test/fixtures/conformance/information-losses.json", import.meta.url),
);
writeFileSync(path, `${JSON.stringify({ about, cases })}\n`);
