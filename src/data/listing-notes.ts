import type { FolderListing } from "./picture-files.js";
import { readableKinds } from "./picture-format.js";

/** Endings of pictures of kinds that are not read, and of drawings. */
const convertible =
  /^(hei[cf]|hif|svg|psd|xcf|ai|eps|jp2|j2k|jxl|jxr|exr|hdr|tga|pcx|p[gpnb]m|ico|dds|dcm|dicom|dng|nef|nrw|cr[23]|arw|pef|raf|orf|rw2|srw|raw|pdf)$/;
const mostNamed = 8;

/** What of a folder was left out, and how its links were taken: a sentence each. */
export function listingNotes(folder: string, listing: FolderListing): string[] {
  const { leftOut, systemFolders, linkedTwice, unfollowed } = listing;
  const notes: string[] = [];
  if (leftOut.size > 0) notes.push(`Left out of ${folder}: ${leftOutText(leftOut)}.`);
  if (systemFolders.length > 0)
    notes.push(
      `Not looked into, as systems keep thumbnails and deleted files there: ${named(systemFolders)}.`,
    );
  if (linkedTwice !== null)
    notes.push(
      `Links lead to one folder several times, as ${linkedTwice[0] || "."} and ${linkedTwice[1]}: its pictures count each time${unfollowed === 0 ? "" : `, but ${unfollowed} further ways through links of links are not followed`}.`,
    );
  return notes;
}

/** `4 heic, 1 csv; convert heic to one of jpg, png ...`: how many files of which ending are no pictures that can be read. */
export function leftOutText(leftOut: FolderListing["leftOut"]): string {
  const sorted = [...leftOut].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const kinds = named(
    sorted.map(([ending, count]) => `${count} ${ending === "" ? "without an ending" : ending}`),
  );
  const other = sorted.map(([ending]) => ending).filter((ending) => convertible.test(ending));
  return other.length === 0 ? kinds : `${kinds}; ${readableKinds} are read, so convert ${named(other)}`;
}

function named(names: readonly string[]): string {
  const rest = names.length - mostNamed;
  return `${names.slice(0, mostNamed).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
