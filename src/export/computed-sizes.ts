/** Whole numbers that a model computes from the shapes of its inputs, as nodes in front of all others. */
import { dataTypes, type GraphProto, intTensor, makeNode, type NodeProto } from "./onnx-messages.js";
import { factorsOf, type SizeFormula } from "./size-formula.js";

/** A size that is left open: a side of an input. */
export interface FreeAxis {
  /** As the model calls it. */
  readonly name: string;
  readonly input: string;
  readonly side: number;
}

/** Element type and rank of what a node reads: int64 or int32, a vector or a number alone. */
export interface IntegerForm {
  readonly dataType: number;
  readonly rank: 0 | 1;
}

export interface ComputedSizes {
  /** The nodes that were asked for, in order. */
  readonly nodes: readonly NodeProto[];
  /** Name of a vector (or number) with these values. */
  numbers(values: readonly SizeFormula[], form: IntegerForm): string;
  /** Name of 0, 1, ... up to a number, as a vector. */
  counting(count: SizeFormula, form: IntegerForm): string;
  /** Name of an int64 vector that does not follow any size. */
  constant(values: readonly number[]): string;
}

/** Computes from the shapes of a graph's inputs; what was made once is used again. */
export function computedSizes(graph: GraphProto, axes: readonly FreeAxis[]): ComputedSizes {
  const nodes: NodeProto[] = [];
  const made = new Set<string>();
  const once = (name: string, make: () => NodeProto): string => {
    if (!made.has(name)) nodes.push(make());
    made.add(name);
    return name;
  };
  const constant = (values: readonly number[], rank: 0 | 1 = 1): string => {
    const name = `shape/constant/${rank === 0 ? "number/" : ""}${values.join("_")}`;
    if (!made.has(name)) graph.initializer.push(intTensor(name, values, rank));
    made.add(name);
    return name;
  };
  /** The product of some sizes, `[1]`. */
  const product = (which: number): string => {
    const [first, ...rest] = factorsOf(which, axes.length).map((axis) => {
      const { name, input, side } = axes[axis]!;
      return once(`shape/${name}`, () =>
        makeNode("Shape", [input], `shape/${name}`, { start: side, end: side + 1 }),
      );
    });
    return rest.reduce((total, size) => {
      const name = `${total}*${size}`;
      return once(name, () => makeNode("Mul", [total, size], name));
    }, first as string);
  };
  const vector = (values: readonly SizeFormula[]): string => {
    const key = `shape/${values.map((formula) => formula.join("_")).join("/")}`;
    if (made.has(key)) return key;
    const products = Array.from({ length: 2 ** axes.length }, (_, which) => which).filter(
      (which) => which > 0 && values.some((formula) => formula[which] !== 0),
    );
    const terms = products.map((which) => {
      const name = `${key}/product${which}`;
      const by = constant(values.map((formula) => formula[which]!));
      return once(name, () => makeNode("Mul", [product(which), by], name));
    });
    terms.push(constant(values.map(([alone]) => alone!)));
    return terms.reduce((total, term, i) => {
      const name = i === terms.length - 1 ? key : `${key}/sum${i}`;
      return once(name, () => makeNode("Add", [total, term], name));
    });
  };
  const number = (value: SizeFormula): string => {
    const from = vector([value]);
    const name = `${from}/number`;
    return once(name, () => makeNode("Reshape", [from, constant([])], name));
  };
  const typed = (from: string, { dataType }: IntegerForm): string => {
    if (dataType === dataTypes.INT64) return from;
    const name = `${from}/int32`;
    return once(name, () => makeNode("Cast", [from], name, { to: dataType }));
  };
  return {
    nodes,
    constant: (values) => constant(values),
    numbers: (values, form) => typed(form.rank === 0 ? number(values[0]!) : vector(values), form),
    counting: (count, form) => {
      const upTo = number(count);
      const name = `${upTo}/counting`;
      const [zero, one] = [constant([0], 0), constant([1], 0)];
      return typed(
        once(name, () => makeNode("Range", [zero, upTo, one], name)),
        form,
      );
    },
  };
}
