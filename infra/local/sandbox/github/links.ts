// The Link header as GitHub writes it: addresses of the front, and a cursor where GitHub has done away with page numbers.
import type { Answer, Exchange } from "../exchange.ts";

const cursorPath = /^\/repos\/[^/]+\/[^/]+\/issues$/;
const toCursor = (page: string) => Buffer.from(`cursor:v2:${page}`).toString("base64");

/** What the emulator is asked for in the place of a page after a cursor. */
export function toEmulatorTarget({ path, query, target }: Exchange): string {
  const after = cursorPath.test(path) ? query.get("after") : null;
  if (after === null) return target;
  const asked = new URLSearchParams(query);
  asked.delete("after");
  asked.set("page", /^cursor:v2:(\d+)$/.exec(Buffer.from(after, "base64").toString("utf8"))?.[1] ?? "1");
  return `${path}?${asked}`;
}

/** @param origin the front's */
export function withLinks({ path }: Exchange, origin: string, answer: Answer): Answer {
  const { link } = answer.headers ?? {};
  if (link === undefined) return answer;
  const links = link.split(", ").flatMap((one) => rewriteLink(one, origin, cursorPath.test(path)));
  return { ...answer, headers: { ...answer.headers, link: links.join(", ") } };
}

function rewriteLink(link: string, origin: string, isCursor: boolean): string[] {
  const [, address = "", rel = ""] = /^<([^<>]+)>; rel="(\w+)"$/.exec(link) ?? [];
  const { pathname, searchParams } = new URL(address);
  if (isCursor) {
    // Who has a cursor does not know where the list ends.
    if (rel === "last") return [];
    searchParams.set("after", toCursor(searchParams.get("page") ?? "1"));
    searchParams.delete("page");
  }
  return [`<${origin}${pathname}?${searchParams}>; rel="${rel}"`];
}
