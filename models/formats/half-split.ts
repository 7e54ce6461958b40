/**
 * Rows of query or key heads from llama.cpp's order to Hugging Face's.
 *
 * llama.cpp rotates neighbours (rows 2j and 2j+1 of a head are one plane), Hugging Face the two
 * halves (rows j and j + dh/2): per head, rows (dh/2, 2) become (2, dh/2).
 *
 * @param rows       whole heads, `[head, headWidth, rowLength]` flattened
 * @param headWidth  dh, even
 * @param rowLength  numbers in a row: the model's width, 1 for a bias
 */
export function toHalfSplit(rows: Float32Array, headWidth: number, rowLength: number): Float32Array {
  const out = new Float32Array(rows.length);
  const half = headWidth / 2;
  for (let row = 0; row * rowLength < rows.length; row++) {
    const within = row % headWidth;
    const to = row - within + (within % 2) * half + Math.floor(within / 2);
    out.set(rows.subarray(row * rowLength, (row + 1) * rowLength), to * rowLength);
  }
  return out;
}
