// Jest's globalTeardown of the medium tests.
export default async function stopPostgres() {
  await globalThis.stopSamenplanPostgres?.();
}
