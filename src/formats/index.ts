/** File formats: bytes in, typed arrays out, and files that are never half written. */

// Files
export { explainWriteFailure, writeFileAtomically } from "./atomic-file.js";
export { decodeSafetensors } from "./decode-safetensors.js";
// Embeddings
export {
  checkEmbeddingPath,
  type EmbeddingTable,
  embeddingExtensions,
  writeEmbeddings,
} from "./embedding-table.js";
export { encodeSafetensors, safetensorsPieces } from "./encode-safetensors.js";
export { writeFileSet } from "./file-set.js";
export { type JsonOutline, jsonOutline } from "./json-outline.js";
export { type JsonlRow, JsonlWriter, readJsonl, truncateJsonl } from "./jsonl.js";
export { isLeftBehind, machineMark } from "./left-behind.js";
// One writer at a time
export { isLockName, type Lock, type LockOwner, takeLock } from "./lock-file.js";
export { makeFolder, refuseUnwritable } from "./make-folder.js";
// Arrays
export { decodeNpy, encodeNpy, type NpyArray, type NpyData } from "./npy.js";
export { type OpenFile, openRegular } from "./open-regular.js";
export { codeOf, readFailure } from "./read-failure.js";
export { readSafetensors } from "./read-safetensors.js";
export { isAbandonedName, removeAbandoned } from "./remove-abandoned.js";
export { isRunning, ownProcess, type ProcessName } from "./running-process.js";
export type { Safetensors, SafetensorsTensor } from "./safetensors.js";
export { readSealed, writeSealed } from "./sealed-tensors.js";
export type { FileContent } from "./write-whole.js";
