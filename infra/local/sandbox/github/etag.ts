// ETag and 304 for reads: docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
import { createHash } from "node:crypto";
import type { Answer, Exchange } from "../exchange.ts";

/**
 * GitHub's ETag depends on the token: for another token the same content counts as changed. It does not cover the links to
 * other pages (github.com/app-sre/github-mirror/pull/113).
 */
export function answerConditionally({ method, headers: asked }: Exchange, token: string, answer: Answer): Answer {
  if (method !== "GET" || answer.status !== 200) return answer;
  const hash = createHash("sha256")
    .update(token)
    .update(answer.body ?? "")
    .digest("hex");
  const etag = `W/"${hash}"`;
  const common = { etag, "cache-control": "private, max-age=60, s-maxage=60", vary: "Accept, Authorization" };
  const isKnown = asked["if-none-match"]?.split(/\s*,\s*/).includes(etag) ?? false;
  if (!isKnown) return { ...answer, headers: { ...answer.headers, ...common } };
  const { "content-type": _type, ...headers } = answer.headers ?? {};
  return { status: 304, headers: { ...headers, ...common } };
}
