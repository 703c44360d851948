// Scripted answers: tests tell a sandbox provider what to answer instead of its own answer, or how to delay it.
import { z } from "zod";
import type { Exchange } from "./exchange.ts";

/** A large body: `text`, repeated. */
const repeatedSchema = z.strictObject({
  repeat: z.strictObject({ text: z.string().min(1), times: z.int().positive() }),
});
export type Repeated = z.output<typeof repeatedSchema>;

const scriptSchema = z.strictObject({
  method: z.string().optional(),
  /** The exact path, or a prefix when it ends in `*`. */
  path: z.string().startsWith("/"),
  times: z.int().positive().default(1),
  delayMs: z.int().nonnegative().optional(),
  status: z.int().min(200).max(599).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  /** A string is sent as it is, anything else as JSON. */
  body: z.union([z.string(), repeatedSchema, z.json()]).optional(),
  /** Compresses the body and sets `Content-Encoding`. */
  gzip: z.literal(true).optional(),
  /** Resets the connection. */
  drop: z.literal(true).optional(),
  /** Sends one byte at this interval, in milliseconds. */
  dribbleMs: z.int().positive().optional(),
  /** The provider answers itself; only the delay is scripted. */
  passThrough: z.literal(true).optional(),
  /** The provider handles the request first; then its answer is delayed, dropped or replaced. */
  workFirst: z.literal(true).optional(),
});

export type Script = z.output<typeof scriptSchema>;

/** Parses one script or a list. @throws ZodError when a field is unknown or invalid */
export function parseScripts(value: unknown): Script[] {
  return z.union([z.array(scriptSchema), scriptSchema.transform((one) => [one])]).parse(value);
}

export function isRepeated(body: unknown): body is Repeated {
  return repeatedSchema.safeParse(body).success;
}

/** Takes the first matching script. @returns it, and the remaining scripts */
export function takeScript(scripts: readonly Script[], exchange: Exchange): { script?: Script; rest: Script[] } {
  const found = scripts.find((candidate) => matchesScript(candidate, exchange));
  if (!found) return { rest: [...scripts] };
  const left = { ...found, times: found.times - 1 };
  const rest = scripts.flatMap((candidate) => (candidate !== found ? [candidate] : left.times > 0 ? [left] : []));
  return { script: found, rest };
}

function matchesScript({ method, path }: Script, exchange: Exchange): boolean {
  if (method !== undefined && method.toUpperCase() !== exchange.method) return false;
  return path.endsWith("*") ? exchange.path.startsWith(path.slice(0, -1)) : exchange.path === path;
}
