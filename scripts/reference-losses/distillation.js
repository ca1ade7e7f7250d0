#!/usr/bin/env node
// Writes test/fixtures/conformance/distillation-losses.json: reference values of losses that losses.json lacks, by
// plain loops in double precision, gradients by central differences. It shares no code with src/.
//
//   node scripts/reference-losses/distillation.js test/fixtures/conformance/distillation-losses.json

import { writeFile } from "node:fs/promises";

const wave = (rows, columns, phase, pace = 0.7) =>
  Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => Math.sin(phase + pace * (i * columns + j) + 0.3 * i * i)),
  );
const dot = (a, b) => a.reduce((total, x, i) => total + x * b[i], 0);
const unit = (row) => row.map((x) => x / Math.sqrt(dot(row, row)));
const softmax = (row, temperature) => {
  const powers = row.map((x) => Math.exp(x / temperature));
  const total = powers.reduce((sum, x) => sum + x, 0);
  return powers.map((x) => x / total);
};
const crossEntropy = (target, predicted) =>
  -target.reduce((sum, q, k) => sum + q * Math.log(predicted[k]), 0);

// lightly IBOTPatchLoss, which is DINOv2's: patches weigh 1 / (masked patches of their picture), pictures 1 / N.
function ibot({ student, teacher, mask, center }, { studentTemp, teacherTemp, tokens }) {
  let total = 0;
  mask.forEach((row, n) => {
    const masked = row.reduce((sum, x) => sum + x, 0);
    row.forEach((x, t) => {
      if (x !== 1) return;
      const seen = teacher[n * tokens + t].map((value, k) => value - center[0][k]);
      total +=
        crossEntropy(softmax(seen, teacherTemp), softmax(student[n * tokens + t], studentTemp)) / masked;
    });
  });
  return total / mask.length;
}

// MSN, equation 1, with lightly's Sinkhorn step on the sharpened targets where iterations says so. Anchors view after view.
function msn({ anchors, targets, prototypes }, { temperature, sharpen, weight, sinkhornIterations }, fixed) {
  const assign = (row) =>
    softmax(
      prototypes.map((p) => dot(unit(row), unit(p))),
      temperature,
    );
  const sharpened = (row) => {
    const powers = assign(row).map((p) => p ** (1 / sharpen));
    const total = powers.reduce((sum, p) => sum + p, 0);
    return powers.map((p) => p / total);
  };
  const balanced = (rows) =>
    balance(
      rows.map((row) => row.map(Math.log)),
      1,
      sinkhornIterations,
    );
  const sharp = fixed ?? balanced(targets.map(sharpened));
  const given = anchors.map(assign);
  let loss = 0;
  given.forEach((p, i) => {
    loss += crossEntropy(sharp[i % targets.length], p) / anchors.length;
  });
  const mean = prototypes.map((_, k) => given.reduce((sum, p) => sum + p[k], 0) / given.length);
  const gap = mean.reduce((sum, p) => sum + p * Math.log(p), 0) + Math.log(prototypes.length);
  return { loss: loss + weight * gap, sharp };
}

// DINO with multi-crop: the mean over pairs of a teacher's view and another view of the student.
function dino({ center, ...views }, { studentTemp, teacherTemp }) {
  const of = (who) => Object.keys(views).flatMap((key) => (key.startsWith(who) ? [views[key]] : []));
  const losses = of("teacher").flatMap((teacher, seen) =>
    of("student").flatMap((student, view) =>
      view === seen
        ? []
        : student.map((row, i) => {
            const centred = teacher[i].map((x, k) => x - center[0][k]);
            return crossEntropy(softmax(centred, teacherTemp), softmax(row, studentTemp));
          }),
    ),
  );
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

function nextCenter({ center, teacher_a, teacher_b }, { centerMomentum }) {
  const rows = [...teacher_a, ...teacher_b];
  return center[0].map(
    (c, k) =>
      centerMomentum * c + ((1 - centerMomentum) * rows.reduce((sum, row) => sum + row[k], 0)) / rows.length,
  );
}

// SwAV with multi-crop and queue: codes of each large view by Sinkhorn over the view and its queue, then cut off.
function swav(
  { za, zb, small, queue_a, queue_b, prototypes },
  { temperature, sinkhornEpsilon, sinkhornIterations },
  fixed,
) {
  const scored = (rows) => rows.map((row) => prototypes.map((p) => dot(unit(row), p)));
  const codes =
    fixed ??
    [
      [za, queue_a],
      [zb, queue_b],
    ].map(([z, queue]) =>
      balance(scored([...z, ...queue]), sinkhornEpsilon, sinkhornIterations).slice(0, z.length),
    );
  const views = [za, zb, small].map(scored);
  let loss = 0;
  codes.forEach((code, from) => {
    views.forEach((view, at) => {
      if (at === from) return;
      view.forEach((row, i) => {
        loss += crossEntropy(code[i], softmax(row, temperature)) / view.length;
      });
    });
  });
  return { loss: loss / (codes.length * (views.length - 1)), codes };
}

function balance(scores, epsilon, iterations) {
  let q = scores.map((row) => row.map((s) => Math.exp(s / epsilon)));
  for (let step = 0; step < iterations; step++) {
    const columns = q[0].map((_, k) => q.reduce((sum, row) => sum + row[k], 0));
    q = q.map((row) => row.map((x, k) => x / columns[k] / columns.length));
    q = q.map((row) => {
      const total = row.reduce((sum, x) => sum + x, 0);
      return row.map((x) => x / total);
    });
  }
  return q;
}

// Slope of a value in each element of one input.
function slopes(inputs, key, value) {
  return inputs[key].flatMap((row, r) =>
    row.map((_, c) => {
      const moved = (by) =>
        value({
          ...inputs,
          [key]: inputs[key].map((line, i) => line.map((x, j) => (i === r && j === c ? x + by : x))),
        });
      return (moved(1e-5) - moved(-1e-5)) / 2e-5;
    }),
  );
}

// `free` are the inputs that have a gradient; the others are targets or data.
function reference(name, source, { params, inputs, free, value, extra = {}, note = "" }) {
  const grads = Object.fromEntries(
    Object.keys(inputs).map((key) => [key, free.includes(key) ? slopes(inputs, key, value) : null]),
  );
  return {
    name,
    source,
    params,
    note,
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([key, rows]) => [
        key,
        { shape: [rows.length, rows[0].length], data: rows.flat() },
      ]),
    ),
    expected: { loss: value(inputs), grads, ...extra },
  };
}

