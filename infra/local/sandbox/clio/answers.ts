// What requests of Clio's API are answered with: docs.developers.clio.com/clio-manage/api-reference
import { type Answer, jsonAnswer } from "../exchange.ts";
import type { Office } from "./office.ts";

export interface ClioRequest {
  readonly office: Office;
  readonly account: string;
  /** Below `/api/v4`. */
  readonly path: string;
  /** The address of `/api/v4`. */
  readonly base: string;
}

/** `id`, `etag` and the named fields; nested ones, as in `company{name}`, are answered whole. */
export function pick(row: object, fields: string | null): object {
  const names = ["id", "etag", ...(fields ?? "").replace(/\{[^}]*\}/g, "").split(",")];
  return Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name)));
}

export const absent = (): Answer =>
  jsonAnswer({ error: { type: "RecordNotFoundError", message: "Record not found" } }, 404);

export const invalid = (message: string): Answer => jsonAnswer({ error: { type: "ArgumentError", message } }, 422);
