/**
 * Where measurements of one model are kept between starts: its head roles, its calibration. What is
 * on it can always be measured again, so what cannot be read counts as not there.
 */
export interface Shelf {
  /** What was last kept under a name; undefined when there is nothing, or nothing that can be read. Its form is the caller's to check. */
  read(name: string): Promise<unknown>;
  /**
   * @param name   small letters, digits and dashes
   * @param value  plain JSON
   * @throws {MemoryError} `shelf-failed`: the measurement is good, it only is not kept
   */
  write(name: string, value: unknown): Promise<void>;
  /** The file last kept under a name, if it is there as it was written; undefined otherwise. */
  file(name: string): Promise<KeptFile | undefined>;
  /**
   * Keeps a file too large for JSON, to be mapped into memory by whoever reads it.
   *
   * @param write  writes it at the path it is given; what it throws is thrown, and nothing is kept
   * @param about  plain JSON, handed out with the file
   * @throws {MemoryError} `shelf-failed`
   */
  keep(name: string, write: (path: string) => Promise<void>, about: unknown): Promise<KeptFile>;
}

export interface KeptFile {
  readonly path: string;
  readonly about: unknown;
}

/** For a measurement that takes nothing from an earlier one, and leaves nothing to the next. */
export const noShelf: Shelf = {
  read: async () => undefined,
  write: async () => {},
  file: async () => undefined,
  keep: () => Promise.reject(new RangeError('this shelf keeps no files')),
};
