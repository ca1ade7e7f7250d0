import type { PicturesData } from "../../kinds/index.js";
import type { RunConfig } from "../../setup/index.js";

/** The configuration of a run of pictures. */
export type PictureRun = RunConfig & { readonly data: PicturesData };
