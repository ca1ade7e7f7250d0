#!/usr/bin/env bash
# hyparquet-writer 0.17.0: without a schema, rows that hold Float32Array are written as JSON objects with one key an
# element, without a length; plain arrays as JSON lists. A LIST schema gives a list of floats, but refuses Float32Array.
#
# Seen: read back by hyparquet 1.31.5
#   Float32Array: {"0":0.5,"1":-2}
#   array: [0.5,-2]
#   LIST schema, array: [0.5,-2], element of type FLOAT; LIST schema, Float32Array: an error
. "$(dirname "$0")/begin.sh"
install hyparquet-writer@0.17.0 hyparquet@1.31.5
see <<'JS'
const { parquetWriteBuffer } = await import("hyparquet-writer");
const { parquetMetadata, parquetReadObjects } = await import("hyparquet");
const list = [
  { name: "root", num_children: 1 },
  { name: "e", repetition_type: "REQUIRED", converted_type: "LIST", num_children: 1 },
  { name: "list", repetition_type: "REPEATED", num_children: 1 },
  { name: "element", type: "FLOAT", repetition_type: "REQUIRED" },
];
async function back(row, schema) {
  try {
    const file = parquetWriteBuffer({ columnData: [{ name: "e", data: [row] }], ...(schema && { schema }) });
    const [{ e }] = await parquetReadObjects({ file });
    const { type, converted_type } = parquetMetadata(file).schema.at(-1);
    return { text: JSON.stringify(e), type: converted_type ?? type };
  } catch (error) {
    return { text: `error: ${error.message}`, type: "none" };
  }
}
const typed = await back(Float32Array.of(0.5, -2));
const plain = await back([0.5, -2]);
const listed = await back([0.5, -2], list);
const refused = await back(Float32Array.of(0.5, -2), list);
for (const [name, { text, type }] of Object.entries({ typed, plain, listed, refused })) console.log(`${name}: ${text} (${type})`);
holds(typed.text === '{"0":0.5,"1":-2}', "Float32Array rows become objects");
holds(plain.text === "[0.5,-2]" && plain.type === "JSON", "arrays become JSON");
holds(listed.text === "[0.5,-2]" && listed.type === "FLOAT", "a LIST schema keeps floats");
holds(refused.text.startsWith("error"), "and refuses Float32Array");
JS
