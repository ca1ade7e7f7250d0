import { ByteWriter, parquetWriteRows } from "hyparquet-writer";
import { expect, test } from "vitest";
import { piecewiseWriter } from "./piecewise-writer.js";

test("pieces together are what one buffer would hold", async () => {
  const write = (writer: ByteWriter) =>
    parquetWriteRows({
      writer,
      rows: Array.from({ length: 400 }, (_, i) => ({ id: `sample ${i}`, value: Math.sqrt(i) })),
      rowGroupSize: 50,
      columns: [{ name: "id" }, { name: "value" }],
      schema: [
        { name: "root", num_children: 2 },
        { name: "id", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" },
        { name: "value", type: "DOUBLE", repetition_type: "REQUIRED" },
      ],
    });
  const whole = new ByteWriter();
  await write(whole);
  const { writer, pieces } = piecewiseWriter(300);
  await write(writer);
  expect(pieces().length).toBeGreaterThan(10);
  expect(Buffer.concat(pieces()).equals(whole.getBytes())).toBe(true);
});
