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
}
