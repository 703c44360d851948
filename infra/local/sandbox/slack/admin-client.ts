// The sandbox's own Web API calls as a user of the seed, without grants and scripts. Ids are the emulator's.
import type { Emulator } from "../emulator.ts";
import { adminToken } from "./seed.ts";

/** @returns the answer, also one with `ok: false` */
export async function callAsAdmin(
  emulator: Emulator,
  name: string,
  method: string,
  form: Readonly<Record<string, string>>,
): Promise<Record<string, unknown>> {
  const answer = await emulator.post(`/api/${method}`, form, adminToken(name));
  return answer.json() as Promise<Record<string, unknown>>;
}
