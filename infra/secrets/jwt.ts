// The secrets of issuers that sign tokens with HS256: JWT_SECRET for the first entry, JWT_SECRET_<NAME> for the others.
import type { JwtEntry } from "../../lib/jwt-entry.ts";
import type { Stage } from "../config.ts";
import { jwtSecretName } from "../names.ts";
import type { Lines } from "./lines.ts";

/** RFC 7518 section 3.2: a key of the hash's size or larger. */
const minSecretBytes = 32;

const getLine = ({ name }: Pick<JwtEntry, "name">): string =>
  name === undefined ? "JWT_SECRET" : `JWT_SECRET_${name.toUpperCase()}`;

/** The secret's lines for a stage. */
export const listJwtLines = ({ jwt }: Pick<Stage, "jwt">): string[] => jwt.map(getLine);

/**
 * Lists the secrets that the lines have, by their names in Secrets Manager.
 * @throws Error in one sentence, without the value, for a secret that could be guessed
 */
export const listJwtSecrets = (lines: Lines, { stage, jwt }: Stage): [string, string][] =>
  jwt.flatMap((entry): [string, string][] => {
    const line = getLine(entry);
    const secret = lines[line];
    if (!secret) return [];
    if (needsLongSecret(entry) && Buffer.byteLength(secret) < minSecretBytes) {
      throw new Error(`${line} must be ${minSecretBytes} bytes or more: whoever guesses it can sign in as anybody.`);
    }
    return [[jwtSecretName(stage, entry.name), secret]];
  });

/** A single issuer with an audience may have a shorter one: such stages are in use. */
const needsLongSecret = ({ name, issuer, audience }: JwtEntry): boolean =>
  name !== undefined || issuer === "none" || audience === "none";
