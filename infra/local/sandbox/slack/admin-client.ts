// The front's own Web API calls, as somebody of the seed, past grants and scripts; ids are the emulator's.
import type { Emulator } from "../emulator.ts";
import { adminToken } from "./seed.ts";

/** @returns the answer, `ok: false` or not */
export async function callAsAdmin(
  emulator: Emulator,
  name: string,
  method: string,
  form: Readonly<Record<string, string>>,
): Promise<Record<string, unknown>> {
  const answer = await emulator.post(`/api/${method}`, form, adminToken(name));
  return answer.json() as Promise<Record<string, unknown>>;
}
