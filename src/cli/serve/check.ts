export async function checkServe(_env: unknown): Promise<0 | 2> {
  return 0;
}
