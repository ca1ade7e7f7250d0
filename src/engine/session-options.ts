import type { InferenceSession } from "onnxruntime-common";

/**
 * How sessions are built: all graph optimisations, denormals as zero (they are slow and carry no signal), and threads that
 * sleep while they wait: spinning took 25 to 35 % more processor time a step on two threads, away from the loader.
 * Buffers are asked for one by one: memory patterns, which reserve all of a step's at once, nearly double its peak and
 * save at most a tenth of its time.
 */
export function sessionOptions(threads: number, profile?: string): InferenceSession.SessionOptions {
  return {
    graphOptimizationLevel: "all",
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    enableMemPattern: false,
    // Errors come back as exceptions; without this they are printed too.
    logSeverityLevel: 4,
    ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile }),
    extra: { session: { set_denormal_as_zero: "1", intra_op: { allow_spinning: "0" } } },
  };
}
