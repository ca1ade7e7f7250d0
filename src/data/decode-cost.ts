/** What it takes to decode pictures and to keep them, told before all are decoded. */
export type DecodeCost = {
  /** What a person calls the pictures. */
  readonly name: string;
  readonly pictures: number;
  /** How many of them were decoded to find out, as many at once as later; 0 where nothing has to be decoded. */
  readonly measured: number;
  /** Of all pictures: that of a measured one times their number. */
  readonly seconds: number;
  /** What each picture becomes. */
  readonly kept: readonly {
    readonly size: readonly [height: number, width: number];
    /** Of all pictures. */
    readonly bytes: number;
    readonly storedIn: "memory" | "disk";
  }[];
};
