// The part of Salesforce's data API that the sandbox implements, and the identity service.
import { type Answer, type Exchange, jsonAnswer, readBearer, readFields, tryParseJson } from "../exchange.ts";
import type { State } from "../state.ts";
import { salesforceError } from "./errors.ts";
import { describeRecord, QueryError, runSoql, runSosl, searchPhones } from "./find-records.ts";
import { type Row, type SalesforceUser, type Tables, users } from "./seed.ts";

export interface SalesforceApi {
  readonly state: State;
  getInstanceHost(user: SalesforceUser): string;
  /** An organization's tables, with what was written since the seed. */
  getTables(user: SalesforceUser): Record<string, Row[]>;
}

/** Answers for one host. An expired session is a 401, and the identity service says it in plain text with 403. */
export function answerApi(api: SalesforceApi, host: string, path: string, exchange: Exchange): Answer {
  const { tokenState, grant } = api.state.grants.checkToken(readBearer(exchange) ?? "");
  const user = grant && users[grant.account];
  const isIdentity = path.startsWith("/id/");
  if (tokenState !== "valid" || !user || !grant) {
    return isIdentity
      ? { status: 403, headers: { "content-type": "text/plain" }, body: "Bad_OAuth_Token" }
      : salesforceError(401, "INVALID_SESSION_ID", "Session expired or invalid");
  }
  if (host !== api.getInstanceHost(user)) return salesforceError(404, "URL_NO_LONGER_EXISTS", "This page is gone");
  if (isIdentity) return answerIdentity(user, path);
  if (!grant.scopes.includes("api"))
    return salesforceError(403, "INSUFFICIENT_ACCESS", "This session has no API access");
  const [, version = "", rest = ""] = /^\/services\/data\/(v\d+\.0)(\/.*)$/.exec(path) ?? [];
  try {
    return answerData({ tables: api.getTables(user), version, rest }, exchange);
  } catch (error) {
    if (error instanceof QueryError) return salesforceError(400, error.code, error.message);
    throw error;
  }
}

function answerIdentity({ id, organization, username, displayName }: SalesforceUser, path: string): Answer {
  if (path !== `/id/${organization.id}/${id}`) return { status: 404 };
  const names = { username, display_name: displayName, email: username };
  return jsonAnswer({ user_id: id, organization_id: organization.id, ...names, user_type: "STANDARD" });
}

interface Call {
  readonly tables: Record<string, Row[]>;
  readonly version: string;
  readonly rest: string;
}

const usage = { "sforce-limit-info": "api-usage=18/15000" };

function answerData({ tables, version, rest }: Call, exchange: Exchange): Answer {
  const { method, query } = exchange;
  const q = query.get("q") ?? "";
  const [, name = "", id] = /^\/sobjects\/(\w+)(?:\/(\w+))?$/.exec(rest) ?? [];
  if (method === "GET" && rest === "/")
    return jsonAnswer({ sobjects: `/services/data/${version}/sobjects` }, 200, usage);
  if (method === "GET" && rest === "/limits")
    return jsonAnswer({ DailyApiRequests: { Max: 15_000, Remaining: 14_982 } }, 200, usage);
  if (method === "GET" && rest === "/query") return jsonAnswer(runSoql(tables, version, q), 200, usage);
  if (method === "GET" && rest === "/search") return jsonAnswer(runSosl(tables, version, q), 200, usage);
  if (rest.startsWith("/parameterizedSearch")) return searchByParameters(tables, version, exchange);
  if (method === "POST" && name !== "" && id === undefined) return createRecord(tables, name, exchange);
  if (method === "GET" && id !== undefined) return readRecord(tables, version, { name, id });
  return salesforceError(404, "NOT_FOUND", "The requested resource does not exist");
}

function searchByParameters(tables: Tables, version: string, exchange: Exchange): Answer {
  const { q = "", in: where, sobjects = [] } = Object(tryParseJson(exchange.body));
  if (where !== "PHONE") throw new QueryError("MALFORMED_SEARCH", "The sandbox searches phone fields only");
  return jsonAnswer(searchPhones(tables, version, String(q), sobjects), 200, usage);
}

function readRecord(tables: Tables, version: string, { name, id }: { name: string; id: string }): Answer {
  const found = tables[name]?.find(({ Id }) => Id === id);
  if (!found)
    return salesforceError(404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible");
  return jsonAnswer(describeRecord(version, { name, fields: Object.keys(found) }, found), 200, usage);
}

/** developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_task.htm */
const taskFields =
  "ActivityDate CallDisposition CallDurationInSeconds CallObject CallType Description OwnerId Priority Status Subject TaskSubtype Type WhatId WhoId";
const prefixes: Readonly<Record<string, string>> = { Account: "001", Contact: "003", Lead: "00Q", Task: "00T" };

function createRecord(tables: Record<string, Row[]>, name: string, exchange: Exchange): Answer {
  const table = tables[name];
  const fields: Row = Object(tryParseJson(exchange.body) ?? Object.fromEntries(readFields(exchange)));
  if (!table) return salesforceError(404, "NOT_FOUND", "The requested resource does not exist");
  const known = name === "Task" ? taskFields.split(" ") : Object.keys(table[0] ?? {});
  const unknown = Object.keys(fields).find((field) => !known.includes(field));
  if (unknown !== undefined)
    return salesforceError(400, "INVALID_FIELD", `No such column '${unknown}' on sobject of type ${name}`);
  const who = fields.WhoId;
  if (who && ![...(tables.Contact ?? []), ...(tables.Lead ?? [])].some(({ Id }) => Id === who))
    return salesforceError(400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
  const id = `${prefixes[name] ?? "a00"}5g0000${String(table.length + 1).padStart(8, "0")}`;
  table.push({ Id: id, ...fields });
  return jsonAnswer({ id, success: true, errors: [] }, 201, usage);
}
