import * as z from "zod";
import type { Exchange } from "./recording-proxy.ts";

const document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

interface AskedOperation {
  /** Method and path, as in the document. */
  readonly on: string;
  readonly statuses: readonly number[];
}

/** The operations that were called, with their answers. A concrete path matches before a template. */
export function listAskedOperations(api: unknown, exchanges: readonly Exchange[]): AskedOperation[] {
  const known = Object.entries(document.parse(api).paths)
    .flatMap(([path, item]) => Object.keys(item).map((method) => ({ path, on: `${method.toUpperCase()} ${path}` })))
    .map(({ path, on }) => ({ on, variables: path.split("{").length, pattern: toPathPattern(on) }))
    .sort((a, b) => a.variables - b.variables);
  const byOperation = Map.groupBy(exchanges, ({ method, path }) => {
    const asked = `${method} ${path.split("?")[0]}`;
    return known.find(({ pattern }) => pattern.test(asked))?.on;
  });
  return [...byOperation].flatMap(([on, found]) =>
    on === undefined ? [] : [{ on, statuses: found.map(({ status }) => status) }],
  );
}

const toPathPattern = (on: string) => new RegExp(`^${on.replaceAll(".", "\\.").replace(/\{\w+\}/g, "[^/]+")}$`);
