/** Names of rows that no method may have: what is not trained. */
export const UNTRAINED = "untrained encoder";

/** The untrained row of a method that makes another encoder of the one that all share, such as two side by side. */
export const untrainedOf = ({ name }: { readonly name: string }) => `${UNTRAINED} of ${name}`;
