import * as z from "zod";
import { ConfigError } from "../errors.js";
import { normalInit, type Scope } from "../nn/index.js";
import { broadcastTo, matmul, mul, reshape, sub, type Tensor } from "../tensor/index.js";
import { defineEncoder, type Encoding } from "./encoder.js";
import { type KnownRows, leastSquaresCode, twoMatricesCode, unrolledCodes } from "./linear-codes.js";

const options = z.strictObject({
  form: z
    .enum(["two-matrices", "least-squares", "unrolled"])
    .default("two-matrices")
    .describe(
      "two-matrices: A x; least-squares: (B'B)^-1 B'x, without the rows of unknown values; unrolled: steps of gradient descent on |x - B l|². The decoder is B l.",
    ),
  size: z
    .int()
    .positive()
    .default(64)
    .describe("Numbers in the code; for least-squares fewer than a picture has values."),
  keepProbability: z
    .number()
    .positive()
    .max(1)
    .optional()
    .describe(
      "two-matrices: probability that a value of a masked picture is known, which A is divided by; when not given, each picture's share of known values.",
    ),
  ridge: z
    .number()
    .min(1e-6) // below, float32 has no inverse where fewer values are known than the code has numbers
    .default(1e-4)
    .describe("least-squares: added to B'B, relative to the mean squared length of B's columns."),
  steps: z.int().positive().default(8).describe("unrolled: steps of gradient descent."),
  stepSize: z
    .number()
    .positive()
    .default(0.5)
    .describe(
      "unrolled: size of a step; converges below 2 over B's largest squared singular value, 1 at first.",
    ),
  perKnown: z
    .boolean()
    .default(true)
    .describe(
      "unrolled: divide a masked picture's steps by its share of known values, so that what is trained with masks converges on whole pictures too; false: the lecture's constant steps.",
    ),
  unknown: z
    .enum(["clamped", "zero"])
    .default("clamped")
    .describe(
      "unrolled: clamped: unknown values leave no residual; zero: they count as the value 0, which is wrong and there for the study of linear autoencoders.",
    ),
});

/**
 * The lecture's three linear parameterisations of autoencoders (SPEC rows 46 to 54) on flattened pictures x of m values,
 * with the decoder D(l) = B l:
 *
 *   two-matrices    E(x) = A x, times 1/p where the share 1 - p of x is masked
 *   least-squares   E(x) = (B̃'B̃)^-1 B'x, B̃ without the rows of masked values; the decoder's B is the encoder's
 *   unrolled        l_{t+1} = l_t + η B'(x - B l_t), masked residuals 0, d steps; the decoder's B is the encoder's
 *
 * Of a masked picture η is divided by the share that is known, which the lecture does not do and `perKnown` false leaves
 * out: B that was trained on half of the values at constant η is too large for all of them, and diverges (digits: a
 * largest singular value of D∘E of 11 instead of 1 on whole pictures, for nearly the same error at masked ones).
 *
 * There are no biases. Matrices start as normal numbers of deviation 1 / (√m + √l), so that their largest singular value
 * is about 1 for every m and l (Davidson and Szarek, 2001, theorem II.13). `layers` of the form unrolled are the codes
 * after each step. Codes that are no embeddings, such as a generator's latents, are decoded by a matrix of their own.
 * @throws ConfigError for least-squares with codes as long as a picture or longer, where D(E(x)) is x for every B (row 48)
 */
export const linear = defineEncoder({
  name: "linear",
  title: "Linear: two matrices, least squares or unrolled gradient descent",
  options,
  readsMissing: true,
  normalisesBatch: false,
  apply(scope, x, { form, size, ...settings }, { missing } = {}) {
    const rows = knownRows(x, missing);
    const m = rows.x.shape[1] ?? 0;
    if (form === "least-squares") refuseIdentity(size, x);
    return scope.run((): Encoding => {
      const matrix = matrixOf(scope, form === "two-matrices" ? "A" : "B", m, size);
      if (form === "unrolled") {
        const seen = settings.unknown === "zero" ? { x: rows.x } : rows;
        const codes = unrolledCodes(seen, matrix, settings);
        const layers = new Map(codes.map((code, i) => [`step${i + 1}`, code]));
        return { embedding: codes.at(-1) as Tensor, layers };
      }
      const embedding =
        form === "two-matrices"
          ? twoMatricesCode(rows, matrix, settings.keepProbability)
          : leastSquaresCode(rows, matrix, settings.ridge);
      return { embedding, layers: new Map([["code", embedding]]) };
    });
  },
  decode({ scope, encoder, ofEmbeddings = true }, code, picture, { form }) {
    const [n = 0, length = 0] = code.shape;
    const isShared = form !== "two-matrices" && ofEmbeddings;
    const values = picture[0] * picture[1] * picture[2];
    const b = matrixOf(isShared ? encoder : scope, "B", values, length);
    return reshape(matmul(code, b, { transposeB: true }), [n, ...picture]);
  },
});

/** `[m, l]`; row i belongs to value i of the picture. */
function matrixOf(scope: Scope, name: "A" | "B", m: number, l: number): Tensor {
  return scope.parameter(name, [m, l], normalInit(1 / (Math.sqrt(m) + Math.sqrt(l))));
}

function knownRows(x: Tensor, missing: Tensor | undefined): KnownRows {
  const n = x.shape[0] ?? 0;
  if (missing === undefined) return { x: reshape(x, [n, -1]) };
  const known = broadcastTo(sub(1, missing), x.shape);
  return { x: reshape(mul(x, known), [n, -1]), known: reshape(known, [n, -1]) };
}

function refuseIdentity(size: number, x: Tensor): void {
  const [, channels = 0, height = 0, width = 0] = x.shape;
  const values = channels * height * width;
  if (size < values) return;
  throw new ConfigError(
    `The encoder linear with the form least-squares expects a code shorter than the picture, but got ${size} numbers for ${values} values (${channels} x ${height} x ${width}). Then the decoder gives back every picture exactly whatever its matrix is, so there is nothing to learn. Use \`encoder.size: ${Math.max(1, Math.floor(values / 4))}\` or another below ${values}, or the \`encoder.form\` unrolled or two-matrices.`,
    { size, values, height, width },
  );
}
