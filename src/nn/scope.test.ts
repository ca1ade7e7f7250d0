import { describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { gradient } from "../grad/index.js";
import { programLeaves } from "../graph/index.js";
import { add, input, matmul, mul, sum } from "../tensor/index.js";
import { batchNorm, constantInit, dropout, linear, mlp, normalInit, Scope } from "./index.js";

const names = (scope: Scope) => scope.variables.all().map(({ name }) => name);

describe("Scope", () => {
  it("names parameters by the path of their scope", () => {
    const scope = Scope.root();
    mlp(scope.child("head"), input("x", [2, 3]), [4, 5], { norm: true });
    expect(names(scope)).toEqual([
      "head/layer0/weight",
      "head/norm0/scale",
      "head/norm0/shift",
      "head/norm0/mean",
      "head/norm0/variance",
      "head/layer1/weight",
      "head/layer1/bias",
    ]);
    expect(scope.variables.parameters().map(({ role }) => role)).toEqual([
      "weight",
      "norm",
      "norm",
      "weight",
      "bias",
    ]);
  });

  it("shares a parameter that is asked for twice", () => {
    const scope = Scope.root();
    const [x, y] = [input("x", [2, 3]), input("y", [5, 3])];
    linear(scope.child("fc"), x, 4);
    linear(scope.child("fc"), y, 4);
    expect(names(scope)).toEqual(["fc/weight", "fc/bias"]);
  });

  it("refuses one name for two shapes", () => {
    const scope = Scope.root();
    linear(scope.child("fc"), input("x", [2, 3]), 4);
    expect(() => linear(scope.child("fc"), input("x", [2, 5]), 4)).toThrow(
      "Parameter fc/weight is used with two shapes: [3, 4] and [5, 4]. Give the second use its own scope.",
    );
  });

  it("puts the layer's path and both shapes into shape errors", () => {
    const scope = Scope.root().child("encoder").child("stage1");
    expect(() => scope.run(() => matmul(input("a", [2, 3]), input("b", [4, 5])))).toThrow(
      /^matmul in encoder\/stage1: .*\[2, 3\] and \[4, 5\]/,
    );
  });

  it("keeps parameters of groups apart", () => {
    const scope = Scope.root();
    linear(scope.child("generator"), input("x", [2, 3]), 4);
    linear(scope.child("critic").inGroup("critic"), input("x", [2, 3]), 4, { bias: false });
    expect(scope.variables.parameters("main").map(({ name }) => name)).toEqual([
      "generator/weight",
      "generator/bias",
    ]);
    expect(scope.variables.parameters("critic").map(({ name }) => name)).toEqual(["critic/weight"]);
    expect(scope.variables.parameters()).toHaveLength(3);
  });

  it("is in inference below frozen()", () => {
    const scope = Scope.root();
    const x = input("x", [2, 3]);
    expect(dropout(scope.frozen(), x, 0.5)).toBe(x);
    batchNorm(scope.frozen().child("norm"), x);
    expect(scope.variables.assigned().size).toBe(0);
  });
});

describe("state", () => {
  it("has its latest value within a step, and carries it to the next", async () => {
    const scope = Scope.root().child("queue");
    const first = scope.state("count", [2], constantInit(1));
    scope.assign("count", add(first, 1));
    const second = scope.state("count", [2]);
    scope.assign("count", mul(second, 10));
    expect(scope.state("count", [2])).toBe(scope.variables.assigned().get("queue/count"));

    const engine = inlineEngine();
    const store = await engine.createStore(scope.variables.initialValues(0));
    const program = await engine.load(
      { outputs: new Map([["second", second]]), updates: scope.variables.assigned() },
      { store },
    );
    expect([...(await program.run({})).second!]).toEqual([2, 2]);
    expect([...(await program.run({})).second!]).toEqual([21, 21]);
    expect([...(await store.read())[0]!.data]).toEqual([210, 210]);
    await engine.dispose();
  });

  it("forgets what a pass assigned whose assignments shall not count", () => {
    const scope = Scope.root();
    const [generated, real] = [input("generated", [2, 3]), input("real", [2, 3])];
    const kept = scope.variables.withoutAssigning(() => batchNorm(scope.child("norm"), generated));
    expect(kept.shape).toEqual([2, 3]);
    expect(scope.variables.assigned().size).toBe(0);
    batchNorm(scope.child("norm"), real);
    const once = new Map(scope.variables.assigned());
    expect(
      programLeaves({ outputs: new Map(), updates: once }).fed.map(({ attributes }) => attributes.name),
    ).toEqual(expect.not.arrayContaining(["generated"]));
    scope.variables.withoutAssigning(() => batchNorm(scope.child("norm"), generated));
    expect(new Map(scope.variables.assigned())).toEqual(once);
  });

  it("names a stream of draws for each use, the first as the place is called", () => {
    const root = Scope.root();
    const names = (scope: Scope) => [scope.key("mask").stream, scope.key("mask").stream];
    const place = root.child("a");
    expect(names(place)).toEqual(["a/mask", "a/mask~1"]);
    expect(names(place.frozen().inGroup("critic"))).toEqual(["a/mask~2", "a/mask~3"]);
    expect(names(root.teacher().child("a"))).toEqual(["teacher/a/mask", "teacher/a/mask~1"]);
    expect(place.key("noise").stream).toBe("a/noise");
    // Whatever a layer calls its own: no name is given twice.
    const given = ["b~1", "b", "b", "b~1"].map((name) => root.key(name).stream);
    expect(new Set(given).size).toBe(4);
    // Another trace of the same variables draws as the first did.
    expect(names(Scope.root({ variables: root.variables }).child("a"))).toEqual(["a/mask", "a/mask~1"]);
  });

  it("refuses values for state that is not there or has another shape", () => {
    const scope = Scope.root().child("a");
    expect(() => scope.assign("b", input("x", [2]))).toThrow("State a/b expects no such state; got [2].");
    scope.state("b", [3]);
    expect(() => scope.assign("b", input("x", [2]))).toThrow("State a/b expects [3]; got [2].");
  });
});

describe("teacher", () => {
  const build = () => {
    const scope = Scope.root();
    const x = input("x", [4, 3]);
    const layer = (place: Scope) =>
      batchNorm(place.child("norm"), linear(place.child("fc"), x, 2, { initialise: normalInit(1) }));
    return { scope, student: layer(scope), teacher: layer(scope.teacher()) };
  };

  it("has averages of the student's parameters, and state of its own, below its prefix", () => {
    const { scope } = build();
    const teachers = scope.variables.all().filter(({ name }) => name.startsWith("teacher/"));
    expect(teachers.map(({ name, kind, source }) => [name, kind, source])).toEqual([
      ["teacher/fc/weight", "teacher", "fc/weight"],
      ["teacher/fc/bias", "teacher", "fc/bias"],
      ["teacher/norm/scale", "teacher", "norm/scale"],
      ["teacher/norm/shift", "teacher", "norm/shift"],
      ["teacher/norm/mean", "state", undefined],
      ["teacher/norm/variance", "state", undefined],
    ]);
  });

  it("begins as a copy of its student and is not trained", () => {
    const { scope, student, teacher } = build();
    const values = new Map(scope.variables.initialValues(3).map(({ name, data }) => [name, data]));
    expect(values.get("teacher/fc/weight")).toEqual(values.get("fc/weight"));
    const parameters = scope.variables.parameters();
    expect(parameters.map(({ name }) => name)).toEqual(["fc/weight", "fc/bias", "norm/scale", "norm/shift"]);
    // Through the teacher no gradient reaches the student: the gradient is a filled constant.
    const wrt = parameters.map(({ tensor }) => tensor);
    expect(gradient(sum(teacher), wrt).map(({ node }) => node.op)).toEqual(wrt.map(() => "broadcastTo"));
    expect(gradient(sum(student), wrt)[0]?.node.op).not.toBe("broadcastTo");
  });
});
