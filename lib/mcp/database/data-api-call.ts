// Calls the Data API of Aurora with signed requests: docs.aws.amazon.com/rdsdataservice/latest/APIReference
import { type AwsCredentials, signJsonPost } from "../../aws/sign-request.ts";
import { ProviderError } from "../../http/provider-error.ts";
import { fetchProvider } from "../../http/provider-fetch.ts";
import { mapSqlState } from "./map-sql-state.ts";
import { DatabaseError, type DatabaseFailure } from "./port.ts";

export interface DataApi {
  /** Without a trailing slash. */
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: () => AwsCredentials;
  readonly clusterArn: string;
  readonly secretArn: string;
  readonly database: string;
}

type Action = "BeginTransaction" | "Execute" | "RollbackTransaction";

export interface CallLimits {
  readonly deadlineMs: number;
  /** What it means when there is no answer in time; while a statement runs it is the statement's failure. */
  readonly silence?: DatabaseFailure;
}

/** An answer has 1 MiB of data at most. */
const maxAnswerBytes = 3_000_000;

/**
 * Sends one request; `members` are those of the action beside the cluster's and the secret's ARN.
 * @returns the answer's members @throws DatabaseError without the API's words, which quote the statement and rows
 */
export async function callDataApi(
  api: DataApi,
  action: Action,
  members: Readonly<Record<string, unknown>>,
  { deadlineMs, silence = "unreachable" }: CallLimits,
): Promise<Record<string, unknown>> {
  const url = new URL(`${api.endpoint}/${action}`);
  const body = JSON.stringify({ resourceArn: api.clusterArn, secretArn: api.secretArn, ...members });
  const scope = { service: "rds-data", region: api.region, credentials: api.credentials() };
  const headers = await signJsonPost(url, body, scope, new Date());
  const response = await fetchProvider(
    url,
    { method: "POST", headers, body },
    { allowedOrigins: [url.origin], deadlineMs, maxBytes: maxAnswerBytes },
  ).catch((error: unknown) => {
    throw toDatabaseError(error, silence);
  });
  const answer = Object(await response.json().catch(() => ({})));
  if (response.ok) return answer;
  const kind = response.headers.get("x-amzn-errortype") ?? String(answer.code ?? answer.__type ?? "");
  throw describeRefusal(kind, String(answer.message ?? ""));
}

function toDatabaseError(error: unknown, silence: DatabaseFailure): DatabaseError {
  const code = error instanceof ProviderError ? error.code : undefined;
  if (code === "answer_too_large") return new DatabaseError("too_large");
  return new DatabaseError(code === "TimeoutError" ? silence : "unreachable", { cause: error });
}

/** What the API's errors mean. Those that are not here are of the cluster, its secret or our rights. */
const failures: Readonly<Record<string, DatabaseFailure>> = {
  StatementTimeoutException: "timeout",
  UnsupportedResultException: "refused",
  ValidationException: "failed",
  BadRequestException: "failed",
  DatabaseErrorException: "failed",
  TransactionNotFoundException: "failed",
};

/** @param kind such as `DatabaseErrorException:http://…` @param message is read for what it has in place of a code, and goes nowhere */
function describeRefusal(kind: string, message: string): DatabaseError {
  if (/response size limit|row (size )?limit/i.test(message)) return new DatabaseError("too_large");
  const sqlState = /SQLState: ([0-9A-Z]{5})$/.exec(message.trim())?.[1];
  if (sqlState !== undefined) return new DatabaseError(mapSqlState(sqlState), { sqlState });
  const [name = ""] = (kind.split("#").at(-1) ?? "").split(":");
  return new DatabaseError(failures[name] ?? "unreachable");
}
