// A browser's part in a flow, without a browser: it stores cookies and returns redirects instead of following them.
import { cloud } from "./cloud.ts";
import { sendControl } from "./control.ts";
import { type CookieJar, createCookieJar } from "./cookie-jar.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; undefined when it is not JSON. */
  readonly json: unknown;
  /** Where a redirect leads, as an absolute URL. */
  readonly location: URL | undefined;
}

interface RequestOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON unless it is a string already. */
  readonly body?: unknown;
}

export interface Browser {
  readonly cookies: CookieJar;
  /** Requests a path of the origin under test, or an absolute URL. Only the origin gets cookies and the bearer token. */
  request(target: string | URL, options?: RequestOptions): Promise<Answer>;
  get(target: string | URL, headers?: Record<string, string>): Promise<Answer>;
  post(target: string | URL, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  put(target: string | URL, body?: unknown): Promise<Answer>;
  delete(target: string | URL): Promise<Answer>;
  /** Navigates as a redirect or a click does: with cookies, without the bearer token. */
  visit(target: string | URL): Promise<Answer>;
}

/**
 * A new browser. With a token, it also sends the bearer header, as the front end does.
 * @param getOrigin the origin of the API; by default that of the cloud under test
 */
export function createBrowser(
  token?: string,
  cookies: CookieJar = createCookieJar(),
  getOrigin: () => string = () => cloud().origin,
): Browser {
  const request: Browser["request"] = async (target, options = {}) => {
    const url = new URL(target, getOrigin());
    const ours = url.origin === getOrigin();
    const answer = await fetch(
      url,
      requestInit(options, ours ? { ...bearerHeader(token), ...cookieHeader(cookies, url) } : {}),
    );
    if (ours) cookies.store(answer.headers.getSetCookie());
    return readAnswer(answer, url);
  };
  return {
    cookies,
    request,
    get: (target, headers = {}) => request(target, { headers }),
    post: (target, body, headers = {}) => request(target, { method: "POST", body, headers }),
    put: (target, body) => request(target, { method: "PUT", body }),
    delete: (target) => request(target, { method: "DELETE" }),
    visit: (target) => (token ? createBrowser(undefined, cookies, getOrigin).get(target) : request(target)),
  };
}

export interface Person {
  readonly sub: string;
  /** The tenant; absent for a user without an organization. */
  readonly org?: string;
  readonly role?: string;
}

/** A signed-in user's browser. Pass a cookie jar to share cookies with a browser that has no token. */
export async function asUser(person: Person, cookies?: CookieJar): Promise<Browser> {
  return createBrowser(await tokenFor(person), cookies);
}

export interface TokenOptions {
  /** Lifetime in seconds; negative for an expired token. */
  readonly expiresIn?: number;
  readonly audience?: string;
  /** Claims of any shape, instead of the person's. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** A JWT of the demo identity provider; by default of the cloud under test. */
export async function tokenFor(
  { sub, ...person }: Person,
  options: TokenOptions = {},
  issuer: string = cloud().issuer,
): Promise<string> {
  const url = new URL("/sandbox/tokens", issuer).href;
  const claims = { ...person, ...options.claims };
  return (await sendControl<{ token: string }>(url, "POST", { sub, ...options, claims })).token;
}

const bearerHeader = (token: string | undefined): Record<string, string> =>
  token ? { authorization: `Bearer ${token}` } : {};

function cookieHeader(cookies: CookieJar, url: URL): Record<string, string> {
  const header = cookies.header(url.pathname);
  return header ? { cookie: header } : {};
}

function requestInit(
  { method = "GET", headers = {}, body }: RequestOptions,
  added: Record<string, string>,
): RequestInit {
  const json: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
  return {
    method,
    redirect: "manual",
    headers: { ...json, ...added, ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  };
}

async function readAnswer(answer: Response, url: URL): Promise<Answer> {
  const text = await answer.text();
  const location = answer.headers.get("location");
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    json: text && /json/.test(answer.headers.get("content-type") ?? "") ? JSON.parse(text) : undefined,
    location: location === null ? undefined : new URL(location, url),
  };
}
