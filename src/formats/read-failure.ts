/**
 * Why a file could not be read, as the end of a sentence, with what to do.
 * @param cause what the file system said
 */
export function readFailure(cause: unknown): string {
  const code = codeOf(cause);
  return reasons.get(code) ?? `it cannot be read (${code})`;
}

/** The file system's word for a failure, or the failure's own message. */
export function codeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return "code" in cause ? String(cause.code) : cause.message;
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "it does not exist"],
  ["ENOTDIR", "part of its path is a file and not a folder"],
  ["EISDIR", "it is a folder and not a file"],
  ["ENOTREG", "it is a pipe or a device and not a file"],
  ["EACCES", "you have no permission to read it (EACCES), so get the permission (chmod u+r) and try again"],
  ["EPERM", "you have no permission to read it (EPERM), so get the permission and try again"],
  ["EIO", "the disk reports an error (EIO), so check the disk"],
  ["EMFILE", "too many files are open (EMFILE), so close some and try again"],
  ["ENFILE", "too many files are open (ENFILE), so close some and try again"],
  ["ENAMETOOLONG", "its name is too long (ENAMETOOLONG)"],
  ["ELOOP", "its links go round in a circle (ELOOP)"],
]);
