/** File formats: bytes in, typed arrays out, and files that are never half written. */

// Files
export {
  explainWriteFailure,
  type FileContent,
  isAbandonedName,
  removeAbandoned,
  writeFileAtomically,
} from "./atomic-file.js";
export { decodeSafetensors } from "./decode-safetensors.js";
// Embeddings
export {
  checkEmbeddingPath,
  type EmbeddingTable,
  embeddingExtensions,
  writeEmbeddings,
} from "./embedding-table.js";
export { encodeSafetensors } from "./encode-safetensors.js";
export { type JsonlRow, JsonlWriter, readJsonl, truncateJsonl } from "./jsonl.js";
export { makeFolder, refuseUnwritable } from "./make-folder.js";
// Arrays
export { decodeNpy, encodeNpy, type NpyArray, type NpyData } from "./npy.js";
export type { Safetensors, SafetensorsTensor } from "./safetensors.js";
