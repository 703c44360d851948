// Which workspace a request is for: `account` names it by its connection, `teamId` by Slack's own id.
import * as z from "zod";
import { assertUsable } from "../../../connections/access-token.ts";
import type { User } from "../../../http/caller.ts";
import type { Provider } from "../../../oauth/definition.ts";
import { account } from "../../../provider-client/data-endpoint.ts";
import { connectionId } from "../../../store/connection.ts";

/** The members of a query or a body that name a workspace. Without any, the one connected last is used. */
export const workspaceNames = () => ({
  account,
  teamId: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .meta({
      description: "The workspace: its id at Slack, the accountId of a connection. One that is not connected is 404.",
      examples: ["T0ACME001"],
    }),
});
export type WorkspaceNames = z.output<z.ZodObject<ReturnType<typeof workspaceNames>>>;

/**
 * The id of the connection that all given members name, in the query and in the body. Nothing is read, since a connection's id
 * follows from its workspace: a call with the id of one that is not there is refused as any other.
 * @returns undefined if nothing is named
 * @throws Problem not_connected when two members name two connections
 */
export function readNamedAccount(
  provider: Provider,
  user: User,
  ...places: readonly (WorkspaceNames | undefined)[]
): string | undefined {
  const ids = places.flatMap(({ account, teamId }: WorkspaceNames = {}) => [
    ...(account === undefined ? [] : [account]),
    ...(teamId === undefined ? [] : [connectionId(user, provider.id, teamId)]),
  ]);
  const [first, ...others] = ids;
  if (others.some((id) => id !== first)) assertUsable(provider, undefined);
  return first;
}
