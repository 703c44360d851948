// The Link header in GitHub's form: with the sandbox's addresses, and with cursors where GitHub has no page numbers.
import type { Answer, Exchange } from "../exchange.ts";

const cursorPath = /^\/repos\/[^/]+\/[^/]+\/issues$/;
const toCursor = (page: string) => Buffer.from(`cursor:v2:${page}`).toString("base64");

/** Translates a cursor into the emulator's page number, and the types of repositories that it does not know into all. */
export function toEmulatorTarget({ path, query, target }: Exchange): string {
  if (isUnknownType(path, query)) {
    const all = new URLSearchParams(query);
    all.set("type", "all");
    return `${path}?${all}`;
  }
  const after = cursorPath.test(path) ? query.get("after") : null;
  if (after === null) return target;
  const emulatorQuery = new URLSearchParams(query);
  emulatorQuery.delete("after");
  emulatorQuery.set("page", /^cursor:v2:(\d+)$/.exec(Buffer.from(after, "base64").toString("utf8"))?.[1] ?? "1");
  return `${path}?${emulatorQuery}`;
}

const isUnknownType = (path: string, query: URLSearchParams): boolean =>
  path === "/user/repos" && /^(public|private)$/.test(query.get("type") ?? "");

/** @param origin the sandbox's */
export function withLinks({ path, query }: Exchange, origin: string, answer: Answer): Answer {
  const { link } = answer.headers ?? {};
  if (link === undefined) return answer;
  const links = link.split(", ").flatMap((one) => rewriteLink(one, origin, cursorPath.test(path)));
  const rewritten = links.join(", ");
  const typed = isUnknownType(path, query) ? rewritten.replaceAll("type=all", `type=${query.get("type")}`) : rewritten;
  return { ...answer, headers: { ...answer.headers, link: typed } };
}

function rewriteLink(link: string, origin: string, isCursor: boolean): string[] {
  const [, address = "", rel = ""] = /^<([^<>]+)>; rel="(\w+)"$/.exec(link) ?? [];
  const { pathname, searchParams } = new URL(address);
  if (isCursor) {
    // Lists with cursors have no link to the last page.
    if (rel === "last") return [];
    searchParams.set("after", toCursor(searchParams.get("page") ?? "1"));
    searchParams.delete("page");
  }
  return [`<${origin}${pathname}?${searchParams}>; rel="${rel}"`];
}
