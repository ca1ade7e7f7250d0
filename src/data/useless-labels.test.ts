import { describe, expect, it } from "vitest";
import { DataError } from "../errors.js";
import { labelsFromNames } from "./class-labels.js";
import { labelWarnings, refuseUselessLabels, uselessLabels } from "./useless-labels.js";

const named = (...names: (string | null)[]) => labelsFromNames(names);
const many = (count: number, name: (i: number) => string | null) =>
  labelsFromNames(Array.from({ length: count }, (_, i) => name(i)));

describe("labels that measure nothing", () => {
  it.each([
    ["none", named(null, null), "pets has no labelled sample"],
    ["one", named("cat", null), "the one label of pets is cat"],
    ["one class", many(12, () => "cat"), "all 12 labels of pets are cat"],
    ["every class once", many(20, (i) => `p${i}`), "each of the 20 labelled samples of pets is alone"],
    ["nearly so", many(20, (i) => `p${Math.max(1, i)}`), "18 of the 20 labelled samples of pets are alone"],
    [
      "real numbers",
      many(40, (i) => (i * 0.37).toFixed(2)),
      "the labels of pets are real numbers, 40 different ones of 40 samples (such as 0.00, 0.37",
    ],
    ["many of each", many(900, (i) => String((i % 30) / 10)), "30 different ones of 900 samples"],
    ["with a comma, a sign and none", many(40, (i) => (i === 3 ? "nan" : `-${i},5`)), "real numbers"],
    ["scientific", many(30, (i) => `${i}.5e-${i % 3}`), "real numbers"],
  ])("%s", (_, labels, reason) => {
    expect(uselessLabels(labels, "pets")).toContain(reason);
    expect(() => refuseUselessLabels(labels, "pets", "An evaluation")).toThrow(DataError);
    expect(() => refuseUselessLabels(labels, "pets", "An evaluation", "Or rest.")).toThrow(
      /^An evaluation needs two classes or more with several samples of each, but .* Or rest\.$/,
    );
  });

  it.each([
    ["two classes of two", named("cat", "cat", "dog", "dog")],
    ["a rare class", many(30, (i) => (i === 0 ? "owl" : "cat"))],
    ["digits", many(40, (i) => String(i % 10))],
    ["numbers of classes as an array library writes them", many(40, (i) => (i % 2).toFixed(1))],
    ["marks in halves", many(60, (i) => String((i % 6) / 2))],
    ["dates", many(40, (i) => `2024-01-0${1 + (i % 4)}`)],
  ])("%s are none", (_, labels) => {
    expect(uselessLabels(labels, "pets")).toBeNull();
    expect(labelWarnings(labels, "pets")).toEqual([]);
  });

  it("are told where they measure little", () => {
    expect(labelWarnings(named("cat", "cat", "dog", "dog", null, null), "pets")).toEqual([
      "2 of the 6 samples of pets have no label and take no part.",
    ]);
    expect(labelWarnings(named("cat", "cat", "dog", "dog", null), "pets")).toEqual([
      "1 of the 5 samples of pets has no label and takes no part.",
    ]);
    // Samples that only judge may be one of a class.
    expect(labelWarnings(named("a", "b", "c", "d", "d", "d"), "pets", "judge")).toEqual([]);
    expect(labelWarnings(named("a", "b", "c", "d", "d", "d"), "pets")).toEqual([
      "3 of the 4 classes of pets have one labelled sample, which can be learned from or judge, not both.",
    ]);
    expect(
      labelWarnings(
        many(60, (i) => String(20 + (i % 40))),
        "pets",
      ),
    ).toEqual([
      "The labels of pets are 40 different whole numbers of 60 samples (such as 20, 21, 22), each taken as a class: if they are amounts, accuracies say little.",
    ]);
  });
});
