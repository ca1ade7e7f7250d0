import { describe, expect, it } from "vitest";
import { ConfigError } from "../errors.js";
import { Scope } from "../nn/index.js";
import { input } from "../tensor/index.js";
import { queue } from "./queue.js";

/** The size of what the queue holds after a batch. */
function pushed(size: number, batch: number): unknown {
  const root = Scope.root();
  queue(root, "queue", size, 4).push(input("rows", [batch, 4]));
  return root.variables.assigned().get("queue")?.shape;
}

describe("queue", () => {
  it("keeps its size, for batches up to its own", () => {
    expect(pushed(6, 2)).toEqual([6, 4]);
    expect(pushed(6, 6)).toEqual([6, 4]);
  });

  it("refuses a batch that it cannot hold, and says what to do", () => {
    expect(() => pushed(64, 128)).toThrow(ConfigError);
    expect(() => pushed(64, 128)).toThrow(
      "A queue holds at least one batch, but `method.queueSize` is 64 and the batch has 128 samples. Use `method.queueSize: 128` or more, or a smaller `batchSize`.",
    );
  });
});
