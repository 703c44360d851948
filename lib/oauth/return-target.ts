// Where a browser may be sent after a flow: our own front end, or a prefix that the operator has listed.

const maxLength = 2048;

/**
 * Checks a return target against the application's origin and the listed prefixes (RFC 9700 section 4.11, open redirectors).
 * @returns the absolute URL as a browser parses it, or undefined when it is not allowed
 */
export function checkReturnTarget(value: string, appUrl: string, allowed: readonly string[]): string | undefined {
  // URL parsers disagree about backslashes, control characters and spaces: refuse all of them.
  if (value.length > maxLength || !/^[\x21-\x5b\x5d-\x7e]+$/.test(value)) return undefined;
  const base = new URL(appUrl);
  const target = parseHttpUrl(value, base);
  if (target === undefined || target.username !== "" || target.password !== "") return undefined;
  if (target.origin !== base.origin && !allowed.some((prefix) => isUnderPrefix(target, prefix))) return undefined;
  target.hash = "";
  return target.href;
}

function isUnderPrefix(target: URL, prefix: string): boolean {
  const listed = new URL(prefix);
  const folder = listed.pathname.endsWith("/") ? listed.pathname : `${listed.pathname}/`;
  return target.origin === listed.origin && `${target.pathname}/`.startsWith(folder);
}

function parseHttpUrl(value: string, base: URL): URL | undefined {
  const url = URL.canParse(value, base.href) ? new URL(value, base) : undefined;
  return url?.protocol === "https:" || url?.protocol === "http:" ? url : undefined;
}

/** Of an earlier outcome, or what pages take for an authorization code: a return target does not keep them. */
const outcomeParameters = ["code", "error"];

/** Adds the outcome to the query. The handle is secret and goes into the fragment, which is not sent to servers. */
export function addOutcome(target: string, query: Readonly<Record<string, string>>, handle?: string): string {
  const url = new URL(target);
  for (const name of outcomeParameters) url.searchParams.delete(name);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  if (handle !== undefined) url.hash = `handle=${handle}`;
  return url.href;
}
