import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readCaseFile } from "#rooms/studies/conformance";
import { expectThat, type Parser } from "../parser.js";

const vectors = { shape: [2, 2], data: [1, 2, 3, 4] };
const file = {
  about: "made up; 2e-4 relative, 2e-5 absolute",
  cases: [
    {
      ...{ name: "mse", params: { weight: 1 }, inputs: { a: vectors, b: vectors } },
      expected: { loss: 0, grads: { a: [0, 0, 0, 0], b: null } },
    },
    {
      ...{ name: "net", params: { w: vectors }, inputs: { x: vectors }, loss: 1, grads: { w: vectors } },
      optimizers: [
        {
          name: "sgd",
          hyper: { lr: 0.1 },
          steps: 1,
          losses: [1],
          finalParamSums: { w: 10 },
          finalParams: {},
        },
      ],
    },
  ],
};

export const conformanceCases: Parser = {
  name: "conformance-cases",
  reads: "files of reference cases",
  ending: "json",
  words: [
    "about",
    "cases",
    "name",
    "params",
    "inputs",
    "expected",
    "grads",
    "shape",
    "data",
    "losses",
    "null",
  ],
  async prepare(folder) {
    const path = join(folder, "cases.json");
    return {
      samples: [
        { name: "cases", form: "json", bytes: new TextEncoder().encode(JSON.stringify(file, null, 1)) },
      ],
      async read(input) {
        await writeFile(path, input);
        const { cases } = await readCaseFile(path);
        const said = JSON.parse(new TextDecoder().decode(input)) as typeof file;
        expectThat(cases.length === said.cases.length, "another number of cases");
        for (const { inputs } of cases)
          for (const [name, { shape, data }] of Object.entries(inputs))
            expectThat(
              shape.reduce((a, b) => a * b, 1) === data.length,
              `${name} has another number of values`,
            );
      },
    };
  },
};
