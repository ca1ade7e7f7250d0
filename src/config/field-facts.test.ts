import { describe, expect, it } from "vitest";
import * as z from "zod";
import { fieldFacts, fromText } from "./index.js";

describe("what a field takes, in words", () => {
  it.each([
    [z.int().min(2), "a whole number from 2"],
    [z.int(), "a whole number"],
    [z.int().positive().multipleOf(4), "a whole number above 0, a multiple of 4"],
    [z.number().positive(), "a number above 0"],
    [z.number().min(0).max(1).default(0.5), "a number from 0 to 1"],
    [z.number().positive().max(1), "a number above 0 and up to 1"],
    [z.number().min(0).lt(1), "a number from 0 below 1"],
    [z.number().max(3), "a number up to 3"],
    [z.enum(["a", "b"]).optional(), "one of a, b"],
    [z.union([z.literal(1), z.literal(3)]), "one of 1, 3"],
    [z.union([z.literal("auto"), z.int().positive()]), "auto or a whole number above 0"],
    [z.boolean(), "true or false"],
    [z.string(), "text"],
    [z.array(z.int().min(1)), "a list, each a whole number from 1"],
    [z.tuple([z.number(), z.boolean()]), "a list of 2: a number, true or false"],
    [z.string().nullable(), "text or null"],
    [z.record(z.string(), z.number()), "named settings"],
  ])("%#: %s", (field, takes) => {
    expect(fieldFacts(field).takes).toBe(takes);
  });

  it("carries default and description", () => {
    const facts = fieldFacts(z.number().default(0.2).describe("How warm."));
    expect(facts).toEqual({ takes: "a number", preset: 0.2, description: "How warm.", argument: undefined });
  });
});

describe("the value of a text", () => {
  it.each([
    ["64", z.int(), 64],
    ["-.5e1", z.number(), -5],
    ["64", z.string(), "64"],
    ["true", z.boolean(), true],
    ["true", z.string(), "true"],
    ["auto", z.union([z.literal("auto"), z.int()]), "auto"],
    ["8", z.union([z.literal("auto"), z.int()]), 8],
    ["1,2.5", z.tuple([z.number(), z.number()]), [1, 2.5]],
    ["[32, 64]", z.array(z.int()), [32, 64]],
    ["32", z.array(z.int()), [32]],
    ["12", z.union([z.int(), z.array(z.int())]), 12],
    ["x", z.array(z.int()), "x"],
    ["a, b", z.array(z.string()), ["a", "b"]],
    ['{"a":1}', z.record(z.string(), z.number()), { a: 1 }],
    ["many", z.int(), "many"],
    ["[1", z.array(z.int()), "[1"],
  ])("%j", (text, field, value) => {
    expect(fromText(text, field)).toEqual(value);
  });
});
