// Makes a request to one of our endpoints of a tool's arguments. An argument can never choose another endpoint.
import { rejectField } from "../../http/json-body.ts";
import type { EndpointCall } from "../tools/tool.ts";
import type { ConnectionTool } from "./tool-file.ts";
import { keyArgument } from "./tool-file-names.ts";

/**
 * What may stand between two slashes. Encoding is not enough: `%2e%2e` is `..` to every URL parser, and proxies on the way decode `%2F`.
 */
const pathPart = /^(?!\.{1,2}$)[\w.~@:=+-]{1,1024}$/;

/** @param input fits the tool's schema @throws Problem invalid_request for a value that cannot stand in a path */
export function buildRequest(tool: ConnectionTool, input: Readonly<Record<string, unknown>>): EndpointCall {
  const given = Object.entries(tool.places).filter(([argument]) => Object.hasOwn(input, argument));
  const listValues = (place: string): [name: string, value: unknown][] =>
    given.filter(([, { in: where }]) => where === place).map(([argument, { name }]) => [name, input[argument]]);
  const values = new Map(listValues("path"));
  const path = tool.path.replace(/\{(\w+)\}/g, (_, name: string) => encodePathPart(name, values.get(name)));
  const query = Object.fromEntries(listValues("query").map(([name, value]) => [name, String(value)]));
  const body = tool.isWrite ? { body: Object.fromEntries(listValues("body")) } : {};
  const key = input[keyArgument];
  const once = tool.isWrite && typeof key === "string" ? { idempotencyKey: key } : {};
  return { method: tool.method, path, query, ...body, ...once };
}

function encodePathPart(name: string, value: unknown): string {
  const text = String(value ?? "");
  if (!pathPart.test(text)) throw rejectField(name, "has characters that its place cannot have");
  return encodeURIComponent(text);
}
