// Asks another endpoint of ours as the caller of a request, so that a Lambda needs no access of its own to what that one reads.
import { config } from "../config.ts";
import { Problem } from "../errors.ts";
import type { Origin } from "./endpoint.ts";
import { withRequestDeadline } from "./fetch-deadline.ts";

/** Who is asking: a request with its headers. */
export interface Caller {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly origin: Origin;
}

interface OwnAnswer {
  readonly ok: boolean;
  /** Undefined where it is no JSON. */
  readonly body: unknown;
}

const askTimeoutMs = 20_000;

/** A GET of an endpoint, for `path` with its query. @throws Problem provider_unavailable when it cannot be reached */
export type AskOwnEndpoint = (path: string) => Promise<OwnAnswer>;

/** All that is asked shares one deadline. */
export function asCaller({ headers, origin }: Caller, send: typeof fetch = fetch): AskOwnEndpoint {
  const fetchInTime = withRequestDeadline(origin, askTimeoutMs, send);
  return async (path) => {
    const url = config("PUBLIC_BASE_URL").PUBLIC_BASE_URL + path;
    const init = { headers: pickIdentity(headers), redirect: "error" } as const;
    const answer = await fetchInTime(url, init).catch((cause: unknown) => {
      throw new Problem("provider_unavailable", { retryAfter: 5, cause });
    });
    return { ok: answer.ok, body: await answer.json().catch(() => undefined) };
  };
}

/** What says who the caller is. */
const pickIdentity = (headers: Caller["headers"]): Record<string, string> =>
  Object.fromEntries(
    ["authorization", "x-tenant-id"].flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
  );
