import { compareSureness, type Named, type pictureNames } from "./picture-names.js";

/** Which rows of a table name which pictures. */
export interface RowsOfPictures {
  /** Rows by picture: those that name it most surely. */
  readonly rowsOf: ReadonlyMap<number, readonly number[]>;
  /** Rows that name no picture, and rows that may mean several. */
  readonly unknown: readonly number[];
  readonly ambiguous: readonly { readonly row: number; readonly pictures: readonly number[] }[];
  /** Rows that name a picture by what the end of its path shares with theirs, through folders that are not its own. */
  readonly foreign: readonly number[];
}

/**
 * Matches rows with pictures, row by row, by the surest spelling of each. A picture belongs to the rows that name it
 * most surely: another one, less surely, is about another picture. So are rows that lead through foreign folders where
 * the paths of other rows are right as they are, or share more with the pictures'.
 *
 * @param cells what each row says of its picture
 * @param find from `pictureNames`
 */
export function matchRows(cells: readonly string[], find: ReturnType<typeof pictureNames>): RowsOfPictures {
  const named = cells.map(find);
  let pathsAgree = false;
  let furthest = 0;
  for (const [row, found] of named.entries()) {
    if (found === null) continue;
    if (isForeign(found)) furthest = Math.max(furthest, found.above);
    else if (/[\\/]/.test(cells[row]!)) pathsAgree = true;
  }
  const isOther = (found: Named) => isForeign(found) && (pathsAgree || found.above < furthest);
  const rowsOf = new Map<number, number[]>();
  const unknown: number[] = [];
  const ambiguous: { row: number; pictures: readonly number[] }[] = [];
  for (const [row, found] of named.entries()) {
    if (found === null || isOther(found)) unknown.push(row);
    else if (found.pictures.length > 1) ambiguous.push({ row, pictures: found.pictures });
    else {
      const picture = found.pictures[0]!;
      const others = rowsOf.get(picture);
      const order = others === undefined ? -1 : compareNaming(found, named[others[0]!]!);
      if (order > 0) unknown.push(row);
      else if (order === 0) others!.push(row);
      else {
        for (const other of others ?? []) unknown.push(other);
        rowsOf.set(picture, [row]);
      }
    }
  }
  const foreign = [...rowsOf.values()].flat().filter((row) => isForeign(named[row]!));
  return { rowsOf, unknown: unknown.sort((a, b) => a - b), ambiguous, foreign };
}

const isForeign = ({ sureness: [foreign] }: Named): boolean => foreign === 1;

/** Below 0 where the first row is surer to mean the picture; with folders in front or without is equally sure. */
function compareNaming(a: Named, b: Named): number {
  if (isForeign(a) && isForeign(b)) return compareSureness(a.sureness, b.sureness);
  const [first, second] = [a, b].map(
    ({ sureness: [foreign, folded, stem] }) => 4 * foreign + 2 * folded + stem,
  );
  return first! - second!;
}
