/** Texts out of trained models: a net as what decoding asks, on an engine. */
export { type NetModelOptions, netModel, type OpenedModel } from "./net-model.js";
