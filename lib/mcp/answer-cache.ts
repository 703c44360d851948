// Keeps answers for whoever asks the same again, sealed. Whatever fails here, the question is answered.
import { createHash } from "node:crypto";
import * as z from "zod";
import { gunzipText, gzipText } from "../gzip-text.ts";
import { describeError, log } from "../log.ts";
import { count } from "../metrics.ts";
import { readKeptQueryAnswer, writeKeptQueryAnswer } from "../store/kept-query-answers.ts";
import type { Owner } from "../store/owner.ts";
import { prefixLengths } from "../vault/length-prefix.ts";
import type { SealContext, Vault } from "../vault/seal.ts";
import { version } from "../version.ts";
import type { Answer } from "./answer-question.ts";
import type { McpSettings } from "./settings.ts";

const keptSeconds = 300;

/** DynamoDB takes rows of 400 kB. docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const maxKeptBytes = 350_000;

/** Larger answers are compressed. */
const maxPlainBytes = 1024;

const answerSchema = z.object({
  results: z.array(z.record(z.string(), z.unknown())),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  sql: z.string(),
  source: z.enum(["mcp", "fallback-sql"]),
  executedAt: z.string(),
  truncated: z.literal(true).optional(),
});

/** Whose answer it is, and its name: a hash, so that nobody who reads the table learns a question. */
export interface AnswerPlace {
  readonly owner: Owner;
  readonly name: string;
}

export interface Keeping {
  readonly vault: Vault;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * The place of an answer. A day, a deployment or other settings make another one: "today" changes its meaning, a query its SQL.
 * @param now epoch milliseconds
 */
export function findPlace(question: string, owner: Owner, settings: McpSettings, now: number): AnswerPlace {
  const day = new Date(now).toISOString().slice(0, 10);
  const asked = question.normalize("NFC").toWellFormed().trim().replace(/\s+/g, " ");
  const parts = [owner.tenant, owner.user, version, hashSettings(settings), day, asked];
  return {
    owner,
    name: createHash("sha256")
      .update(prefixLengths(...parts))
      .digest("base64url"),
  };
}

const hashSettings = (settings: McpSettings): string =>
  createHash("sha256").update(JSON.stringify(settings)).digest("base64url");

export const answerSealContext = ({ owner: { tenant, user }, name }: AnswerPlace): SealContext => ({
  purpose: "answer",
  tenant,
  user,
  provider: "mcp",
  connection: "-",
  field: `answer#${name}`,
});

/** @returns undefined where nothing usable is kept */
export async function readAnswer(place: AnswerPlace, { vault, now }: Keeping): Promise<Answer | undefined> {
  const answer = await openAnswer(place, { vault, now }).catch(reportFailure);
  count("QueryCache", { outcome: answer === undefined ? "miss" : "hit" });
  return answer;
}

async function openAnswer(place: AnswerPlace, { vault, now }: Keeping): Promise<Answer | undefined> {
  const kept = await readKeptQueryAnswer(place.owner, place.name);
  if (kept === undefined || kept.expiresAt * 1000 <= now()) return undefined;
  const text = gunzipText(await vault.unsealBytes(kept.content, answerSealContext(place)), maxKeptBytes);
  const { truncated, ...answer } = answerSchema.parse(JSON.parse(text));
  return { ...answer, ...(truncated ? { truncated } : {}) };
}

export const keepAnswer = (answer: Answer, place: AnswerPlace, keeping: Keeping): Promise<void> =>
  sealAnswer(answer, place, keeping).catch(reportFailure);

async function sealAnswer(answer: Answer, place: AnswerPlace, { vault, now }: Keeping): Promise<void> {
  const text = JSON.stringify(answer);
  if (Buffer.byteLength(text) > maxKeptBytes) return;
  const content = await vault.seal(gzipText(text, maxPlainBytes), answerSealContext(place));
  await writeKeptQueryAnswer(place.owner, place.name, { content, expiresAt: Math.floor(now() / 1000) + keptSeconds });
}

function reportFailure(error: unknown): undefined {
  log.warn("an answer could not be kept or read", describeError(error));
}
