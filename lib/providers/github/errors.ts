// GitHub's errors as ours.
import * as z from "zod";
import { Problem, type ProblemCode } from "../../errors.ts";
import { findProviderError, type ProviderFailure } from "../../http/provider-error.ts";
import { classifyByStatus, type ErrorResponse } from "../../http/provider-json.ts";

/**
 * 403 is a rate limit if no requests remain, or Retry-After or the text says so; otherwise a permission is missing
 * (docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api).
 */
export function toGithubFailure(refusal: ErrorResponse, now: number = Date.now() / 1000): ProviderFailure {
  const standard = classifyByStatus(refusal);
  if (refusal.status !== 403 && refusal.status !== 429) return standard;
  const reset = Number(refusal.headers.get("x-ratelimit-reset")) || 0;
  const isExhausted = refusal.headers.get("x-ratelimit-remaining") === "0";
  const isLimit =
    refusal.status === 429 ||
    isExhausted ||
    standard.retryAfterSeconds !== undefined ||
    mentionsRateLimit(refusal.body);
  if (!isLimit) return standard;
  const retryAfter = standard.retryAfterSeconds ?? Math.max(isExhausted ? reset - now : 60, 1);
  return { kind: "rate", code: `http_${refusal.status}`, retryAfterSeconds: retryAfter };
}

const errorBody = () => z.object({ message: z.string() });

/** Secondary rate limits may come without any header. */
const mentionsRateLimit = (body: unknown) => /rate limit/i.test(errorBody().safeParse(body).data?.message ?? "");

const body = () =>
  z.object({
    message: z.string().catch(""),
    /** Present if GitHub has blocked the repository. */
    block: z.unknown().optional(),
    errors: z.array(z.unknown()).catch([]),
  });

const faultEntry = () => z.object({ field: z.string().regex(/^[a-z_]{1,32}$/), resource: z.string().optional() });

const details = {
  moved: "The repository was renamed or moved. Ask for it under its new name.",
  gone: "It is gone: issues are turned off in this repository, or this one was deleted.",
  blocked: "GitHub shows it to nobody, for legal reasons or because it broke GitHub's terms.",
  sso: "The organization asks for single sign-on: authorize this app for it at GitHub, or connect again while signed in there.",
} as const;

const absentFailure = (code: keyof typeof details): ProviderFailure => ({
  kind: "absent",
  code,
  problemOverrides: { detail: details[code] },
});

/**
 * The failure with a code and a text for callers where GitHub's answer allows:
 * docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api and
 * docs.github.com/en/rest/authentication/authenticating-to-the-rest-api, "single sign-on". Redirects are not followed: a
 * renamed repository answers 301 or 308, and 307 to a write.
 */
export function toDetailedFailure(refusal: ErrorResponse, isWrite = false): ProviderFailure {
  const { status, headers } = refusal;
  const failure = toGithubFailure(refusal);
  const { message, block, errors } = body().catch({ message: "", block: undefined, errors: [] }).parse(refusal.body);
  if (status === 301 || status === 308 || (status === 307 && isWrite)) return absentFailure("moved");
  if (status === 410) return absentFailure("gone");
  if (status === 422) return { ...failure, code: `invalid:${findFaultyField(errors, message)}` };
  if (status === 451 || (failure.kind === "scope" && block !== undefined)) return absentFailure("blocked");
  if (failure.kind !== "scope") return failure;
  if (headers.get("x-github-sso")?.startsWith("required")) {
    return { ...failure, code: "sso", problemOverrides: { detail: details.sso } };
  }
  const [, obstacle] = /\b(archived|locked)\b/i.exec(message) ?? [];
  return obstacle === undefined ? failure : { ...failure, code: obstacle.toLowerCase() };
}

/**
 * The first field that GitHub names. For a label it names parts of the label, so we name the field `labels`; the number of a page
 * that a long list does not have is named in the message alone.
 */
function findFaultyField(errors: readonly unknown[], message: string): string {
  const named = errors.map((error) => faultEntry().safeParse(error).data).find((found) => found !== undefined);
  return (named?.resource === "Label" ? "labels" : named?.field) ?? (/\bpagination\b/i.test(message) ? "page" : "");
}

const problemsByCode: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  archived: ["conflict", "The repository is archived: nothing in it can be changed."],
  locked: ["conflict", "The conversation is locked: nothing can be added to it."],
  answer_too_large: [
    "payload_too_large",
    "GitHub's answer is too large. Ask for less of it, with limit or narrower filters.",
  ],
};

/**
 * The Problem for an error that the caller can fix and no failure kind describes; any other error is returned unchanged.
 * @param fields the caller's fields that GitHub may have refused
 */
export function toGithubProblem(error: unknown, fields: readonly string[]): unknown {
  const { kind, code = "" } = findProviderError(error) ?? {};
  // The request may have been carried out, so the caller must not simply change and repeat it.
  if (kind === "unknown") return error;
  const field = /^invalid:(\w+)$/.exec(code)?.[1];
  if (field !== undefined && fields.includes(field)) {
    const detail = `${field}: GitHub does not take it for this repository.`;
    return new Problem("invalid_request", { detail, members: { field }, cause: error });
  }
  const [problem, detail] = problemsByCode[code] ?? [];
  if (problem === undefined || detail === undefined) return error;
  return new Problem(problem, { detail, cause: error });
}
