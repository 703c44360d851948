import { readFile } from "node:fs/promises";
import { createRefusal } from "../command-refusal.ts";

/**
 * The user that PostgreSQL runs as where this process is root's, which it refuses: `postgres` where there is one, else `nobody`.
 * @returns undefined when it may run as this process does
 */
export async function findServerUser(
  uid = process.getuid?.(),
  users: Promise<string> = readFile("/etc/passwd", "utf8"),
): Promise<{ uid: number; gid: number } | undefined> {
  if (uid !== 0) return undefined;
  const rows = (await users).split("\n").map((line) => line.split(":"));
  const row = rows.find(([name]) => name === "postgres") ?? rows.find(([name]) => name === "nobody");
  if (!row) throw createRefusal("PostgreSQL refuses to run as root: add a user postgres, or run this as another user.");
  return { uid: Number(row[2]), gid: Number(row[3]) };
}
