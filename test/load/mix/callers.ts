// The file with the tokens of those who ask.
import { readFile, writeFile } from "node:fs/promises";
import { createRefusal } from "../../../infra/local/command-refusal.ts";
import type { Phase } from "./phases.ts";
import { type Caller, type Endpoint, mix } from "./requests.ts";

const columns = ["auth_token", "service_token", "tenant_id", "phone"] as const;

/**
 * Reads a CSV file with the column `auth_token`, a user's access token; and for the lookups of customers `service_token`,
 * `tenant_id` and `phone`, in as many rows as there are. No message says what stands in it.
 * @throws a refusal when the file cannot be read or has no token
 */
export async function readCallers(file: string): Promise<Caller[]> {
  const text = await readFile(file, "utf8").catch(() => {
    throw createRefusal(`The file with the tokens cannot be read: ${file}`);
  });
  const [header = "", ...lines] = text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "");
  const places = columns.map((column) => splitLine(header).indexOf(column));
  if (places[0] === -1) throw createRefusal(`The first line of ${file} must name the column auth_token.`);
  const callers = lines.map((line) => readCaller(splitLine(line), places)).filter(({ token }) => token !== "");
  if (callers.length === 0) throw createRefusal(`${file} has no token under auth_token.`);
  return callers;
}

/** Neither tokens nor tenants nor numbers contain a comma. */
const splitLine = (line: string): string[] => line.split(",").map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));

function readCaller(cells: readonly string[], places: readonly number[]): Caller {
  const [token = "", service = "", tenant = "", phone = ""] = places.map((place) => cells[place] ?? "");
  return { token, ...(service && tenant && phone && { customers: { token: service, tenant, phone } }) };
}

/** Writes such a file, for this user's eyes alone. */
export async function writeCallers(file: string, callers: readonly Caller[]): Promise<void> {
  const lines = callers.map(({ token, customers }) =>
    [token, customers?.token, customers?.tenant, customers?.phone].map((cell) => cell ?? "").join(","),
  );
  await writeFile(file, `${[columns.join(","), ...lines].join("\n")}\n`, { mode: 0o600 });
}

/**
 * Makes sure that what limits a single user does not refuse a part of the mix.
 * @param queriesPerMinute that a user may ask
 * @throws a refusal when the file lacks callers for the mix
 */
export function requireCallers(
  callers: readonly Caller[],
  phases: readonly Phase[],
  { leftOut, queriesPerMinute }: { readonly leftOut: readonly Endpoint[]; readonly queriesPerMinute: number },
): void {
  if (!leftOut.includes("crm") && callers.every(({ customers }) => customers === undefined))
    throw createRefusal(
      "Nobody in the file may look customers up: add the columns service_token, tenant_id and phone, or --without crm.",
    );
  const perMinute = Math.max(...phases.map(({ from, to }) => Math.max(from, to))) * 60 * (mix.queries / 100);
  const needed = leftOut.includes("queries") ? 1 : Math.ceil(perMinute / queriesPerMinute);
  if (callers.length >= needed) return;
  throw createRefusal(
    `A user may ask ${queriesPerMinute} questions a minute, and at the peak there are ${perMinute}: the file needs the tokens of ${needed} users and has ${callers.length}. Add some, or --without queries.`,
  );
}
