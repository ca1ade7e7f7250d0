import { type CaseResult, conformance, countLine, resultLine } from "../studies/index.js";
import { defineCommand } from "./command.js";
import { print } from "./terminal.js";

/** Compares losses, gradients and optimisers with reference values: of other libraries, or of slow plain versions. */
export const conformanceCommand = defineCommand({
  name: "conformance",
  summary: "Compare losses, gradients and optimisers with reference files.",
  examples: [
    "unlabel conformance test/fixtures/conformance/losses.json",
    "unlabel conformance test/fixtures/conformance/*.json",
  ],
  register(command) {
    command.argument("<files...>", "JSON files of reference cases").action(async (files: string[]) => {
      const results: CaseResult[] = [];
      for await (const result of conformance(files)) {
        results.push(result);
        print(resultLine(result));
      }
      print(countLine(results));
      if (results.some(({ status }) => status === "failed")) process.exitCode = 1;
    });
  },
});
