// The reader's password, for the Data API: in Secrets Manager in the form that it reads, and in the database as its verifier.
import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { z } from "zod";
import { databaseLoginName } from "../names.ts";
import { requireOwnSecret, tryParseJson } from "../secrets/stored-secret.ts";
import type { Execute } from "./connection.ts";
import type { Secrets } from "./keep-context-key.ts";
import { readerRole } from "./names.ts";
import { quoteText } from "./quote.ts";

/** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/data-api.access.html */
const loginSchema = z.object({ username: z.literal(readerRole), password: z.string().min(1) });

/**
 * Gives the reader the secret's password, or both a new one.
 * @throws Error in one sentence when the secret is not ours
 */
export async function keepLogin(
  execute: Execute,
  secrets: Secrets,
  stage: string,
  { rotate = false, make = () => randomBytes(32).toString("base64url") } = {},
): Promise<void> {
  const name = databaseLoginName(stage);
  const stored = await secrets.readSecret(name);
  requireOwnSecret(name, stored);
  const parsed = loginSchema.safeParse(stored.state === "present" ? tryParseJson(stored.value ?? "") : undefined);
  const password = parsed.success && !rotate ? parsed.data.password : make();
  await setReaderPassword(execute, password);
  if (parsed.success && !rotate) return;
  await secrets.writeSecret(name, JSON.stringify({ username: readerRole, password }), stored.state === "absent");
}

/** The database is given what it would keep itself, so that no log of statements has the password. */
export const setReaderPassword = (execute: Execute, password: string) =>
  execute(`alter role ${readerRole} password ${quoteText(createVerifier(password))}`);

const iterations = 4096;

/** https://www.rfc-editor.org/rfc/rfc5802#section-3, as PostgreSQL stores it. @param password in ASCII */
function createVerifier(password: string, salt = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const sign = (text: string) => createHmac("sha256", salted).update(text).digest();
  const storedKey = createHash("sha256").update(sign("Client Key")).digest("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${storedKey}:${sign("Server Key").toString("base64")}`;
}
