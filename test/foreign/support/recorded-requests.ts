import { existsSync, readFileSync } from "node:fs";
import type { RecordedRequest } from "../../../infra/local/sandbox/request-log.ts";
import { requestRecord } from "../../run/foreign.ts";

export interface SentRequest extends RecordedRequest {
  readonly provider: string;
}

/** The requests that the product sent to a provider's sandbox in this run, one of each shape. */
export function readSentRequests(provider: string, isJudged: (request: SentRequest) => boolean): SentRequest[] {
  if (!existsSync(requestRecord)) throw new Error("No requests are recorded: npm test -- foreign records them first.");
  const lines = readFileSync(requestRecord, "utf8").trimEnd().split("\n");
  const sent = lines.map((line): SentRequest => JSON.parse(line)).filter((one) => one.provider === provider);
  const judged = sent.filter(isJudged);
  return [...new Map(judged.map((one) => [describeShape(one), one])).values()];
}

/** Ids and tokens differ from test to test: requests that differ in nothing else are judged once. */
const describeShape = ({ method, path, query, body }: SentRequest) =>
  JSON.stringify([method, path, Object.keys(query).toSorted(), body.length > 2000 ? body.slice(0, 2000) : body]);
