// Connections by their callers' names for them, and whose they are.
import type { User } from "../http/caller.ts";
import type { Actor } from "../store/audit.ts";
import type { Connection } from "../store/connection.ts";
import { releaseName } from "../store/connection-name.ts";
import { saveConnection } from "../store/connection-save.ts";
import { listConnections } from "../store/connections.ts";
import { type NamedTenant, readNamedTenant, toOwner } from "../store/named-tenant.ts";
import { type Owner, readTokenSubject, tenantOwner } from "../store/owner.ts";

/**
 * Lists an owner's connections with this name, newest first. A connection that was made on another surface answers to the `id` of the
 * connection list.
 */
export async function listIntegrations(owner: Owner, name: string): Promise<Connection[]> {
  const all = await listConnections(owner);
  return all.filter(({ integrationId, id }) => integrationId === name || id === name);
}

/**
 * Saves a connection under its caller's name, if it has one. The name means the account that was connected under it last: the owner's
 * others lose it first, so that it never means two.
 * @param confirmed as for `saveConnection`
 */
export async function saveNamed(connection: Connection, actor: Actor, confirmed?: string): Promise<void> {
  await takeOverName(connection);
  await saveConnection(connection, actor, confirmed);
}

async function takeOverName(named: Connection): Promise<void> {
  const { integrationId } = named;
  if (integrationId === undefined) return;
  const all = await listConnections(named);
  const others = all.filter((other) => other.integrationId === integrationId && other.id !== named.id);
  await Promise.all(others.map(releaseName));
}

/**
 * Whom a service means by `userId`: a user of the tenant, or the tenant itself by its own name. It never means a user then: whoever
 * is called like the tenant could pass an account of theirs off as the tenant's.
 */
export const resolveServiceOwner = (tenant: NamedTenant, userId: string): Owner =>
  userId === tenant.id ? tenantOwner(tenant.id, tenant.entry) : toOwner(tenant, userId);

/** Whom a user means: themselves; an administrator may mean the tenant. @returns undefined for anybody else */
export function resolveUserOwner(user: User, userId: string | undefined): Owner | undefined {
  const tenant = readNamedTenant(user);
  if (user.isAdmin && tenant !== undefined && userId === tenant.id) return tenantOwner(tenant.id, tenant.entry);
  return userId === undefined || userId === readTokenSubject(user) ? user : undefined;
}
