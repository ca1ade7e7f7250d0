/** Ways to choose texts by what says the next token: what the lecture's claims about them are worth. */
export { decodingStudy } from "./decoding-study.js";
