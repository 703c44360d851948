/** Just enough of RFC 6265 for one host: name, value, Path, and removal by Max-Age=0 or a past Expires. */
export interface CookieJar {
  /** Stores the cookies of an answer's Set-Cookie headers. */
  store(setCookies: readonly string[]): void;
  /** The Cookie header for a path; undefined when no cookie matches. */
  header(path: string): string | undefined;
  names(): string[];
  clear(): void;
}

interface Cookie {
  readonly value: string;
  readonly path: string;
}

export function createCookieJar(): CookieJar {
  const cookies = new Map<string, Cookie>();
  return {
    store(setCookies) {
      for (const line of setCookies) storeOne(cookies, line);
    },
    header(path) {
      const sent = [...cookies].filter(([, cookie]) => coversPath(cookie.path, path));
      return sent.length > 0 ? sent.map(([name, { value }]) => `${name}=${value}`).join("; ") : undefined;
    },
    names: () => [...cookies.keys()],
    clear: () => cookies.clear(),
  };
}

function storeOne(cookies: Map<string, Cookie>, line: string): void {
  const [pair = "", ...rest] = line.split(";").map((part) => part.trim());
  const attributes = new Map(
    rest.map((part) => [part.split("=")[0]?.toLowerCase(), part.split("=").slice(1).join("=")]),
  );
  const name = pair.slice(0, pair.indexOf("="));
  const expires = Date.parse(attributes.get("expires") ?? "");
  if (Number(attributes.get("max-age") ?? 1) <= 0 || expires < Date.now()) cookies.delete(name);
  else cookies.set(name, { value: pair.slice(name.length + 1), path: attributes.get("path") ?? "/" });
}

const coversPath = (cookiePath: string, path: string): boolean =>
  path === cookiePath || path.startsWith(cookiePath.endsWith("/") ? cookiePath : `${cookiePath}/`);
