import { pictures } from "./pictures/pictures.js";
import { texts } from "./text/texts.js";

/** Every kind of data, in the order in which they look at a path. A new one is a folder and a line here. */
export const allKinds = [texts, pictures] as const;

type Together<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** What may be said of samples of each kind. */
export type OwnOptions = Together<(typeof allKinds)[number]["options"]>;
