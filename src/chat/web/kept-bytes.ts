/** Pictures and files by their address, as many bytes as there is room for; those used last stay. */
export interface KeptBytes {
  get(address: string): Uint8Array | undefined;
  keep(address: string, bytes: Uint8Array): void;
}

export function keptBytes(room: number): KeptBytes {
  const kept = new Map<string, Uint8Array>();
  let size = 0;

  function drop(address: string): void {
    size -= kept.get(address)?.length ?? 0;
    kept.delete(address);
  }

  return {
    get(address) {
      const bytes = kept.get(address);
      if (bytes === undefined) return undefined;
      kept.delete(address);
      kept.set(address, bytes);
      return bytes;
    },
    keep(address, bytes) {
      drop(address);
      kept.set(address, bytes);
      size += bytes.length;
      for (const oldest of kept.keys()) {
        if (size <= room) break;
        drop(oldest);
      }
    },
  };
}
