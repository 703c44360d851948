// A FHIR server's errors as ours. https://hl7.org/fhir/R4/operationoutcome.html
import * as z from "zod";
import { type FailureKind, ProviderError, type ProviderFailure } from "../../http/provider-error.ts";
import { classifyByStatus, type ErrorResponse } from "../../http/provider-json.ts";
import { parseLenient } from "../../parse-lenient.ts";

const outcomeSchema = () =>
  z.object({ resourceType: z.literal("OperationOutcome"), issue: z.array(z.object({ code: z.string() })) });

/** https://hl7.org/fhir/R4/valueset-issue-type.html; the others are about the request. */
const kindsByIssue: Readonly<Record<string, FailureKind>> = {
  login: "token",
  expired: "token",
  unknown: "token",
  forbidden: "scope",
  suppressed: "scope",
  security: "scope",
  throttled: "rate",
  transient: "transient",
  timeout: "transient",
  exception: "transient",
  "lock-error": "transient",
  "no-store": "transient",
  "not-found": "absent",
  deleted: "absent",
};

/** The status says what to do; the code of the first issue only names it. Details are about patients, so they are not read. */
export function toFhirFailure(refusal: ErrorResponse): ProviderFailure {
  const standard = classifyByStatus(refusal);
  const issue = readIssueCode(refusal.body);
  return issue === undefined ? standard : { ...standard, code: `${standard.code}.${issue}` };
}

/** An OperationOutcome where a result should be, whatever the status was. */
export function throwOnOutcome(body: unknown): void {
  const issue = readIssueCode(body);
  if (issue === undefined) return;
  throw new ProviderError({ kind: kindsByIssue[issue] ?? "permanent", code: `outcome.${issue}` });
}

const readIssueCode = (body: unknown): string | undefined => {
  const outcome = parseLenient(outcomeSchema(), body);
  return outcome && (outcome.data.issue[0]?.code ?? "none");
};
