import { Problem } from "../errors.ts";
import type { User } from "../http/caller.ts";
import { withRateLimit } from "../http/rate-limit.ts";
import type { Response } from "../http/response.ts";
import { count } from "../metrics.ts";
import { readSwitches } from "./switches.ts";

/** Counts a question against its user's limit, while questions are on. Without the counter none is answered. */
export async function limitQueries(user: User, answer: () => Promise<Response>): Promise<Response> {
  const { isOn } = await readSwitches();
  if (!isOn) return answer();
  try {
    return await withRateLimit("query", user, answer);
  } catch (error) {
    if (error instanceof Problem && error.code === "rate_limited") count("QueryRateLimited");
    throw error;
  }
}
