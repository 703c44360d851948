import type { Api } from "../client.ts";
import type { components } from "../openapi.gen.ts";

type DeletionAnswer = components["schemas"]["Deletion"];

/** Whose data goes: a user's, or everybody's of a tenant. */
export interface DeletionTarget {
  readonly kind: DeletionAnswer["kind"];
  readonly id: string;
  /** The user's tenant; empty for the administrator's own, or for a user without one. */
  readonly tenant: string;
}

export interface Deletion {
  readonly id: string;
  readonly kind: DeletionAnswer["kind"];
  readonly isFinished: boolean;
  readonly phase: DeletionAnswer["phase"];
  readonly requestedAt: string;
  /** When it goes on, while it waits. */
  readonly continuesAt: string;
  readonly finishedAt: string;
  /** Rows that were removed, by what they are. */
  readonly removed: Readonly<Record<string, number>>;
  /** Removed here, though it may go on at a provider. */
  readonly failed: Readonly<Record<string, number>>;
  /** Permissions that are still to end at the providers. */
  readonly waitingGrants: number;
  /** Why the last attempt failed; empty for none. It is tried again. */
  readonly failure: string;
  readonly stays: readonly string[];
}

/**
 * Begins a deletion. Resolves with its id.
 * @param repeatedId the id once more, as it was typed
 */
export function requestDeletion(api: Api, { kind, id, tenant }: DeletionTarget, repeatedId: string) {
  const body = { id: repeatedId };
  if (kind === "tenant")
    return api.request(
      (client) => client.DELETE("/api/admin/tenants/{id}", { params: { path: { id } }, body }),
      (answer) => answer.id,
    );
  return api.request(
    (client) =>
      client.DELETE("/api/admin/users/{id}", {
        params: { path: { id }, query: { ...(tenant && { tenant }) } },
        body,
      }),
    (answer) => answer.id,
  );
}

export const readDeletion = (api: Api, id: string) =>
  api.request(
    (client) => client.GET("/api/admin/deletions/{id}", { params: { path: { id } } }),
    ({ status, waiting, failure, ...answer }): Deletion => ({
      ...answer,
      isFinished: status === "finished",
      continuesAt: answer.continuesAt ?? "",
      finishedAt: answer.finishedAt ?? "",
      waitingGrants: waiting.grants,
      failure: failure?.error ?? "",
    }),
  );
