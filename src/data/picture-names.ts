/** How surely a written name means a picture: smaller numbers are surer, the first that differs decides. */
export type Sureness = readonly [
  /** 1 where folders in front of the name are not those that the picture lies in. */
  foreign: 0 | 1,
  /** 1 where capital and small letters differ. */
  folded: 0 | 1,
  /** 1 where the names are the same without the ending only. */
  stem: 0 | 1,
  /** 0 the path below the folder; 1 the same with folders above it in front; 2 the end of that path. */
  whole: 0 | 1 | 2,
  /** Folders and file name that both share, as a negative number. */
  shared: number,
];

/** The pictures that a name may mean: one; several, when no one is surer than the others; or none. */
export interface Named {
  readonly pictures: readonly number[];
  readonly sureness: Sureness;
  /** Folders above the pictures' own folder that the name has, too. */
  readonly above: number;
}

/** One way to write a path: forward slashes, no `./`, no `../` in front, composed letters. */
export function cleanPath(path: string): string {
  const plain = path.trim().replaceAll("\\", "/").normalize("NFC");
  if (!/(^|\/)\.{0,2}(\/|$)/.test(plain)) return plain;
  const parts: string[] = [];
  for (const part of plain.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return parts.join("/");
}

/**
 * Finds the picture that a person's spelling of its path means. Surest first: the path below `root`; that path with
 * names of folders above it in front, up to an absolute one; the end of it, down to the file name; the same without the
 * ending; the same in other capitals. Last come paths through folders in which no picture lies, by what their ends
 * share: they may mean a picture that was moved, or one that is not there, which only all rows of a table can tell.
 *
 * @param ids paths of the pictures below `root`
 * @param root absolute path, or "" where there is none
 */
export function pictureNames(ids: readonly string[], root: string): (name: string) => Named | null {
  const known = ids.map(cleanPath);
  const above = cleanPath(root).split("/");
  const exact = new Map<string, number>();
  for (const [at, id] of known.entries()) exact.set(id, exact.has(id) ? -1 : at);
  let ends: ReadonlyMap<string, number[]> | null = null;
  return (name) => {
    const path = cleanPath(name);
    if (path === "") return null;
    const at = exact.get(path) ?? -1;
    if (at >= 0) return { pictures: [at], sureness: [0, 0, 0, 0, 0], above: 0 };
    ends ??= endsOf(known);
    return surest(path, known, ends, above);
  };
}

/** Places of pictures by every end of their paths, in small letters and without the file's ending. */
function endsOf(ids: readonly string[]): ReadonlyMap<string, number[]> {
  const ends = new Map<string, number[]>();
  for (const [at, id] of ids.entries()) {
    const key = withoutEnding(id).toLowerCase();
    for (let from = 0; from >= 0; from = key.indexOf("/", from) + 1 || -1) {
      const end = key.slice(from);
      const places = ends.get(end);
      if (places === undefined) ends.set(end, [at]);
      else places.push(at);
    }
  }
  return ends;
}

function surest(
  path: string,
  ids: readonly string[],
  ends: ReadonlyMap<string, number[]>,
  above: readonly string[],
): Named | null {
  const parts = path.split("/");
  const [small, smallAbove] = [lower(parts), lower(above)];
  let best: { pictures: number[]; sureness: Sureness; above: number } | null = null;
  for (let dropped = 0; dropped < parts.length; dropped++) {
    const end = parts.slice(dropped).join("/");
    const matching = alike(above, parts.slice(0, dropped));
    const matchingSmall = alike(smallAbove, small.slice(0, dropped));
    for (const at of candidates(end, ends)) {
      const id = ids[at]!;
      const isWhole = id.split("/").length === parts.length - dropped;
      const up = isWhole ? matchingSmall : 0;
      const [folded, stem] = spelling(id, end);
      const isFolded = folded === 1 || (isWhole && matching < matchingSmall);
      const foreign = up < dropped ? 1 : 0;
      const whole = foreign ? 0 : !isWhole ? 2 : dropped > 0 ? 1 : 0;
      const shared = -(parts.length - dropped + up);
      const sureness: Sureness = [foreign, isFolded ? 1 : 0, stem, whole, shared];
      const order = best === null ? -1 : compareSureness(sureness, best.sureness);
      if (order < 0) best = { pictures: [at], sureness, above: up };
      else if (order === 0 && !best!.pictures.includes(at)) best!.pictures.push(at);
    }
  }
  return best;
}

/** Pictures whose path ends like that, whatever the capitals and the file's ending. */
function* candidates(end: string, ends: ReadonlyMap<string, number[]>): Generator<number> {
  const key = end.toLowerCase();
  const short = withoutEnding(key);
  yield* ends.get(key) ?? [];
  if (short !== key) yield* ends.get(short) ?? [];
}

function spelling(id: string, end: string): [folded: 0 | 1, stem: 0 | 1] {
  if (endsWith(id, end)) return [0, 0];
  const stem = withoutEnding(id);
  if (endsWith(stem, end) || endsWith(stem, withoutEnding(end))) return [0, 1];
  return endsWith(id.toLowerCase(), end.toLowerCase()) ? [1, 0] : [1, 1];
}

function endsWith(path: string, end: string): boolean {
  return path.endsWith(end) && (path.length === end.length || path.at(-end.length - 1) === "/");
}

const lower = (names: readonly string[]) => names.map((name) => name.toLowerCase());

/** How many of the last names of both are the same. */
function alike(folders: readonly string[], others: readonly string[]): number {
  let count = 0;
  while (count < others.length && folders.at(-1 - count) === others.at(-1 - count)) count++;
  return count;
}

/** Below 0 where the first is surer. */
export function compareSureness(a: Sureness, b: Sureness): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}

/** A file's ending begins with a letter: `scan.12` has none. */
function withoutEnding(path: string): string {
  return path.replace(/(?<=[^/])\.[a-z][a-z0-9_]{0,5}$/i, "");
}