function ibotCase(name, { inputs, params, note }) {
  return reference(name, "plain loops; weights as lightly IBOTPatchLoss (DINOv2)", {
    params,
    inputs,
    note,
    free: ["student"],
    value: (given) => ibot(given, params),
  });
}

function msnCase(name, params, anchors) {
  const inputs = {
    anchors: wave(anchors, 3, 0.3),
    targets: wave(4, 3, 1.3, 1.1),
    prototypes: wave(5, 3, 0.4, 0.5),
  };
  const { sharp } = msn(inputs, params);
  return reference(
    name,
    `plain loops; lightly MSNLoss with sinkhorn_iterations ${params.sinkhornIterations}: all rows made unit vectors, targets detached`,
    {
      params,
      inputs,
      free: ["anchors", "prototypes"],
      value: (given) => msn(given, params, sharp).loss,
    },
  );
}

const cases = [
  ibotCase("ibot n3 lightly", {
    note: "the picture of lightly's own test, 0.4056984632: three masked patches, none in the last picture",
    params: { studentTemp: 0.2, teacherTemp: 0.1, tokens: 4 },
    inputs: {
      student: [0.7, 0, 0.9, 0, 0, 0, 0, 1.1, 0, 0, 0, 0].map((x) => [x, x + 0.1]),
      teacher: [0.1, 0, 0.3, 0, 0, 0, 0, 0.5, 0, 0, 0, 0].map((x) => [x, x + 0.1]),
      mask: [
        [1, 0, 1, 0],
        [0, 0, 0, 1],
        [0, 0, 0, 0],
      ],
      center: [[0, 0]],
    },
  }),
  ibotCase("ibot n4 centre", {
    params: { studentTemp: 0.1, teacherTemp: 0.07, tokens: 3 },
    inputs: {
      student: wave(12, 5, 0.2),
      teacher: wave(12, 5, 1.1, 0.9),
      mask: [
        [1, 1, 0],
        [0, 0, 1],
        [1, 1, 1],
        [0, 1, 0],
      ],
      center: wave(1, 5, 0.5).map((row) => row.map((x) => 0.2 * x)),
    },
  }),
  msnCase("msn n4", { temperature: 0.1, sharpen: 0.25, weight: 1, sinkhornIterations: 0 }, 4),
  msnCase("msn n4 sinkhorn", { temperature: 0.1, sharpen: 0.25, weight: 1, sinkhornIterations: 3 }, 8),
  msnCase("msn n4 views2", { temperature: 0.2, sharpen: 0.5, weight: 0.3, sinkhornIterations: 0 }, 8),
  (() => {
    const params = { studentTemp: 0.1, teacherTemp: 0.05, centerMomentum: 0.8 };
    const inputs = {
      student_a: wave(4, 6, 0.1),
      student_b: wave(4, 6, 0.9),
      student_c: wave(4, 6, 1.7),
      teacher_a: wave(4, 6, 0.4, 0.9),
      teacher_b: wave(4, 6, 1.2, 0.8),
      center: wave(1, 6, 2).map((row) => row.map((x) => 0.1 * x)),
    };
    return reference("dino-multi-crop n4", "plain loops; lightly DINOLoss with three views of the student", {
      params,
      inputs,
      free: ["student_a", "student_b", "student_c"],
      value: (given) => dino(given, params),
      extra: { center: nextCenter(inputs, params) },
    });
  })(),
  (() => {
    const params = { temperature: 0.1, sinkhornEpsilon: 0.05, sinkhornIterations: 3 };
    const inputs = {
      za: wave(4, 3, 0.2),
      zb: wave(4, 3, 0.6),
      small: wave(4, 3, 1),
      queue_a: wave(6, 3, 2, 1.1),
      queue_b: wave(6, 3, 3, 1.2),
      prototypes: wave(5, 3, 0.4, 0.5).map(unit),
    };
    const { codes } = swav(inputs, params);
    return reference(
      "swav-queue n4",
      "plain loops; lightly SwaVLoss with one small crop and queues: Sinkhorn per view over batch and queue, codes detached",
      {
        params,
        inputs,
        free: ["za", "zb", "small", "prototypes"],
        value: (given) => swav(given, params, codes).loss,
      },
    );
  })(),
];

const about =
  "Reference losses and gradients in float64, by the plain loops and central differences of scripts/reference-losses/distillation.js; each case names its convention. Row-major data. Tolerance for float32: 2e-4 relative, 2e-5 absolute.";
const rounded = JSON.stringify({ about, cases }, (_, value) =>
  typeof value === "number" ? Number(value.toPrecision(12)) : value,
);
await writeFile(process.argv[2], `${rounded}\n`);
