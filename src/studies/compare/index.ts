/** Methods beside each other: same encoder, same budget, same judge. */
export { referenceMethod, relativeCost } from "./step-cost.js";
