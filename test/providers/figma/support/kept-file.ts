// A file of a test's own, since a change of a file concerns whoever has it.
import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { expect } from "vitest";
import { cachePartition, type Item } from "../../../../lib/store/table.ts";
import { type Account, createAccount } from "../../../connections/support/account.ts";
import { asUser } from "../../../support/api.ts";
import { dynamodb, tableName } from "../../../support/aws.ts";
import { connectInBrowser } from "../../../support/flow.ts";
import { sandbox } from "../../../support/sandbox.ts";
import { figmaPayload } from "../../../webhooks/support/payloads.ts";

const figma = sandbox("figma");

/** What Figma answers. */
export const createFile = (name: string, document: object = {}) => ({
  name,
  lastModified: "2026-01-01T00:00:00Z",
  thumbnailUrl: null,
  version: "7",
  document: { id: "0:0", ...document },
});

export function createKeptFile() {
  const key = `Fig${crypto.randomUUID()}`;
  const path = `/v1/files/${key}`;
  const read = ({ user }: Account, query = "") => user.get(`/api/integrations/figma/files/${key}?${query}`);
  const listRequests = () => figma.requests(path);
  return {
    key,
    read,
    listRequests,
    /** Scripts one answer of Figma's, or several. */
    script: (answer: object, times = 1) => figma.script({ path, times, ...answer }),
    /** Reads the file. @returns whether that asked Figma */
    async asksFigma(account: Account, query = ""): Promise<boolean> {
      const before = (await listRequests()).length;
      expect((await read(account, query)).status).toBe(200);
      return (await listRequests()).length > before;
    },
    /** The cached answers of a connection; its current one unless given. */
    async listRows({ person, readStored }: Account, connection?: string): Promise<Item[]> {
      const owner = { tenant: `c#${person.org}`, user: person.sub };
      const partition = cachePartition(owner, connection ?? (await readStored()).id);
      const query = {
        TableName: tableName("transient"),
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
        ExpressionAttributeValues: { ":pk": { S: partition }, ":sk": { S: `file:${key}:` } },
      };
      return (await dynamodb().send(new QueryCommand(query))).Items ?? [];
    },
  };
}

export const createFileEvent = (event_type: string, file_key: string) =>
  figmaPayload({ event_type, file_key, timestamp: new Date().toISOString() });

/** Connects a new user of a tenant. */
export async function connectInTenant(org: string): Promise<Account> {
  const person = { sub: `user-${crypto.randomUUID()}`, org };
  const user = await asUser(person);
  await connectInBrowser(user, "figma", {});
  return createAccount("figma", person, user);
}
