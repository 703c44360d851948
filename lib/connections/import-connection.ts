// Makes a connection of another system's row, as a callback would have written it.
import { timingSafeEqual } from "node:crypto";
import { Problem } from "../errors.ts";
import type { Provider } from "../oauth/definition.ts";
import { readFlowParams } from "../oauth/locate.ts";
import { resolveGrantedScopes, resolveRequestedScopes } from "../oauth/scopes.ts";
import type { Actor } from "../store/audit.ts";
import { type Connection, connectionId, isBeingRefreshed, type TokenSetName } from "../store/connection.ts";
import { saveImportedConnection } from "../store/connection-save.ts";
import { readAccountConnections } from "../store/connection-with-cache.ts";
import { listConnections } from "../store/connections.ts";
import type { OAuthState } from "../store/oauth-states.ts";
import type { Owner } from "../store/owner.ts";
import { providerPreferences, readStoredSettings, writeFirstSettings } from "../store/settings.ts";
import { assembleConnection } from "./build-connection.ts";
import type { Dependencies } from "./dependencies.ts";
import { discoverEndpoints } from "./discover-endpoints.ts";
import { findImportedAccount, type ImportedAccount, requireSameClient } from "./import-account.ts";
import { type ImportOutcome, ImportRefusalError } from "./import-outcome.ts";
import { buildImportedAnswer, readIssueTime, resolveExpiry, translateScopes } from "./import-tokens.ts";
import type { AccountImport, OldConnection } from "./old-connection.ts";
import { openToken, sealTokens } from "./token-sets.ts";

export interface ImportOptions {
  readonly reading: AccountImport;
  /** Nothing redeems the old refresh tokens any more. */
  readonly isOldSystemStopped: boolean;
  readonly isDryRun: boolean;
  readonly actor: Actor;
  /** When the connections of a tenant were disconnected here, since a time; by their ids. Epoch seconds. */
  readonly listDisconnects: (tenant: string) => Promise<ReadonlyMap<string, number>>;
  /** Whether the data of a user, or of their tenant, was deleted here. */
  readonly isDeleted: (owner: Owner) => Promise<boolean>;
}

interface ImportRun extends ImportOptions {
  readonly provider: Provider;
  readonly old: OldConnection;
  readonly dependencies: Dependencies;
}

/**
 * Seals the tokens of an old row and stores them as a connection, unless the account was connected here later, or was disconnected.
 * In a dry run nothing is sealed or written. Connections of one owner must not be imported at the same time.
 * @throws Problem provider_unavailable when the store or the key service does not answer
 */
export async function importConnection(
  provider: Provider,
  old: OldConnection,
  options: ImportOptions,
  dependencies: Dependencies,
): Promise<ImportOutcome> {
  try {
    return await importAccount({ ...options, provider, old, dependencies });
  } catch (error) {
    if (!(error instanceof ImportRefusalError)) throw error;
    const { reason, detail } = error;
    return { result: "refused", reason, ...(detail === undefined ? {} : { detail }) };
  }
}

async function importAccount(run: ImportRun): Promise<ImportOutcome> {
  const { provider, old, reading, dependencies } = run;
  const now = dependencies.now();
  if (await run.isDeleted(old.owner)) throw new ImportRefusalError("deleted");
  await requireSameClient(provider, old);
  refuseUnusable(run, now);
  const flow = await resolveFlow(run);
  const found = await findImportedAccount({ provider, reading, old, flow, now, fetch: dependencies.fetch });
  const id = connectionId(old.owner, provider.id, found.account.id);
  const stored = await readStored(run, id);
  const settled = stored.connection === undefined ? await findDisconnect(run, id, stored) : await compare(run, stored);
  if (settled !== undefined) return settled;
  if (await isNameTaken(run, id)) return { result: "newer" };
  if (run.isDryRun) return { result: "imported" };
  return (await write(run, flow, found, stored.connection)) ? { result: "imported" } : { result: "newer" };
}

/** @throws ImportRefusalError rotating, expired */
function refuseUnusable({ provider, old, isOldSystemStopped }: ImportRun, now: number): void {
  const isRenewable = old.refreshToken !== undefined;
  if (isRenewable && provider.rotatesRefreshTokens && !isOldSystemStopped) throw new ImportRefusalError("rotating");
  if (!isRenewable && (resolveExpiry(provider, old, now) ?? now + 1) <= now) throw new ImportRefusalError("expired");
}

/** What a flow for this account would have been started with. @throws ImportRefusalError params_refused, endpoints_unknown */
async function resolveFlow({ provider, old, reading }: ImportRun) {
  const refuse = (reason: "params_refused" | "endpoints_unknown") => (error: unknown) => {
    if (error instanceof Problem) throw new ImportRefusalError(reason, error.message);
    throw error;
  };
  const given = { ...reading.readParams?.(old), ...old.params };
  const ofProvider = Object.entries(given).filter(([name]) => provider.params.includes(name));
  const params = await Promise.resolve(ofProvider)
    .then((pairs) => readFlowParams(provider, Object.fromEntries(pairs)))
    .catch(refuse("params_refused"));
  const endpoints = await discoverEndpoints(provider, params).catch(refuse("endpoints_unknown"));
  const name = old.integrationId === undefined ? {} : { integrationId: old.integrationId };
  return { ...old.owner, scopes: resolveRequestedScopes(provider), params, endpoints, ...name };
}

