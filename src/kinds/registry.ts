import { pictures } from "./pictures/pictures.js";

/** Every kind of data. A new one is a folder and a line here. */
export const allKinds = [pictures] as const;
