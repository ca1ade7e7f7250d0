import { type ParquetBytes, ParquetFault } from "./parquet-bytes.js";

/** What stands before a page. */
export interface PageHeader {
  readonly kind: "dictionary" | "values" | "other";
  readonly packed: number;
  readonly unpacked: number;
  readonly values: number;
  readonly encoding: number;
  /** Bytes of definition levels in front, unpacked, of the second version of pages; else null. */
  readonly levels: number | null;
  /** Whether what follows the levels is packed. */
  readonly isPacked: boolean;
}

/** What a structure says: numbers and structures by their fields; texts and lists are passed over. */
type Fields = ReadonlyMap<number, number | Fields>;

/** Reads the header of a page: a structure in Thrift's compact protocol. */
export function pageHeader(bytes: ParquetBytes): PageHeader {
  const header = structure(bytes, 0);
  const kind = number(header, 1);
  const [first, dictionary, second] = [5, 7, 8].map((field) => header.get(field));
  const facts = kind === 0 ? first : kind === 2 ? dictionary : kind === 3 ? second : new Map();
  if (facts === undefined || typeof facts === "number") throw new ParquetFault("a page in it has no header");
  const isSecond = kind === 3;
  if (isSecond && number(facts, 6) !== 0) throw new ParquetFault("a column in it is nested");
  return {
    kind: kind === 2 ? "dictionary" : kind === 0 || isSecond ? "values" : "other",
    packed: number(header, 3),
    unpacked: number(header, 2),
    values: kind === 1 ? 0 : number(facts, 1),
    encoding: kind === 1 ? 0 : number(facts, isSecond ? 4 : 2),
    levels: isSecond ? number(facts, 5) : null,
    isPacked: !isSecond || facts.get(7) !== 0,
  };
}

function number(fields: Fields, field: number): number {
  const value = fields.get(field);
  if (typeof value !== "number" || value < 0) throw new ParquetFault("a page in it has no header");
  return value;
}

/** Structures lie in one another three deep at most. */
const mostDeep = 8;

function structure(bytes: ParquetBytes, depth: number): Fields {
  if (depth > mostDeep) throw new ParquetFault("a page in it has no header");
  const fields = new Map<number, number | Fields>();
  for (let field = 0; ; ) {
    const head = bytes.byte();
    if (head === 0) return fields;
    const step = head >> 4;
    field = step === 0 ? bytes.signed() : field + step;
    const value = element(bytes, head & 15, depth);
    if (value !== undefined) fields.set(field, value);
  }
}

function element(bytes: ParquetBytes, type: number, depth: number): number | Fields | undefined {
  switch (type) {
    case 1:
      return 1;
    case 2:
      return 0;
    case 3:
      return bytes.byte();
    case 4:
    case 5:
    case 6:
      return bytes.signed();
    case 7:
      bytes.take(8);
      return undefined;
    case 8:
      bytes.take(bytes.varint());
      return undefined;
    case 9:
    case 10:
      list(bytes, depth);
      return undefined;
    case 12:
      return structure(bytes, depth + 1);
    default:
      throw new ParquetFault("a page in it has no header");
  }
}

function list(bytes: ParquetBytes, depth: number): void {
  const head = bytes.byte();
  const length = head >> 4 === 15 ? bytes.varint() : head >> 4;
  const type = head & 15;
  // A truth value in a list is a byte; so every element takes one, and the end of the bytes ends this.
  for (let i = 0; i < length; i++) {
    if (type <= 2) bytes.byte();
    else element(bytes, type, depth + 1);
  }
}