interface Stored {
  readonly connection: Connection | undefined;
  /** Whether this user has ever connected the provider here. */
  readonly wasConnected: boolean;
}

async function readStored({ provider, old }: ImportRun, id: string): Promise<Stored> {
  const { connections, stamp } = await readAccountConnections(old.owner, provider.id);
  return { connection: connections.find((each) => each.id === id), wasConnected: stamp !== undefined };
}

/** A row that is older than the disconnect must not bring the account back. */
async function findDisconnect(
  run: ImportRun,
  id: string,
  { wasConnected }: Stored,
): Promise<ImportOutcome | undefined> {
  if (!wasConnected) return undefined;
  const at = (await run.listDisconnects(run.old.owner.tenant)).get(id);
  return at !== undefined && at >= (run.old.connectedAt ?? 0) ? { result: "ended" } : undefined;
}

/** @returns undefined if the row is to be written: it has a token set more, or the account was connected in the old system later */
async function compare(run: ImportRun, { connection }: Stored): Promise<ImportOutcome | undefined> {
  const { old, dependencies } = run;
  if (connection === undefined) return undefined;
  if (isBeingRefreshed(connection, dependencies.now())) throw new ImportRefusalError("being_refreshed");
  const set = chooseTokenSet(run);
  if (connection.tokens[set] === undefined && connection.status === "active") return undefined;
  const token = await openToken(dependencies.vault, connection, { set, kind: "access" });
  if (token !== undefined && isSame(token, old.accessToken)) return { result: "present" };
  const lastChange = Math.max(connection.connectedAt, ...Object.values(connection.tokens).map((each) => each.issuedAt));
  return (old.connectedAt ?? 0) > lastChange ? undefined : { result: "newer" };
}

const isSame = (a: string, b: string): boolean => {
  const [first, second] = [Buffer.from(a), Buffer.from(b)];
  return first.length === second.length && timingSafeEqual(first, second);
};

/** Whether the caller's name for the connection means another account here. */
async function isNameTaken({ old }: ImportRun, id: string): Promise<boolean> {
  if (old.integrationId === undefined) return false;
  const all = await listConnections(old.owner);
  return all.some((other) => other.integrationId === old.integrationId && other.id !== id);
}

const chooseTokenSet = ({ old, reading }: ImportRun): TokenSetName => reading.chooseTokenSet?.(old) ?? "default";

type Flow = Pick<OAuthState, "tenant" | "user" | "scopes" | "params" | "endpoints" | "integrationId">;

/** @returns false if the account was connected or changed here meanwhile */
async function write(
  run: ImportRun,
  flow: Flow,
  found: ImportedAccount,
  replaced: Connection | undefined,
): Promise<boolean> {
  const { provider, old, actor, dependencies } = run;
  const now = dependencies.now();
  const issuedAt = readIssueTime(old, now);
  const identity = { ...old.owner, provider: provider.id };
  const id = connectionId(identity, provider.id, found.account.id);
  const set = chooseTokenSet(run);
  const answer = buildImportedAnswer(provider, old, issuedAt, now);
  const options = { set, purpose: "connection", now: issuedAt, assumedLifetime: provider.assumedLifetime } as const;
  const others = replaced?.status === "active" ? replaced.tokens : {};
  const tokens = { ...others, [set]: await sealTokens(dependencies.vault, { ...identity, id }, answer, options) };
  const scope = [...(replaced?.scopes ?? []), ...translateScopes(provider, old.scopes)].join(" ");
  const scopes = resolveGrantedScopes(flow.scopes, [{ access_token: "", scope }], provider.coversScope);
  const connection = assembleConnection(
    provider,
    { ...identity, id, ...found, tokens, ...scopes, flow, status: "active" },
    issuedAt,
  );
  await importSettings(run);
  const times = {
    connectedAt: old.connectedAt ?? issuedAt,
    ...(old.lastUsed === undefined ? {} : { lastUsed: old.lastUsed }),
  };
  return saveImportedConnection({ ...connection, ...times }, actor, replaced);
}

/** Before the connection, so that push channels open as the user had chosen. */
async function importSettings({ provider, old, actor }: ImportRun): Promise<void> {
  if (old.settings === undefined) return;
  const { preferences } = await readStoredSettings(old.owner, provider.id);
  const imported = providerPreferences.parse({ ...preferences, ...old.settings });
  await writeFirstSettings(old.owner, provider.id, { preferences: imported }, actor);
}
