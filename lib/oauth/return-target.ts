// Where a browser is sent back to: our own front end, or a place the operator has listed. Nowhere else, in no spelling.

const maxLength = 2048;

/**
 * Checks a return target against the application's own origin and the listed prefixes (RFC 9700 section 4.11, open redirectors).
 * @returns the absolute URL as a browser will read it, or undefined when it leads anywhere else
 */
export function checkReturnTarget(value: string, appUrl: string, allowed: readonly string[]): string | undefined {
  // Backslashes, control characters and spaces are read differently by different parsers: none has a place in a target.
  if (value.length > maxLength || !/^[\x21-\x5b\x5d-\x7e]+$/.test(value)) return undefined;
  const base = new URL(appUrl);
  const target = parseHttpUrl(value, base);
  if (target === undefined || target.username !== "" || target.password !== "") return undefined;
  if (target.origin !== base.origin && !allowed.some((prefix) => isUnderPrefix(target, prefix))) return undefined;
  target.hash = "";
  // Once more as the browser gets it: what we allowed must be what is followed.
  return parseHttpUrl(target.href, base)?.origin === target.origin ? target.href : undefined;
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

/** Adds outcome parameters; a secret goes into the fragment, which no server sees. */
export function addOutcome(target: string, query: Readonly<Record<string, string>>, handle?: string): string {
  const url = new URL(target);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  if (handle !== undefined) url.hash = `handle=${handle}`;
  return url.href;
}
