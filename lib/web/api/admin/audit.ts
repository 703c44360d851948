import { type Api, type Page, type Result, toProviderId } from "../client.ts";
import type { components, paths } from "../openapi.gen.ts";

type AuditAnswer = components["schemas"]["AuditEntry"];
type AuditQuery = NonNullable<paths["/api/admin/audit"]["get"]["parameters"]["query"]>;
export type AuditAction = NonNullable<AuditQuery["action"]>;

/** Which entries to look for; empty for all. Times are ISO 8601, the second excluded. */
export interface AuditFilter {
  readonly from: string;
  readonly to: string;
  /** Whom it is about, or who did it. */
  readonly user: string;
  readonly action: AuditAction | "";
  readonly provider: string;
  readonly tenant: string;
}

export interface AuditEntry {
  readonly id: string;
  readonly at: string;
  /** Empty where only one tenant is seen. */
  readonly tenant: string;
  readonly user: string;
  readonly actor: string;
  readonly action: string;
  readonly provider: string;
  readonly ip: string;
  /** What else is known of it, by name. */
  readonly details: readonly (readonly [name: string, value: string])[];
}

function readEntry({ id, at, tenant, user, actor, action, provider, ip, ...rest }: AuditAnswer): AuditEntry {
  const details = Object.entries(rest).map(
    ([name, value]) => [name, typeof value === "object" ? JSON.stringify(value) : String(value)] as const,
  );
  return { id, at, tenant: tenant ?? "", user, actor, action, provider: provider ?? "", ip: ip ?? "", details };
}

const toQuery = ({ from, to, user, action, provider, tenant }: AuditFilter, pageToken: string) => ({
  ...(from && { from }),
  ...(to && { to }),
  ...(user && { user }),
  ...(action && { action }),
  ...(provider && { provider: toProviderId(provider) }),
  ...(tenant && { tenant }),
  ...(pageToken && { pageToken }),
});

const listOnePage = (api: Api, filter: AuditFilter, pageToken: string) =>
  api.request(
    (client) =>
      client.GET("/api/admin/audit", { params: { query: { ...toQuery(filter, pageToken), format: "json" } } }),
    (answer): Page<AuditEntry> =>
      typeof answer === "string"
        ? { items: [], next: "" }
        : { items: answer.entries.map(readEntry), next: answer.nextPageToken ?? "" },
  );

const maxEmptyPages = 10;

/** Lists a page of the audit, the newest first; an empty one only after looking some pages further back. */
export async function listAudit(api: Api, filter: AuditFilter, pageToken: string): Promise<Result<Page<AuditEntry>>> {
  let answer = await listOnePage(api, filter, pageToken);
  for (let page = 1; page < maxEmptyPages && answer.ok && answer.value.items.length === 0; page += 1) {
    if (answer.value.next === "") break;
    answer = await listOnePage(api, filter, answer.value.next);
  }
  return answer;
}

const readCsvPart = (api: Api, filter: AuditFilter, pageToken: string) =>
  api.request(
    (client) =>
      client.GET("/api/admin/audit", {
        params: { query: { ...toQuery(filter, pageToken), format: "csv" } },
        parseAs: "text",
      }),
    (text: string, { headers }) => ({ text, next: headers.get("x-next-page-token") ?? "" }),
  );

/** What a browser can hold at once: a hundred parts of a thousand entries each. */
const maxParts = 100;

export interface AuditFile {
  readonly text: string;
  /** Whether there is more than the file holds. */
  readonly isCut: boolean;
}

/** The audit as a file for spreadsheets, put together from the parts that the API gives. */
export async function readAuditFile(api: Api, filter: AuditFilter): Promise<Result<AuditFile>> {
  const parts: string[] = [];
  let next = "";
  do {
    const answer = await readCsvPart(api, filter, next);
    if (!answer.ok) return answer;
    parts.push(parts.length === 0 ? answer.value.text : dropFirstLine(answer.value.text));
    next = answer.value.next;
  } while (next !== "" && parts.length < maxParts);
  return { ok: true, value: { text: parts.join(""), isCut: next !== "" } };
}

/** Each part begins with the names of the columns, which hold no line break. */
const dropFirstLine = (text: string): string => text.slice(text.indexOf("\n") + 1);
