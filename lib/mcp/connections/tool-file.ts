// The tools on connections as the build writes them beside the server's bundle (infra/mcp), from the contracts of the endpoints.
import { readFileSync } from "node:fs";
import type { EndpointCall, ObjectSchema } from "../tools/tool.ts";
import { toolFileName } from "./tool-file-names.ts";

/** Where an argument goes in the request, and under which name. */
export interface ArgumentPlace {
  readonly in: "path" | "query" | "body";
  readonly name: string;
}

export interface ConnectionTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly method: EndpointCall["method"];
  /** With variables: `/api/things/{id}`. */
  readonly path: string;
  /** Whether it changes something; it then takes the argument `idempotencyKey`. */
  readonly isWrite: boolean;
  /** The id of the provider that it asks; absent where it reads what we keep. */
  readonly provider?: string;
  /** Whose texts are in its answers, for people: a provider's display name. */
  readonly source: string;
  readonly inputSchema: ObjectSchema;
  /** By argument. */
  readonly places: Readonly<Record<string, ArgumentPlace>>;
}

/** Reads what the build wrote. @param folder of the file; the bundle's unless given @throws Error when it is not there */
export function readToolFile(folder: string = import.meta.url): readonly ConnectionTool[] {
  const tools: readonly ConnectionTool[] = JSON.parse(readFileSync(new URL(toolFileName, folder), "utf8"));
  return tools;
}
