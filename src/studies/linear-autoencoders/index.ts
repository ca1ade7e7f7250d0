/** The lecture's three linear autoencoders: what its claims about them are worth. */
export { linearStudy } from "./linear-study.js";
