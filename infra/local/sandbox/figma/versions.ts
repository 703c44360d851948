// GET /v1/files/{key}/versions: the history of a file, newest first.
import { type Answer, type Exchange, jsonAnswer } from "../exchange.ts";
import { publicUser } from "./comments.ts";
import type { PlacedFile } from "./document.ts";
import { figmaErrorWithMessage } from "./errors.ts";

/** More than fit on one page. */
const versionsPerFile = 65;
const maxPageSize = 50;
const day = 86_400_000;

const listHistory = (file: PlacedFile) =>
  Array.from({ length: versionsPerFile }, (_, at) => ({
    id: String(Number(file.version) - at),
    created_at: new Date(Date.parse(file.last_modified) - at * day).toISOString(),
    label: at % 10 === 0 ? `Milestone ${versionsPerFile - at}` : null,
    description: at % 10 === 0 ? "Agreed on" : null,
    user: publicUser("ada"),
    thumbnail_url: null,
  }));

export function listVersions(file: PlacedFile, { query, path }: Exchange, origin: string): Answer {
  const size = Number(query.get("page_size") ?? 30);
  if (!Number.isInteger(size) || size < 1 || size > maxPageSize) return figmaErrorWithMessage(400, "Invalid page_size");
  const before = query.get("before");
  const all = listHistory(file);
  const from = before === null ? 0 : all.findIndex(({ id }) => id === before) + 1;
  if (before !== null && from === 0) return figmaErrorWithMessage(400, "Invalid before");
  const versions = all.slice(from, from + size);
  const page = (name: string, id: string | undefined) => `${origin}${path}?page_size=${size}&${name}=${id}`;
  const next = from + size < all.length ? { next_page: page("before", versions.at(-1)?.id) } : {};
  return jsonAnswer({ versions, pagination: { prev_page: page("after", versions[0]?.id), ...next } });
}
