// Starts a deletion for an administrator. A repetition finds the same one by its id, which follows from whose data goes.
import type { User } from "../http/caller.ts";
import type { Origin } from "../http/endpoint.ts";
import { writeAudit } from "../store/audit.ts";
import { listConnections } from "../store/connections.ts";
import {
  createDeletion,
  type Deletion,
  type DeletionSubject,
  readDeletion,
  restartDeletion,
} from "../store/deletions.ts";
import { readNamedTenant } from "../store/named-tenant.ts";
import type { Owner } from "../store/owner.ts";
import { queueDeletion } from "./queue-deletion.ts";
import { type SubjectHash, toAuditName } from "./subject-hash.ts";

export interface DeletionRequest {
  readonly id: string;
  readonly kind: Deletion["kind"];
  readonly subject: DeletionSubject;
  /** The user, or the tenant with its own name as its user. */
  readonly about: Owner;
  readonly hash: SubjectHash;
  readonly admin: User;
  readonly origin: Pick<Origin, "ip" | "requestId">;
}

/** A repetition within this time of the end is answered with what was done. */
const repetitionSeconds = 3600;

/**
 * Starts a deletion, goes on with one that is under way, or begins again where the user has come back.
 * @param now epoch seconds
 * @throws Problem provider_unavailable when the store or the queue does not answer; it can be repeated
 */
export async function requestDeletion(request: DeletionRequest, now: number): Promise<Deletion> {
  const { id, about, hash, admin, origin } = request;
  const actor = { actor: admin.user, ip: origin.ip, requestId: origin.requestId };
  await writeAudit({ ...toAuditName(hash, id, about), ...actor, deletion: id, action: "deletion_requested" });
  const deletion = await ensureDeletion(request, now);
  if (deletion.phase !== "finished") await queueDeletion(id);
  return deletion;
}

async function ensureDeletion(request: DeletionRequest, now: number): Promise<Deletion> {
  const first = buildDeletion(request, 1, now);
  if (await createDeletion(first)) return first;
  const found = (await readDeletion(request.id)) ?? first;
  if (found.finishedAt === undefined || (await isStillDone(found, request, now))) return found;
  const next = buildDeletion(request, found.run + 1, now);
  return (await restartDeletion(next)) ? next : ((await readDeletion(request.id)) ?? next);
}

/** Whoever has connected again is deleted again. Of the rest it is only known by looking through all tables. */
async function isStillDone({ finishedAt = 0 }: Deletion, { subject }: DeletionRequest, now: number): Promise<boolean> {
  if (now - finishedAt > repetitionSeconds) return false;
  return subject.owner === undefined || (await listConnections(subject.owner)).length === 0;
}

function buildDeletion({ id, kind, subject, about }: DeletionRequest, run: number, now: number): Deletion {
  const isOfCompany = readNamedTenant(about) !== undefined;
  return {
    id,
    kind,
    ...(isOfCompany ? { visibleTo: about.tenant } : {}),
    subject,
    run,
    requestedAt: now,
    phase: "ending",
    step: 0,
    cursors: [],
    removed: {},
    failed: {},
    endedLately: 0,
    rounds: 0,
    waitingGrants: 0,
  };
}
