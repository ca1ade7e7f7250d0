import { type BlockWriter, blockWriter, fitsFreeMemory, keepBlocks } from "../data/index.js";
import { ConfigError, DataError, UnlabelError } from "../errors.js";
import { type ByteSink, type ByteStore, memoryBytes } from "./byte-store.js";
import { keptTokens } from "./kept-in-cache.js";

/** Where tokens may go. */
export interface SpoolPlace {
  /** What a person calls the texts. */
  readonly of: string;
  /** Null where nothing is kept. */
  readonly folder: string | null;
  /** In the cache. */
  readonly name: string;
  /** Bytes that stay in memory. */
  readonly memoryBudget: number;
}

/** Takes tokens into memory, and once there are too many for it onto the disk. */
export class TokenSpool implements ByteSink {
  private readonly first: Uint8Array[] = [];
  private readonly behind: Uint8Array[] = [];
  private held = 0;
  private writer: BlockWriter | null = null;
  readonly notes: string[] = [];

  constructor(private readonly place: SpoolPlace) {}

  tokens = (bytes: Uint8Array): Promise<void> => this.take(bytes, this.first);
  entries = (bytes: Uint8Array): Promise<void> => this.take(bytes, this.behind);

  private async take(bytes: Uint8Array, into: Uint8Array[]): Promise<void> {
    if (this.writer !== null) {
      await (into === this.first ? this.writer.append(bytes) : this.writer.appendBehind(bytes));
      return;
    }
    // The caller uses the same array again.
    into.push(bytes.slice());
    this.held += bytes.length;
    if (this.held > this.place.memoryBudget) await this.spill();
  }

  /** Goes on on the disk; where that cannot be, in memory while there is enough of it. */
  private async spill(): Promise<void> {
    const { folder, name, of } = this.place;
    if (folder === null) return this.checkMemory();
    if (this.notes.length > 0) return this.checkMemory();
    try {
      this.writer = await blockWriter(folder, name, { of, holds: "tokens" }, keptTokens);
    } catch (error) {
      if (!(error instanceof UnlabelError) || error instanceof ConfigError || !fitsFreeMemory(this.held))
        throw error;
      this.notes.push(
        `${error.message} This goes on with the tokens in memory, and the next command makes them again.`,
      );
      return;
    }
    for (const piece of this.first.splice(0)) await this.writer.append(piece);
    for (const piece of this.behind.splice(0)) await this.writer.appendBehind(piece);
    this.held = 0;
  }

  private checkMemory(): void {
    if (fitsFreeMemory(this.held)) return;
    throw new DataError(
      `The tokens of ${this.place.of} (more than ${Math.round(this.held / 1e6)} MB so far) are more than memory should hold, and nothing can be kept on disk: give a folder as \`cacheFolder\`, or a smaller \`limit\`.`,
      { bytes: this.held },
    );
  }

  /**
   * @param told what to keep with them @param isWorthKeeping whether what is in memory goes into the cache, too
   */
  async finish(told: unknown, isWorthKeeping: boolean): Promise<ByteStore> {
    const { folder, name, of } = this.place;
    if (this.writer !== null) {
      const set = await this.writer.finish(told);
      this.notes.push(...this.writer.notes);
      return { ...set, storedIn: "disk" };
    }
    const pieces = [...this.first, ...this.behind];
    if (folder !== null && isWorthKeeping && this.notes.length === 0)
      this.notes.push(...(await keepBlocks(folder, { name, of, holds: "tokens", told }, pieces, keptTokens)));
    return memoryBytes(pieces);
  }

  async abandon(): Promise<void> {
    await this.writer?.abandon();
  }
}
