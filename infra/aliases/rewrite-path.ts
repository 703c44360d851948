// The rule of other names of our paths. The same text runs in the local origin and as a CloudFront Function, whose runtime is ES 5.1
// with little more (docs.aws.amazon.com, "JavaScript runtime 2.0 features"): no destructuring, no spread, no `for … of`, no `?.`.

export interface AliasRules {
  /** The longest name first. */
  readonly aliases: readonly { readonly name: string; readonly target: string }[];
  /** A regular expression for the method and path, such as `GET /api/health`, of all that has one address only. */
  readonly closed: string;
}

/**
 * Replaces another name at the beginning of a path by what it stands for: once, on whole segments, case-exact.
 * @param path undecoded, without the query
 * @returns the path unchanged where no alias counts; undefined for a path that must be refused with 400, since servers differ in
 * what they make of it
 */
export function rewritePath(rules: AliasRules, method: string, path: string): string | undefined {
  if (/\/\/|\\|%2f|%5c|%2e|\/\.\.?(?:\/|$)/i.test(path)) return undefined;
  // Encoded twice, or encoded without need: what is closed could be written so.
  if (/%(?:25[0-9a-f]{2}|2d|3[0-9]|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9ae])/i.test(path)) return path;
  for (let index = 0; index < rules.aliases.length; index++) {
    const alias = rules.aliases[index];
    if (alias === undefined || `${path}/`.indexOf(`${alias.name}/`) !== 0) continue;
    const rewritten = alias.target + path.slice(alias.name.length);
    return new RegExp(rules.closed).test(`${method} ${rewritten}`) ? path : rewritten;
  }
  return path;
}

/** The content type of the refusal, which has the form of all our errors (RFC 9457). */
export const refusalType = "application/problem+json";

/** The body of the answer to a path that is refused. */
export function writeRefusal(requestId: string): string {
  const detail =
    "The path must not hold double slashes, backslashes or segments of dots, nor a slash, backslash or dot in its encoded form.";
  return JSON.stringify({
    type: "urn:patchbay:problem:invalid_request",
    title: "The request is not valid",
    status: 400,
    detail: detail,
    code: "invalid_request",
    requestId: requestId,
    error: detail,
    message: detail,
    success: false,
  });
}
