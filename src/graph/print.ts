import { topologicalOrder } from "./order.js";
import { type Program, programValues } from "./program.js";
import { showShape } from "./types.js";
import type { Node, Value } from "./value.js";

/** A program as text, one node a line: `%12 = matmul(%3, %7) [64, 10]  # encoder/fc`. */
export function printProgram(program: Program): string {
  const names = new Map<Node, string>();
  const show = (value: Value): string => {
    const name = names.get(value.node) ?? "%?";
    return value.node.outputs.length > 1 ? `${name}.${value.index}` : name;
  };
  const lines: string[] = [];
  for (const node of topologicalOrder(programValues(program))) {
    names.set(node, `%${names.size}`);
    const types = node.outputs.map(
      ({ dtype, shape }) => (dtype === "float32" ? "" : dtype) + showShape(shape),
    );
    const place = node.path === "" ? "" : `  # ${node.path}`;
    lines.push(
      `${names.get(node)} = ${node.op}${attributesText(node)}(${node.inputs.map(show).join(", ")}) ${types.join(" ")}${place}`,
    );
  }
  for (const [name, value] of program.outputs) lines.push(`output ${name} = ${show(value)}`);
  for (const [name, value] of program.updates) lines.push(`update ${name} = ${show(value)}`);
  return lines.join("\n");
}

function attributesText(node: Node): string {
  if (node.op === "constant") {
    const { data } = (node as unknown as Node<"constant">).attributes;
    return data.length > 8 ? "" : `{${Array.from(data, String).join(", ")}}`;
  }
  const entries = Object.entries(node.attributes as Record<string, unknown>)
    .filter(([key]) => key !== "data" && key !== "shape" && key !== "dtype")
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return entries.length === 0 ? "" : `{${entries.join(", ")}}`;
}
