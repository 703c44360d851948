// The audit as a file for spreadsheets, a part at a time.
import { writeCsvLine } from "../http/csv.ts";
import type { Response } from "../http/response.ts";
import type { AuditPage, AuditQuery } from "../store/audit-log.ts";
import { createAuditPageToken } from "./audit-request.ts";
import { listAuditColumns, toAuditCells } from "./audit-view.ts";

/** Of lines as JSON: Lambda answers 6 MB of it, with the headers. docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const maxBytes = 5_500_000;

interface ExportOptions {
  readonly asked: AuditQuery;
  /** The request's path, and its query without the question mark. */
  readonly rawPath: string;
  readonly rawQuery: string;
  /** Whether to name each entry's tenant, for those who see several. */
  readonly withTenant: boolean;
}

/** As many entries of a page as an answer holds; `Link` (RFC 8288) and `X-Next-Page-Token` lead to the rest. */
export function buildAuditExport(page: AuditPage, options: ExportOptions): Response<never> {
  const { asked, withTenant } = options;
  const { lines, written } = writeLines(page, withTenant);
  const rest = written < page.found.length ? page.found[written - 1]?.sk : page.next;
  const [from, to] = [asked.from, asked.to].map((time) => time.toISOString().slice(0, 10));
  return {
    statusCode: 200,
    headers: {
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": `attachment; filename="audit-${from}-${to}.csv"`,
      ...buildNextHeaders(rest, options),
    },
    body: [writeCsvLine(listAuditColumns(withTenant)), ...lines].join(""),
  };
}

function writeLines({ found }: AuditPage, withTenant: boolean) {
  const lines: string[] = [];
  let bytes = 0;
  for (const row of found) {
    const line = writeCsvLine(toAuditCells(row, withTenant));
    bytes += Buffer.byteLength(JSON.stringify(line));
    if (bytes > maxBytes && lines.length > 0) break;
    lines.push(line);
  }
  return { lines, written: lines.length };
}

/** The next part is of the same time, though a request may name none. */
function buildNextHeaders(
  rest: string | undefined,
  { asked, rawPath, rawQuery }: ExportOptions,
): Record<string, string> {
  const token = createAuditPageToken(rest);
  if (token === undefined) return {};
  const query = new URLSearchParams(rawQuery);
  const fixed = { from: asked.from.toISOString(), to: asked.to.toISOString(), format: "csv", pageToken: token };
  for (const [name, value] of Object.entries(fixed)) query.set(name, value);
  return { link: `<${rawPath}?${query}>; rel="next"`, "x-next-page-token": token };
}
